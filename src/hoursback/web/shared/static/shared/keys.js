// Shortcuts: whatever carries data-key="g l" (and data-key-label for the sheet) is clicked, or focused if it is a box,
// when its keys are typed; never while somebody writes. `?` shows them all, with a switch to turn them off.
const PAUSE = 1200;
const OFF = "hoursback-keys-off";
const BOXES = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
let typed = [];
let timer = 0;

const sheet = () => document.getElementById("keys");
const isOff = () => localStorage.getItem(OFF) === "1";

function candidates() {
  const place = document.querySelector("dialog[open]") ?? document;
  return [...place.querySelectorAll("[data-key]")].filter((one) => one.checkVisibility?.() ?? true);
}

function act(one) {
  if (one.matches(BOXES)) one.focus();
  else one.click();
}

function take(event) {
  clearTimeout(timer);
  typed.push(event.key);
  const found = candidates();
  const exact = found.find((one) => one.dataset.key === typed.join(" ")) ?? found.find((one) => one.dataset.key === event.key);
  if (exact) {
    event.preventDefault();
    typed = [];
    act(exact);
    return;
  }
  const goesOn = found.some((one) => one.dataset.key.startsWith(`${typed.join(" ")} `));
  if (!goesOn) typed = found.some((one) => one.dataset.key.startsWith(`${event.key} `)) ? [event.key] : [];
  timer = setTimeout(() => (typed = []), PAUSE);
}

function line(list, keys, label) {
  const term = document.createElement("dt");
  for (const key of keys.split(" ")) {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap, " ");
  }
  term.dataset.found = "";
  const words = document.createElement("dd");
  words.dataset.found = "";
  words.textContent = label;
  list.append(term, words);
}

function show() {
  const list = sheet().querySelector(".sheet-keys");
  list.querySelectorAll("[data-found]").forEach((old) => old.remove());
  const seen = new Set();
  for (const one of candidates()) {
    const { key, keyLabel } = one.dataset;
    if (!keyLabel || seen.has(key)) continue;
    seen.add(key);
    line(list, key, keyLabel);
  }
  sheet().querySelector("[data-keys-on]").checked = !isOff();
  sheet().showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(BOXES) || event.key.length > 1 && !event.key.startsWith("Arrow")) return;
  if (isOff()) return;
  if (event.key === "?" && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    show();
  } else take(event);
});
for (const opener of document.querySelectorAll("[data-opens=keys]")) {
  opener.hidden = false;
  opener.addEventListener("click", show);
}
sheet().querySelector("[data-keys-on]").addEventListener("change", (event) => {
  if (event.target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
});
