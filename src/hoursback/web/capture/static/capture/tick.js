// The running timer's figure: counted from its start, not from ticks, so that a sleeping tab shows the truth on waking.
const offsets = new WeakMap();

// The device's clock may be wrong; what counts is how far it is from the server's when the page was drawn.
function offsetOf(figure) {
  if (!offsets.has(figure)) offsets.set(figure, Number(figure.dataset.now) - Date.now() / 1000);
  return offsets.get(figure);
}

function show() {
  for (const figure of document.querySelectorAll("[data-tick]")) {
    const seconds = Math.max(0, Math.floor(Date.now() / 1000 + offsetOf(figure) - Number(figure.dataset.start)));
    const two = (number) => String(number).padStart(2, "0");
    figure.textContent = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }
}

show();
setInterval(show, 1000);
document.addEventListener("htmx:afterSettle", show);
document.addEventListener("visibilitychange", show);
