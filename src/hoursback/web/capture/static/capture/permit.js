// Asks the browser for leave to notify, only when somebody presses the button.
const place = document.querySelector("[data-permit]");

function say() {
  const button = place.querySelector("button");
  const said = place.querySelector("[role=status]");
  button.hidden = Notification.permission !== "default";
  if (Notification.permission === "granted") said.textContent = place.dataset.granted;
  if (Notification.permission === "denied") said.textContent = place.dataset.denied;
}

if (place && "Notification" in window) {
  place.hidden = false;
  say();
  place.querySelector("button").addEventListener("click", () => Notification.requestPermission().then(say));
}
