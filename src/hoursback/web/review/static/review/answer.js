// Answers by keyboard: digits answer the question in hand and move on, "+" is 10, Enter saves. Skipping, going back and
// going on carry data-key and belong to the shared shortcuts; arrows inside a scale stay the scale's own.
const BOXES = "textarea, select, input:not([type=radio], [type=checkbox])";

function questions() {
  return [...document.querySelectorAll("[data-questions] [data-question]")];
}

function inHand() {
  const own = document.activeElement?.closest("[data-question]");
  return own ?? questions().find((one) => !one.querySelector("input:checked"));
}

function point(question, value) {
  return [...question.querySelectorAll("input[type=radio]")].find((one) => one.value === value);
}

function moveOn(question) {
  const all = questions();
  const next = all[all.indexOf(question) + 1];
  const box = next ? (next.querySelector("input:checked") ?? next.querySelector("input")) : document.querySelector("[data-questions] [data-enter]");
  box?.focus();
}

function answer(event) {
  const value = event.key === "+" ? "10" : event.key;
  const question = inHand();
  const found = question && point(question, value);
  if (!found) return;
  event.preventDefault();
  event.stopPropagation();
  found.checked = true;
  found.dispatchEvent(new Event("change", { bubbles: true }));
  moveOn(question);
}

document.addEventListener(
  "keydown",
  (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
    if (!isPlain || event.target.closest?.(BOXES) || document.querySelector("dialog[open]")) return;
    if (/^[0-9+]$/.test(event.key)) answer(event);
    else if (event.key.startsWith("Arrow") && event.target.matches?.("input[type=radio]")) event.stopPropagation();
    else if (event.key === "Enter" && !event.target.closest?.("a, button, summary, input")) {
      const go = document.querySelector("#main [data-enter]");
      if (go) {
        event.preventDefault();
        go.click();
      }
    }
  },
  true,
);

// The new page begins at its heading, for eyes and for screen readers.
document.addEventListener("htmx:afterSettle", () => document.querySelector("#main [data-focus]")?.focus());
