/** Answers of `GET /models/{id}/weights`, and which of them to ask for. */

import { decodeArray } from "./trace.js";

/** @typedef {import("./types.js").WeightsData} WeightsData */
/** @typedef {import("./types.js").StackInfo} StackInfo */

/** Up to this many parameters a layer's weights come whole; above, the rows of one unit at a time. */
export const WHOLE_PARAMETERS = 20000;

/**
 * @param {any} answer
 * @returns {WeightsData}
 */
export function decodeWeights(answer) {
  const { layer, direction, gates, units } = answer;
  return Object.freeze({
    layer,
    direction,
    gates,
    units,
    W_x: nested(answer.W_x),
    W_h: nested(answer.W_h),
    b: nested(answer.b),
    W_p: answer.W_p ? nested(answer.W_p) : null,
    W_c: answer.W_c ? nested(answer.W_c) : null,
    b_h: answer.b_h ? nested(answer.b_h) : null,
  });
}

/**
 * Nested lists from nested lists or from an encoded array of two or three axes.
 *
 * @param {any} array
 * @returns {any}
 */
function nested(array) {
  if (Array.isArray(array)) return array;
  const { data, shape } = decodeArray(array);
  /** @type {(axis: number, start: number) => any} */
  const slice = (axis, start) => {
    const size = shape[axis] ?? 0;
    if (axis === shape.length - 1) return [...data.subarray(start, start + size)];
    const stride = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
    return Array.from({ length: size }, (_, k) => slice(axis + 1, start + k * stride));
  };
  return slice(0, 0);
}

/**
 * The rows of one unit's gate.
 *
 * @param {WeightsData | null} weights
 * @param {string} gate
 * @param {number} unit
 * @returns {{ W_x: readonly number[], W_h: readonly number[], b: number, b_h: number,
 *   W_c: readonly (number | undefined)[] | null } | null} null where they are not held
 */
export function gateRow(weights, gate, unit) {
  if (!weights) return null;
  const g = weights.gates.indexOf(gate);
  const k = weights.units.indexOf(unit);
  const W_x = weights.W_x[g]?.[k];
  const W_h = weights.W_h[g]?.[k];
  const b = weights.b[g]?.[k];
  if (!W_x || !W_h || b === undefined) return null;
  return { W_x, W_h, b, b_h: weights.b_h?.[k] ?? 0, W_c: weights.W_c?.map((row) => row[k]) ?? null };
}

/**
 * Whether what is held suffices to take this unit of this layer and direction apart.
 *
 * @param {WeightsData | null} weights
 * @param {number} layer
 * @param {string} direction
 * @param {number} unit
 */
export function holds(weights, layer, direction, unit) {
  return weights?.layer === layer && weights.direction === direction && weights.units.includes(unit);
}

/**
 * The units to ask weights of: null for all of them.
 *
 * @param {StackInfo} stack
 * @param {number} unit
 * @returns {number | null}
 */
export function unitToAsk(stack, unit) {
  const layers = stack.layers * (stack.bidirectional ? 2 : 1);
  return stack.parameters / layers <= WHOLE_PARAMETERS ? null : unit;
}
