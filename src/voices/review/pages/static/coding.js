// Keys of the coding screen. Everything they do is a link, button or box on the page, so that it works without them.

const page = () => document.getElementById("page");
const screen = () => page().querySelector("[data-keys]");

function typing(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function press(part) {
  if (part.matches("details")) {
    part.open = !part.open;
    const inside = part.open && part.querySelector("textarea, .finder input");
    (inside || part.querySelector("summary")).focus();
    part.scrollIntoView({ block: "nearest" });
  } else if (part.matches("input[type=checkbox]")) {
    part.click();
    say(part.checked ? "Marked as quotable" : "Not quotable");
  } else {
    part.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    page().querySelector("[data-focus]")?.focus({ preventScroll: true });
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
  if (screen()?.dataset.keys !== "on") return;
  // A key pressed before the next passage is there is not meant for it, nor for this one again.
  if (document.querySelector(".htmx-request")) return;
  const part = [...page().querySelectorAll("[data-key]")].find(
    (one) => !one.hidden && one.dataset.key.split(" ").includes(event.key));
  if (!part || event.repeat) return;
  event.preventDefault();
  press(part);
});

function say(words) {
  document.getElementById("live").textContent = words;
}

// --- two letters for a code ------------------------------------------------------------------

const VALENCES = { "+": "positive", "-": "negative", "−": "negative", "/": "mixed", "0": "neutral" };
let last = null;

function picks() {
  return [...page().querySelectorAll(".pick")];
}

function showChosen() {
  const chosen = page().querySelector("#chosen");
  if (!chosen) return;
  const words = picks().filter((pick) => pick.querySelector("input").checked).map((pick) => {
    const valence = pick.querySelector("select").value;
    return pick.dataset.name + (valence ? ` (${valence})` : "");
  });
  chosen.textContent = words.length ? `Chosen: ${words.join("; ")}` : "Nothing chosen yet";
}

function typed(box) {
  const value = box.value.trim().toLowerCase();
  if (last && value in VALENCES) {
    last.querySelector("select").value = VALENCES[value];
  } else if (value.length >= 2) {
    const pick = picks().find((one) => one.dataset.letters === value.slice(0, 2));
    if (!pick) {
      say(`No code has the letters ${value.slice(0, 2)}`);
      box.value = "";
      return;
    }
    const tick = pick.querySelector("input");
    tick.checked = !tick.checked;
    last = tick.checked ? pick : null;
    if (tick.checked) pick.closest(".picks__children")?.setAttribute("open", "");
  } else {
    return;
  }
  box.value = "";
  showChosen();
}

function prepare() {
  last = null;
  const finder = page().querySelector(".finder");
  if (!finder) return;
  finder.hidden = false;
  showChosen();
}

document.addEventListener("input", (event) => {
  if (event.target.id === "finder") typed(event.target);
});
document.addEventListener("change", (event) => {
  if (event.target.closest(".pick")) showChosen();
});
document.addEventListener("keydown", (event) => {
  if (event.target.id !== "finder" || event.key !== "Enter") return;
  event.preventDefault();
  page().querySelector("#save-codes").click();
});
document.addEventListener("htmx:afterSettle", prepare);
prepare();
