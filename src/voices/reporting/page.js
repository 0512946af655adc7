"use strict";
(() => {
  const form = document.querySelector(".finder");
  if (!form) return;
  const words = document.getElementById("find-words");
  const who = document.getElementById("find-who");
  const side = document.getElementById("find-side");
  const found = form.querySelector(".found");
  const plain = (text) => text.toLocaleLowerCase("en-GB").normalize("NFKD").replace(/[\u0300-\u036f\u2018\u2019']/g, "");
  const quotes = [...document.querySelectorAll("main .quote")].map((figure) => ({
    figure,
    text: plain(figure.textContent),
    who: figure.dataset.who,
    side: figure.closest("section")?.className ?? "",
  }));
  const show = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    const filtered = wanted.length || who.value || side.value;
    let count = 0;
    for (const quote of quotes) {
      const stays = wanted.every((word) => quote.text.includes(word))
        && (!who.value || quote.who === who.value) && (!side.value || quote.side === side.value);
      quote.figure.hidden = !stays;
      count += stays;
    }
    for (const section of document.querySelectorAll(".columns > section")) {
      section.toggleAttribute("data-empty", Boolean(filtered) && !section.querySelector(".quote:not([hidden])"));
    }
    for (const columns of document.querySelectorAll(".columns")) {
      columns.toggleAttribute("data-empty", Boolean(filtered) && !columns.querySelector(".quote:not([hidden])"));
    }
    found.textContent = filtered ? `${count} of ${quotes.length} quotes shown` : `${quotes.length} quotes`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const field of [words, who, side]) field.addEventListener("input", show);
  form.hidden = false;
  show();
})();
