// What is left of a time-box: counted to its end, not by ticks, so that a sleeping page shows the truth on waking.
const box = document.querySelector("[data-box]");
// The device's clock may be wrong; what counts is how far it is from the server's when the page was drawn.
const offset = Number(box.dataset.now) - Date.now() / 1000;
const left = box.querySelector("[data-left]");
let isOver = false;

function end() {
  isOver = true;
  const asked = document.querySelector("[data-after]");
  for (const each of document.querySelectorAll("[data-while]")) each.hidden = true;
  asked.hidden = false;
  box.querySelector("[data-said]").textContent = asked.textContent;
  document.title = `${asked.textContent} · ${document.title}`;
}

function show() {
  const seconds = Math.max(0, Math.ceil(Number(box.dataset.end) - Date.now() / 1000 - offset));
  const two = (number) => String(number).padStart(2, "0");
  left.textContent = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (seconds === 0 && !isOver) end();
}

show();
setInterval(show, 1000);
document.addEventListener("visibilitychange", show);
