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
  if (event.key === "w" && source()) {
    event.preventDefault();
    mark();
    return;
  }
  // A key pressed before the next passage is there is not meant for it, nor for this one again.
  if (document.querySelector(".htmx-request")) return;
  const part = [...page().querySelectorAll("[data-key]")].find(
    (one) => !one.hidden && one.dataset.key.split(" ").includes(event.key));
  if (!part || event.repeat || part.disabled) return;
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

// --- marking words ---------------------------------------------------------------------------

// Words can be marked in passages alone: in the one on the coding screen, in any of a whole document.
function source() {
  const selection = getSelection();
  const from = selection.rangeCount ? selection.anchorNode : null;
  const inside = (from?.nodeType === Node.TEXT_NODE ? from.parentElement : from)?.closest?.("[data-passage-text]");
  return inside || page().querySelector("[data-passage-text]");
}

function markedRange() {
  const selection = getSelection();
  const text = source();
  if (!text || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return text.contains(range.startContainer) && text.contains(range.endContainer) ? range : null;
}

function takeMarked() {
  const range = markedRange();
  const box = page().querySelector("[data-marked]");
  if (!range || !box) return false;
  const before = document.createRange();
  before.setStart(source(), 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const lead = words.length - words.trimStart().length;
  box.value = words.trim();
  // The server counts code points, a browser UTF-16 units.
  page().querySelector("[data-marked-at]").value = [...(before.toString() + words.slice(0, lead))].length;
  const which = page().querySelector("[data-marked-id]");
  if (which) {
    which.value = source().dataset.id;
    page().querySelector("[data-marked-shown]").textContent = `Marked: ${box.value}`;
  }
  return true;
}

function mark() {
  const text = source();
  if (!text) return;
  const selection = getSelection();
  if (!markedRange()) {
    selection.setBaseAndExtent(text, 0, text, 0);
    selection.modify("extend", "forward", "word");
  }
  text.focus({ preventScroll: true });
  text.scrollIntoView({ block: "nearest" });
  say(`Marked: ${selection.toString().trim()}. Arrows move, Shift and an arrow take in more, Enter goes to the code.`);
}

function moveMark(event) {
  const selection = getSelection();
  const forward = event.key === "ArrowRight";
  const kept = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
  if (event.shiftKey) {
    selection.modify("extend", forward ? "forward" : "backward", "word");
  } else {
    if (forward) selection.collapseToEnd(); else { selection.collapseToStart(); selection.modify("move", "backward", "word"); }
    selection.modify("extend", "forward", "word");
  }
  if (!markedRange() && kept) {
    selection.removeAllRanges();
    selection.addRange(kept);
  }
  say(selection.toString().trim());
}

document.addEventListener("keydown", (event) => {
  if (event.target !== source() || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault();
    moveMark(event);
  } else if (event.key === "Enter" && takeMarked()) {
    event.preventDefault();
    openMarking();
  }
});

function openMarking() {
  showMarking();
  page().querySelector("#marked-code").focus();
}

function showMarking() {
  const part = page().querySelector("[data-marking]");
  part.open = true;
  part.hidden = false;
}

document.addEventListener("mouseup", () => {
  if (takeMarked()) showMarking();
});

// The list of codes is the same for every passage: it stays on the page, and the server leaves it out.
document.addEventListener("htmx:configRequest", (event) => {
  const list = page().querySelector("#picks")?.dataset.list;
  if (list) event.detail.headers["X-Has-Codes"] = list;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const list = page().querySelector("#picks");
  if (!list || !event.detail.serverResponse.includes('hx-preserve')) return;
  list.querySelectorAll(":checked[type=checkbox]").forEach((tick) => { tick.checked = false; });
  list.querySelectorAll("select").forEach((valence) => { if (valence.value) valence.value = ""; });
  list.querySelectorAll("details[open]").forEach((part) => { part.open = false; });
});

// The script of htmx would copy the whole page before it changes the address; a copy nobody comes back to.
document.addEventListener("htmx:afterSwap", (event) => {
  const path = event.detail.pathInfo?.responsePath;
  if (event.detail.boosted && path && path !== location.pathname + location.search) history.replaceState(null, "", path);
});

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
