/** A figure of the page before and after it has come to life. */

import { whenNear, whenSeen } from "./arrival.js";
import { mountFigure } from "./figure.js";
import { firstState, numbersOf } from "./numbers.js";

/** @typedef {import("./figure.js").Figure} Figure */

/**
 * @typedef {object} Living
 * @property {HTMLElement} element
 * @property {import("../figures/script.js").FigureScript} script
 * @property {() => Figure} bring to life, now
 * @property {() => { state: import("../state/types.js").State, drawing: import("../drawing/drawing.js").Drawing }} shown
 */

/**
 * A figure that is made when it is near the window, or asked for.
 *
 * @param {HTMLElement} element
 * @param {import("../figures/script.js").FigureScript} script
 * @param {import("./figure.js").Page} page
 * @param {ReturnType<typeof import("./places.js").createPlaces>} places
 * @returns {Living}
 */
export function createLiving(element, script, page, places) {
  /** @type {Figure | null} */
  let made = null;
  const bring = () => {
    if (made) return made;
    const figure = mountFigure(element, script, page);
    made = figure;
    const moment = places.of(script.id);
    if (moment) figure.follow(moment);
    else whenSeen(figure.stage, figure.playOnce);
    writeWhenTouched(element, figure, (text) => places.put(script.id, text));
    return figure;
  };
  whenNear(element, bring);
  return {
    element,
    script,
    bring,
    shown() {
      if (!made && !places.of(script.id)) {
        const state = firstState(numbersOf(script, page.boot), page.surroundings.get());
        return { state, drawing: script.drawing(page.t) };
      }
      const { store, drawing } = bring().context;
      return { state: store.get(), drawing };
    },
  };
}

/**
 * What a reader moves goes into the address; what moves by itself does not.
 *
 * @param {HTMLElement} element
 * @param {Figure} figure
 * @param {(moment: string) => void} write
 */
function writeWhenTouched(element, figure, write) {
  let touched = false;
  const touch = () => {
    touched = true;
  };
  // Captured: the first key is heard here before it moves anything.
  for (const event of ["pointerdown", "keydown"]) element.addEventListener(event, touch, { capture: true });
  let last = figure.moment();
  figure.context.store.subscribe((state) => {
    if (!touched || !state.resting) return;
    const moment = figure.moment();
    if (moment !== last) write(moment);
    last = moment;
  });
}
