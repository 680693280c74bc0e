/** The figures without a stage: which view shows which, and what of the page's data it gets. */

import { traceOf } from "../figures/numbers.js";
import { NO_EDITS } from "../state/edits.js";
import * as memory from "../views/memory.js";
import * as sequence from "../views/sequence.js";
import * as training from "../views/training.js";
import { whenNear } from "./arrival.js";

/** @typedef {import("./boot.js").PageBoot} PageBoot */
/** @typedef {import("../views/context.js").ExhibitContext<any>} ExhibitContext */

/**
 * @typedef {object} Exhibit
 * @property {(element: HTMLElement, context: ExhibitContext) => { destroy: () => void }} mount
 * @property {(boot: PageBoot) => object | null} dataOf null where this deployment has none
 */

/** @type {Readonly<Record<string, Exhibit>>} */
const EXHIBITS = Object.freeze({
  memory: { mount: memory.mount, dataOf: (boot) => boot.memory },
  training: { mount: training.mount, dataOf: (boot) => boot.training },
  sequence: { mount: sequence.mount, dataOf: sequenceOf },
});

/**
 * The trained network over its sentence, computed here as figures 4 to 7 are.
 *
 * @param {PageBoot} boot
 */
function sequenceOf({ datasets: { review } }) {
  if (!review?.text) return null;
  const where = { m: review.model.id, text: review.text };
  return {
    trace: traceOf(review, NO_EDITS),
    place: review.place,
    /** @param {number} step @param {number} unit */
    link: (step, unit) =>
      `/#${new URLSearchParams({ ...where, s: String(step), op: "handover", u: String(unit) })}`,
  };
}

/**
 * Every figure of this kind comes to life when it is near the window, and before the page is printed.
 *
 * @param {Iterable<Element>} elements the figures of the page
 * @param {import("./figure.js").Page} page
 */
export function bringExhibits(elements, { boot, surroundings, t, target }) {
  for (const element of elements) {
    if (!(element instanceof HTMLElement)) continue;
    const exhibit = EXHIBITS[element.dataset.figure ?? ""];
    const data = exhibit?.dataOf(boot);
    if (!exhibit || !data) continue;
    let made = false;
    const bring = () => {
      if (!made) exhibit.mount(element, { t, language: boot.language, surroundings, data, target });
      made = true;
    };
    whenNear(element, bring);
    addEventListener("beforeprint", bring);
  }
}
