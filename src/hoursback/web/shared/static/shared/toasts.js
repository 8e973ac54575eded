// Says in place what went wrong with a request that htmx sent; what went well is said by the page itself.
const region = () => document.getElementById("toasts");

/** Show a sentence until it is closed; kind: "good", "warn" or "bad". */
export function toast(what, { hint = "", kind = "bad" } = {}) {
  const box = document.createElement("div");
  box.className = `notice notice-${kind}`;
  const words = document.createElement("div");
  for (const text of [what, hint]) {
    if (!text) continue;
    const line = document.createElement("p");
    line.textContent = text;
    words.append(line);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", region().dataset.close);
  close.addEventListener("click", () => box.remove());
  box.append(words, close);
  region().replaceChildren(box);
}

function said(xhr) {
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const text = (name) => page.querySelector(`[data-fault-${name}]`)?.textContent.trim() ?? "";
  return { what: text("what"), hint: text("hint") };
}

document.addEventListener("htmx:responseError", (event) => {
  const { what, hint } = said(event.detail.xhr);
  toast(what || region().dataset.fault, { hint });
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => toast(region().dataset.offline));
}
// Logged out meanwhile: the log-in page belongs into the window, never into a corner of this one.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const arrived = new URL(event.detail.xhr.responseURL || location.href, location.href);
  if (arrived.pathname !== region().dataset.login) return;
  event.preventDefault();
  location.assign(`${region().dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
});
// allauth's passkey scripts say nothing by themselves when a key is refused or the person turns away.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  toast(region().dataset.passkey, { kind: "warn" });
});
