/** The article: its figures come to life one by one, as the reader nears them. */

import { byId } from "./core/dom.js";
import { FIGURES } from "./figures/index.js";
import { createTranslate } from "./i18n/translate.js";
import { whenNear, whenSeen } from "./pages/arrival.js";
import { mountFigure } from "./pages/figure.js";
import { dressHead } from "./pages/head.js";
import { createPlaces } from "./pages/places.js";
import { createSurroundings } from "./pages/surroundings.js";
import { readPlaces } from "./state/figure_link.js";

const boot = /** @type {import("./pages/boot.js").PageBoot} */ (
  JSON.parse(byId("boot", HTMLElement).textContent ?? "")
);
const surroundings = createSurroundings(boot.language);
const t = createTranslate(boot.words, () => boot.language);
const page = { boot, surroundings, t, target: null };
const places = createPlaces({
  location,
  write: (hash) => history.replaceState(null, "", `#${hash}`),
  delay: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});
/** @type {ReadonlyMap<string, { bring: () => import("./pages/figure.js").Figure }>} */
const figures = new Map(
  [...document.querySelectorAll("figure[data-figure]")].flatMap((element) => {
    if (!(element instanceof HTMLElement)) return [];
    const id = element.dataset.figure ?? "";
    const script = FIGURES[id];
    return script ? [[id, createLazy(element, script)]] : [];
  }),
);

dressHead(document.querySelector(".page-language"), surroundings, t, places.hash);
addEventListener("hashchange", () => {
  for (const [id, moment] of places.follow(location.hash)) figures.get(id)?.bring().follow(moment);
});
arrive();

/**
 * A figure that is made when it is near, or asked for.
 *
 * @param {HTMLElement} element
 * @param {import("./figures/script.js").FigureScript} script
 */
function createLazy(element, script) {
  /** @type {import("./pages/figure.js").Figure | null} */
  let made = null;
  const bring = () => {
    if (made) return made;
    const figure = mountFigure(element, script, page);
    made = figure;
    const moment = places.of(script.id);
    if (moment) figure.follow(moment);
    else whenSeen(figure.stage, figure.playOnce);
    follow(element, script.id, figure);
    return figure;
  };
  whenNear(element, bring);
  return { bring };
}

/**
 * What a reader moves goes into the address; what moves by itself does not.
 *
 * @param {HTMLElement} element
 * @param {string} id
 * @param {import("./pages/figure.js").Figure} figure
 */
function follow(element, id, figure) {
  let touched = false;
  for (const event of ["pointerdown", "keydown"]) {
    element.addEventListener(event, () => {
      touched = true;
    });
  }
  figure.context.store.subscribe((state) => {
    if (touched && state.resting) places.put(id, figure.moment());
  });
}

/** A link names a place in the text, or a figure; a page that is loaded again stays where it was. */
function arrive() {
  const [entry] = performance.getEntriesByType("navigation");
  if (entry instanceof PerformanceNavigationTiming && entry.type !== "navigate") return;
  const { anchor, moments } = readPlaces(location.hash);
  const [first] = moments.keys();
  const goal = anchor ?? (first === undefined ? null : `figure-${first}`);
  if (goal && moments.size > 0) document.getElementById(goal)?.scrollIntoView();
}
