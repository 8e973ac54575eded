// Copies a secret that is shown once; without a clipboard it is selected, ready to be copied by hand.

for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  button.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
      button.textContent = button.dataset.done;
    } catch {
      box.focus();
    }
  });
}
