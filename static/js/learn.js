/** The article: its figures come to life one by one, as the reader nears them. */

import { byId } from "./core/dom.js";
import { FIGURES } from "./figures/index.js";
import { createTranslate } from "./i18n/translate.js";
import { bringExhibits } from "./pages/exhibits.js";
import { dressHead } from "./pages/head.js";
import { land } from "./pages/landing.js";
import { createLiving } from "./pages/living.js";
import { createPlaces } from "./pages/places.js";
import { printAsStrips } from "./pages/print.js";
import { createSurroundings } from "./pages/surroundings.js";
import { readPlaces } from "./state/figure_link.js";
import * as ask from "./views/ask.js";

const boot = /** @type {import("./pages/boot.js").PageBoot} */ (
  JSON.parse(byId("boot", HTMLElement).textContent ?? "")
);
const surroundings = createSurroundings(boot.language);
const t = createTranslate(boot.words, () => boot.language);
const page = { boot, surroundings, t, target: null, goTo };
/** @param {() => void} run @param {number} ms */
const delay = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
const places = createPlaces({
  location,
  write: (hash) => history.replaceState(null, "", `#${hash}`),
  delay,
});
const elements = [...document.querySelectorAll("figure[data-figure]")];
const figures = elements.flatMap((element) => {
  if (!(element instanceof HTMLElement)) return [];
  const script = FIGURES[element.dataset.figure ?? ""];
  return script ? [createLiving(element, script, page, places)] : [];
});

dressHead(document.querySelector(".page-language"), surroundings, t, places.hash);
printAsStrips(figures);
bringExhibits(elements, page);
for (const element of document.querySelectorAll(".ask")) {
  if (element instanceof HTMLElement) ask.mount(element, { t });
}
arrive();
addEventListener("hashchange", ({ newURL }) => {
  // What was asked for: the address may have been written since.
  const { hash } = new URL(newURL);
  const moments = places.follow(hash);
  landAt(hash);
  for (const { script, bring } of figures) {
    const moment = moments.get(script.id);
    if (moment) bring().follow(moment);
  }
});

/** @param {number} figure */
function goTo(figure) {
  const wanted = figures.find(({ script }) => script.id === String(figure));
  if (!wanted) return null;
  return () => {
    land(wanted.element, delay);
    wanted.bring().focus();
  };
}

/** A link names a place in the text, or a figure; a page that is loaded again stays where it was. */
function arrive() {
  const [entry] = performance.getEntriesByType("navigation");
  if (entry instanceof PerformanceNavigationTiming && entry.type !== "navigate") return;
  landAt(location.hash);
}

/** @param {string} hash */
function landAt(hash) {
  const { anchor, moments } = readPlaces(hash);
  const [first] = moments.keys();
  const place = document.getElementById(anchor ?? `figure-${first}`);
  if (place) land(place, delay);
}
