// What all pages share: components, and telling keyboards and screen readers what a replaced part of the page says.
import { initAll } from "/static/vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

function announce() {
  const words = [...document.querySelectorAll("#page [data-announce]")].map((part) => part.textContent.trim());
  const live = document.getElementById("live");
  live.textContent = "";
  // An empty region first, so that the same sentence twice is read twice.
  setTimeout(() => { live.textContent = words.join(" ").replace(/\s+/g, " "); }, 50);
}

function takeFocus() {
  const heading = document.querySelector("#page [data-focus]") || document.querySelector("#page h1");
  if (!heading) return;
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

// What somebody chose or typed stays on the page when it cannot be stored.
function tell(words) {
  const main = document.getElementById("main-content");
  main.querySelector("[data-kept]")?.remove();
  const notice = document.createElement("div");
  notice.className = "v-notice v-notice--problem";
  notice.dataset.kept = "";
  const line = document.createElement("p");
  line.textContent = words;
  notice.append(line);
  main.prepend(notice);
  window.scrollTo(0, 0);
  document.getElementById("live").textContent = words;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 401) return;
  event.detail.shouldSwap = false;
  tell("You are signed out, so nothing was stored. What you chose is still on this page: sign in again in another tab with a further link, then send it again here.");
});
document.addEventListener("htmx:sendError", () => {
  tell("The pages do not answer, so nothing was stored. What you chose is still on this page. See whether the pages still run, then send it again.");
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target && event.detail.target.id !== "page" && !event.detail.boosted) return;
  takeFocus();
  announce();
});
announce();
