// Proposes the browser's own time zone and number format, where the page still shows the plain default.

const format = Intl.DateTimeFormat().resolvedOptions();
const wanted = { zone: [format.timeZone], locale: navigator.languages.map((name) => name.replace("-", "_")) };

for (const select of document.querySelectorAll("select[data-guess]")) {
  const isUntouched = [...select.options].some((option) => option.defaultSelected && option.selected);
  const known = new Set([...select.options].map((option) => option.value));
  const found = wanted[select.dataset.guess].find((name) => known.has(name));
  const isRefused = document.querySelector(".errorlist") !== null;
  if (isUntouched && found && !isRefused) select.value = found;
}
