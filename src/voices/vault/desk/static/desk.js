// Single letters press what carries data-key, where the custodian has not turned them off.
const shown = document.getElementById("doubt");

function typing(target) {
  return target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (!shown || shown.dataset.keys !== "on" || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (typing(event.target)) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((part) => part.dataset.key === event.key.toLowerCase());
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("input, select")) wanted.focus();
  else wanted.click();
});
