/** The film of a step: its operations one after the other, at their own pace, as the player would play them. */

import { PALETTE } from "../core/colour.js";
import { canFilm, recordFilm } from "../core/film.js";
import { standalone } from "../drawing/file.js";
import { advance } from "../player/timeline.js";

/** @typedef {import("../player/timeline.js").Score["operations"]} Operations */
/** @typedef {import("../state/types.js").State} State */

/** Pixels from left to right. */
const WIDTH = 1280;

/**
 * How long the operations take at speed 1, with their pauses, in ms.
 *
 * @param {Operations} operations
 */
export function filmLength(operations) {
  return operations.reduce((sum, { duration, pause }) => sum + duration + pause, 0);
}

/**
 * What is shown at a time of the film.
 *
 * @param {Operations} operations
 * @param {number} time in ms
 * @returns {{ operation: number, u: number }}
 */
export function momentOfFilm(operations, time) {
  const begin = { step: 0, operation: 0, u: 0, waited: 0 };
  const { moment } = advance({ operations, steps: 1, backward: false }, begin, time, () => false);
  return { operation: moment.operation, u: moment.u };
}

/**
 * @param {object} what
 * @param {import("../drawing/drawing.js").Drawing} what.drawing
 * @param {State} what.state the step and the unit shown, and whose numbers
 * @param {Operations} what.operations
 * @param {import("../state/actions.js").Watch} watch
 * @returns {Promise<Blob>} WebM
 */
export function filmStep({ drawing, state, operations }, watch) {
  const scene = drawing.sceneAt(state, false);
  if (!scene || !canFilm()) throw new DOMException("this browser records no film", "NotSupportedError");
  const { width, height } = scene.whole;
  return recordFilm({
    duration: filmLength(operations),
    // Encoders want even numbers.
    size: { width: WIDTH, height: 2 * Math.round((WIDTH * height) / width / 2) },
    ground: PALETTE[state.scheme].paper,
    frameAt: (time) =>
      standalone(drawing.sceneAt({ ...state, hover: null, ...momentOfFilm(operations, time) }, false)),
    ...watch,
  });
}
