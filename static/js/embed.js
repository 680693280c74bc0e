/** One figure in the page of another site: it tells that page how high it is. */

import { byId } from "./core/dom.js";
import { FIGURES } from "./figures/index.js";
import { createTranslate } from "./i18n/translate.js";
import { bringExhibits } from "./pages/exhibits.js";
import { createLiving } from "./pages/living.js";
import { createPlaces } from "./pages/places.js";
import { printAsStrips } from "./pages/print.js";
import { createSurroundings } from "./pages/surroundings.js";

const boot = /** @type {import("./pages/boot.js").PageBoot} */ (
  JSON.parse(byId("boot", HTMLElement).textContent ?? "")
);
const [id = ""] = boot.figures;
const script = FIGURES[id];
const element = byId(`figure-${id}`, HTMLElement);
const surroundings = createSurroundings(boot.language);
const t = createTranslate(boot.words, () => boot.language);
// A frame's address is nobody's to read: the moment is taken from it, and not written back.
const places = createPlaces({ location, write: () => {}, delay: () => () => {} });

const page = { boot, surroundings, t, target: /** @type {const} */ ("_blank"), goTo: () => null };

bringExhibits([element], page);
if (script) {
  const living = createLiving(element, script, page, places);
  living.bring();
  printAsStrips([living]);
}
new ResizeObserver(tell).observe(document.body);

function tell() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ type: "gatescope:height", figure: id, height }, "*");
}
