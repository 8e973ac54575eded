// Go anywhere by typing: Ctrl/Cmd-K or "/" opens a list of places, filtered by every word that is typed.
const box = document.getElementById("palette");
const MOST = 40;

if (box) {
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const none = box.querySelector(".palette-none");
  let places = [];
  let shown = [];
  let at = 0;

  const onPage = () =>
    [...document.querySelectorAll("a[data-key][data-key-label]")].map((link) => ({
      label: link.dataset.keyLabel,
      address: link.getAttribute("href"),
      keys: link.dataset.key,
    }));

  function join(more) {
    const known = new Map();
    for (const place of [...onPage(), ...more]) if (!known.has(place.address)) known.set(place.address, place);
    places = [...known.values()];
  }

  function mark(index) {
    at = Math.max(0, Math.min(index, shown.length - 1));
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    const chosen = list.children[at];
    if (chosen) {
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function item(place, index) {
    const row = document.createElement("li");
    row.id = `palette-${index}`;
    row.setAttribute("role", "option");
    const words = document.createElement("span");
    words.textContent = place.label;
    row.append(words);
    if (place.keys) {
      const keys = document.createElement("kbd");
      keys.textContent = place.keys;
      row.append(keys);
    }
    row.addEventListener("click", () => location.assign(place.address));
    return row;
  }

  function filter() {
    const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    shown = places.filter((place) => words.every((word) => place.label.toLocaleLowerCase().includes(word))).slice(0, MOST);
    list.replaceChildren(...shown.map(item));
    none.hidden = shown.length > 0;
    mark(0);
  }

  async function load() {
    if (!box.dataset.source) return;
    try {
      const answer = await fetch(box.dataset.source, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      join(await answer.json());
      filter();
    } catch {
      // The links of this page are still offered.
    }
  }

  function open() {
    if (box.open) return;
    join([]);
    input.value = "";
    box.showModal();
    filter();
    load();
  }

  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key in steps) {
      event.preventDefault();
      mark(at + steps[event.key]);
    } else if (event.key === "Enter" && shown[at]) {
      event.preventDefault();
      location.assign(shown[at].address);
    }
  });
  box.addEventListener("click", (event) => event.target === box && box.close());

  document.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const isWriting = event.target.closest?.("textarea, select, [contenteditable], input");
    if (!isCommand && (!isSlash || isWriting || localStorage.getItem("hoursback-keys-off") === "1")) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  for (const opener of document.querySelectorAll("[data-opens=palette]")) {
    opener.hidden = false;
    opener.addEventListener("click", open);
  }
}
