// The week grid: arrows and Enter go from box to box; a box is saved when it is left, and the totals follow.
const BOX = "[data-week] tbody input[type=text]";

function go(box, rows, columns) {
  const cell = box.closest("td");
  const row = cell.parentElement;
  const all = [...row.parentElement.children];
  const next = all[all.indexOf(row) + rows]?.children[cell.cellIndex + columns]?.querySelector("input[type=text]");
  if (!next) return false;
  next.focus();
  next.select();
  return true;
}

function press(event) {
  const box = event.target.closest?.(BOX);
  if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
  const atStart = box.selectionStart === 0;
  const atEnd = box.selectionEnd === box.value.length;
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0] };
  if (atStart) moves.ArrowLeft = [0, -1];
  if (atEnd) moves.ArrowRight = [0, 1];
  const move = moves[event.key];
  if (!move) return;
  if (event.key === "Enter") event.preventDefault();
  if (go(box, ...move)) event.preventDefault();
  else if (event.key === "Enter") save(box);
}

function hiddenOf(box) {
  return box.form.elements.namedItem(`w${box.name.slice(1)}`);
}

function mark(box, error) {
  const cell = box.closest("td");
  cell.querySelector(".cell-why")?.remove();
  cell.classList.toggle("cell-wrong", Boolean(error));
  box.toggleAttribute("aria-invalid", false);
  box.removeAttribute("aria-describedby");
  if (!error) return;
  const why = document.createElement("span");
  why.className = "cell-why";
  why.id = `why-${box.name}`;
  why.textContent = error;
  cell.append(why);
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", why.id);
}

function show(form, answer) {
  for (const [name, cell] of Object.entries(answer.cells)) {
    const box = form.elements.namedItem(name);
    // What is being typed, or was refused, stays.
    if (!box || box === document.activeElement || name in answer.errors) continue;
    if (hiddenOf(box).value === String(cell.was)) continue;
    box.value = cell.text;
    hiddenOf(box).value = String(cell.was);
  }
  for (const [row, text] of Object.entries(answer.rows)) {
    const total = form.querySelector(`[data-row="${row}"]`);
    if (total) total.textContent = text;
  }
  for (const [day, text] of Object.entries(answer.days)) {
    const total = form.querySelector(`[data-day="${day}"]`);
    if (total) total.textContent = text;
  }
  form.querySelector("[data-total]").textContent = answer.total;
  document.querySelector("[data-answer]").textContent = answer.answer;
  form.querySelector("[data-said]").textContent = answer.said;
}

async function save(box) {
  const form = box.form;
  const hidden = hiddenOf(box);
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  body.set(box.name, box.value);
  body.set(hidden.name, hidden.value);
  const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) {
    form.querySelector("[data-said]").textContent = document.getElementById("toasts")?.dataset.offline ?? "";
    return;
  }
  const answer = await response.json();
  const cell = answer.cells[box.name];
  if (!answer.errors[box.name] && box !== document.activeElement) {
    box.value = cell?.text ?? "";
  }
  if (!answer.errors[box.name]) hidden.value = String(cell?.was ?? 0);
  mark(box, answer.errors[box.name]);
  box.closest("td").classList.toggle("cell-saved", Boolean(answer.said));
  show(form, answer);
}

document.addEventListener("keydown", press);
document.addEventListener("change", (event) => {
  const box = event.target.closest?.(BOX);
  if (box) save(box);
});
document.addEventListener("focusin", (event) => { if (event.target.matches?.(BOX)) event.target.select(); });
