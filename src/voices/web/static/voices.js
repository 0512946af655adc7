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

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target && event.detail.target.id !== "page" && !event.detail.boosted) return;
  takeFocus();
  announce();
});
announce();
