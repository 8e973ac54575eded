// What was typed into a run and not kept yet is sent when the page goes away: a phone may never bring it back.
let isDirty = false;
let wasSent = false;

const run = () => document.querySelector("[data-run]");

function sendAway() {
  const form = run();
  if (!form || !isDirty) return;
  const facts = new FormData(form);
  facts.set("do", "save");
  if (navigator.sendBeacon(form.dataset.runAddress, facts)) {
    isDirty = false;
    wasSent = true;
  }
}

// Kept on its way out, the text has a newer version on the server than the page knows of.
function catchUp() {
  if (!wasSent || !run()) return;
  wasSent = false;
  window.htmx?.ajax("GET", run().dataset.runAddress, { target: "#ticking", swap: "outerHTML" });
}

document.addEventListener("input", (event) => {
  if (event.target.closest("[data-run]")) isDirty = true;
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-run]")) isDirty = false;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.closest("[data-run]")) isDirty = false;
});
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? sendAway() : catchUp()));
window.addEventListener("pagehide", sendAway);
