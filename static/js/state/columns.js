/** Which steps stand in the ribbon and the lanes, and how many share a column. Pure. */

import { bins, pageAround } from "../core/scale.js";
import { shownModel } from "./selectors.js";

/** @typedef {{ start: number, stop: number }} Run */

/** A column is at least this wide, in px. */
const LEAST = Object.freeze({ words: 50, characters: 22, token_ids: 44, values: 26 });

/**
 * @param {string} kind of input
 * @param {number} width of the plot in px
 */
export function capacity(kind, width) {
  const least = LEAST[/** @type {keyof typeof LEAST} */ (kind)] ?? LEAST.words;
  return Math.max(1, Math.floor(width / least));
}

/**
 * The page of steps around the current one: all of them where they fit.
 *
 * @param {{ length: number, step: number, kind: string, width: number }} shown
 * @returns {Run}
 */
export function visibleSteps({ length, step, kind, width }) {
  return pageAround(length, capacity(kind, width), step);
}

/**
 * The steps that ribbon, prediction and lanes show of a trace.
 *
 * @param {import("./types.js").Boot} boot
 * @param {import("./types.js").State} state
 * @param {number} width of the plot in px
 */
export function shownSteps(boot, state, width) {
  const kind = shownModel(boot, state)?.input.kind ?? "words";
  return visibleSteps({ length: state.trace?.length ?? 0, step: state.step, kind, width });
}

/**
 * The step under a place of the plot.
 *
 * @param {Run} run
 * @param {number} share of the width, from 0 to 1
 * @returns {number | null} null beside the plot
 */
export function stepUnder(run, share) {
  const step = run.start + Math.floor(share * (run.stop - run.start));
  return step >= run.start && step < run.stop ? step : null;
}

/**
 * Rows of a lane: one a unit, or bins of units where there are more than `most`.
 *
 * @param {number} units
 * @param {number} [most]
 * @returns {Run[]}
 */
export function laneRows(units, most = 64) {
  return bins(units, most);
}
