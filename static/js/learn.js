/** The article: its figures come to life one by one, as the reader nears them. */

import { byId } from "./core/dom.js";
import { FIGURES } from "./figures/index.js";
import { createTranslate } from "./i18n/translate.js";
import { whenNear, whenSeen } from "./pages/arrival.js";
import { mountFigure } from "./pages/figure.js";
import { createSurroundings } from "./pages/surroundings.js";

const boot = /** @type {import("./pages/boot.js").PageBoot} */ (
  JSON.parse(byId("boot", HTMLElement).textContent ?? "")
);
const surroundings = createSurroundings(boot.language);
const t = createTranslate(boot.words, () => boot.language);

for (const element of document.querySelectorAll("figure[data-figure]")) {
  const script = FIGURES[/** @type {HTMLElement} */ (element).dataset.figure ?? ""];
  if (!script) continue;
  whenNear(element, () => {
    const figure = mountFigure(/** @type {HTMLElement} */ (element), script, boot, surroundings, t);
    whenSeen(figure.stage, figure.playOnce);
  });
}
