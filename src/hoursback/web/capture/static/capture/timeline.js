// The day as a picture: drag an entry or its edges, or move it with the arrow keys; saved by the same address as a form.
const STEP = 5;
const WAIT = 700;
let drag = null;
let waiting = 0;
let pending = null;

const slotOf = (target) => target.closest?.("[data-slot]") ?? null;

function read(slot) {
  return { start: Number(slot.dataset.start), seconds: Number(slot.dataset.seconds) };
}

function clockOf(epoch, slot) {
  // Labels across the picture come from the server; between them minutes are counted.
  const line = slot.closest("[data-timeline]");
  const minutes = Math.round((epoch - Number(line.dataset.begin)) / 60);
  const first = line.querySelector(".timeline-hours text")?.textContent ?? "00:00";
  const all = Number(first.slice(0, 2)) * 60 + Number(first.slice(3, 5)) + minutes;
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(all / 60) % 24)}:${two(((all % 60) + 60) % 60)}`;
}

function draw(slot, { start, seconds }) {
  const line = slot.closest("[data-timeline]");
  const from = (start - Number(line.dataset.begin)) / 60;
  slot.setAttribute("y", String(Math.max(0, from)));
  slot.setAttribute("height", String(Math.max(12, seconds / 60)));
  const said = document.querySelector("[data-timeline-said]");
  if (said) said.textContent = `${clockOf(start, slot)} – ${clockOf(start + seconds, slot)}`;
  const name = slot.querySelector(".slot-name");
  if (name) name.textContent = `${clockOf(start, slot)} – ${clockOf(start + seconds, slot)}`;
}

function moved(facts, minutes, edge) {
  const by = minutes * 60;
  if (edge === "start") {
    const start = Math.min(facts.start + by, facts.start + facts.seconds - 60);
    return { start, seconds: facts.start + facts.seconds - start };
  }
  if (edge === "end") return { start: facts.start, seconds: Math.min(86400, Math.max(60, facts.seconds + by)) };
  return { start: facts.start + by, seconds: facts.seconds };
}

// Whole five minutes on the clock, whatever second an entry began at.
function snapped(facts, minutes, edge) {
  const wanted = moved(facts, minutes, edge);
  const base = edge === "end" ? wanted.start + wanted.seconds : wanted.start;
  const off = Math.round(base / (STEP * 60)) * STEP * 60 - base;
  return moved(facts, minutes + off / 60, edge);
}

function save(slot, facts) {
  const was = read(slot);
  if (facts.start === was.start && facts.seconds === was.seconds) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const values = { ...facts, version: slot.dataset.version, csrfmiddlewaretoken: token };
  const id = slot.querySelector("a")?.id;
  const hadFocus = slot.contains(document.activeElement);
  htmx
    .ajax("POST", slot.dataset.move, {
      source: "#main", target: "#main", select: "#main", swap: "outerHTML show:none", values, headers: { "HX-Boosted": "true" },
    })
    .then(() => { if (hadFocus && id) document.getElementById(id)?.focus({ preventScroll: true }); });
}

function start(event) {
  const slot = slotOf(event.target);
  if (!slot || event.button) return;
  // A finger scrolls the page; it moves an entry by its edges, or by the form.
  const edge = event.target.dataset?.grip ?? "";
  if (event.pointerType === "touch" && !edge) return;
  drag = { slot, edge, y: event.clientY, facts: read(slot), now: null, id: event.pointerId };
}

function go(event) {
  if (!drag || event.pointerId !== drag.id) return;
  const by = event.clientY - drag.y;
  if (!drag.now && Math.abs(by) < 4) return;
  if (!drag.now) {
    drag.slot.setPointerCapture?.(event.pointerId);
    drag.slot.classList.add("slot-moving");
  }
  event.preventDefault();
  drag.now = snapped(drag.facts, by, drag.edge);
  draw(drag.slot, drag.now);
}

function stop(event) {
  if (!drag || event.pointerId !== drag.id) return;
  const { slot, now } = drag;
  drag = null;
  slot.classList.remove("slot-moving");
  if (!now) return;
  // The click that ends a drag must not open the form.
  window.addEventListener("click", (click) => { if (slotOf(click.target)) click.preventDefault(); }, { capture: true, once: true });
  save(slot, now);
}

function cancel() {
  if (!drag) return;
  draw(drag.slot, drag.facts);
  drag.slot.classList.remove("slot-moving");
  drag = null;
}

function press(event) {
  const slot = slotOf(event.target);
  if (event.key === "Escape") cancel();
  if (!slot || !["ArrowUp", "ArrowDown"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const by = event.key === "ArrowUp" ? -STEP : STEP;
  const facts = pending?.slot === slot ? pending.facts : read(slot);
  pending = { slot, facts: moved(facts, by, event.shiftKey ? "end" : "") };
  draw(slot, pending.facts);
  clearTimeout(waiting);
  waiting = setTimeout(flush, WAIT);
}

// Several presses are one move, so that one undo takes them back.
function flush() {
  clearTimeout(waiting);
  if (!pending) return;
  const { slot, facts } = pending;
  pending = null;
  if (slot.isConnected) save(slot, facts);
}

document.addEventListener("pointerdown", start);
document.addEventListener("pointermove", go, { passive: false });
document.addEventListener("pointerup", stop);
document.addEventListener("pointercancel", cancel);
document.addEventListener("keydown", press);
document.addEventListener("focusout", (event) => { if (pending?.slot === slotOf(event.target)) flush(); });
document.addEventListener("dragstart", (event) => { if (slotOf(event.target)) event.preventDefault(); });
