// Another empty row for a skill; without scripts the spare rows and a second save do the same.

for (const rows of document.querySelectorAll("[data-rows]")) {
  const all = () => rows.querySelectorAll(".skill-row");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = rows.dataset.rows;
  // One spare row is enough where more can be had.
  const spare = [...all()].filter((row) => row.querySelector("input").value === "").slice(1);
  for (const row of spare) row.remove();
  button.addEventListener("click", () => {
    const row = [...all()].at(-1).cloneNode(true);
    const number = all().length + 1;
    row.querySelector("input").value = "";
    row.querySelector("input").removeAttribute("placeholder");
    for (const label of row.querySelectorAll(".visually-hidden")) label.textContent = label.textContent.replace(/\d+/, number);
    button.before(row);
    row.querySelector("input").focus();
  });
  rows.append(button);
}
