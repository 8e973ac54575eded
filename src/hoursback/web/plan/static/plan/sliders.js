// Pairs each number box with its slider: moving one moves the other, and both ask for the plan anew.
// Without this the boxes and the button do the same.

function pair(slider, box) {
  const follow = () => { slider.value = box.value || box.placeholder || slider.min; };
  follow();
  slider.hidden = false;
  slider.addEventListener("input", () => {
    box.value = slider.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  box.addEventListener("input", follow);
}

function start(root) {
  for (const slider of root.querySelectorAll("[data-slider-for]")) {
    const box = document.getElementById(slider.dataset.sliderFor);
    if (box && slider.hidden) pair(slider, box);
  }
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
