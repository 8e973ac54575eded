// "What did you just do?", for whoever asked to be asked: the server says when, once for each stretch of the day.
const FIRST = 20_000;

const box = () => document.querySelector("[data-reminder]");

async function ask() {
  const place = box();
  if (!place || !place.hidden) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const response = await fetch(place.dataset.reminder, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
  if (!response?.ok) return;
  const answer = await response.json();
  if (!answer.ask) return;
  place.querySelector("[data-title]").textContent = answer.title;
  place.querySelector("[data-text]").textContent = answer.text;
  place.dataset.line = answer.line;
  place.dataset.day = answer.day;
  place.hidden = false;
  if (document.hidden && "Notification" in window && Notification.permission === "granted") {
    const note = new Notification(answer.title, { body: answer.text, tag: "hoursback-reminder" });
    note.onclick = () => { window.focus(); write(); };
  }
}

function write() {
  const place = box();
  const line = document.querySelector("input[name=line]");
  if (!place || !line) return;
  place.hidden = true;
  if (!line.value) {
    line.value = place.dataset.line ?? "";
    // The page may be one of yesterday, left open over midnight.
    if (line.form?.elements.day && place.dataset.day) line.form.elements.day.value = place.dataset.day;
  }
  line.focus();
  line.setSelectionRange(line.value.length, line.value.length);
  line.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-answer]")) write();
  else if (event.target.closest?.("[data-later]")) box().hidden = true;
});
setTimeout(ask, FIRST);
// Asking often costs little: the server answers yes at most once for each stretch.
setInterval(ask, 60_000);
