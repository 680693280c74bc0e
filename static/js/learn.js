/** The article: its figures come to life one by one, as the reader nears them. */

import { byId } from "./core/dom.js";
import { FIGURES } from "./figures/index.js";
import { createTranslate } from "./i18n/translate.js";
import { bringExhibits } from "./pages/exhibits.js";
import { dressHead } from "./pages/head.js";
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
const places = createPlaces({
  location,
  write: (hash) => history.replaceState(null, "", `#${hash}`),
  delay: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
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
addEventListener("hashchange", () => {
  const moments = places.follow(location.hash);
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
    wanted.element.scrollIntoView();
    wanted.bring().focus();
  };
}

/** A link names a place in the text, or a figure; a page that is loaded again stays where it was. */
function arrive() {
  const [entry] = performance.getEntriesByType("navigation");
  if (entry instanceof PerformanceNavigationTiming && entry.type !== "navigate") return;
  const { anchor, moments } = readPlaces(location.hash);
  const [first] = moments.keys();
  if (first === undefined) return;
  document.getElementById(anchor ?? `figure-${first}`)?.scrollIntoView();
}
