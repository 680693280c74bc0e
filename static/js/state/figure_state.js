/** The state of one figure of the article. */

import { NO_EDITS } from "./edits.js";
import { NO_OWN } from "./own.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {Pick<State, "step" | "operation" | "u" | "unit" | "channel" | "model">} Start */

/**
 * @param {object} given
 * @param {Pick<State, "language" | "theme" | "scheme">} given.surroundings
 * @param {string} given.dataset whose numbers these are
 * @param {Start} given.start
 * @param {Pick<State, "trace" | "weights">} given.computed
 * @returns {State}
 */
export function figureState({ surroundings, dataset, start, computed }) {
  return {
    stack: null,
    sequence: { kind: "values", value: "" },
    layer: 0,
    direction: "forward",
    panel: null,
    overview: "lanes",
    speed: 1,
    loop: false,
    stopAtGate: true,
    playing: false,
    resting: true,
    probes: [0, 1, 2],
    hover: null,
    truth: null,
    drawn: null,
    status: { kind: "ready" },
    edits: NO_EDITS,
    part: null,
    own: NO_OWN,
    ...surroundings,
    dataset,
    ...start,
    ...computed,
  };
}
