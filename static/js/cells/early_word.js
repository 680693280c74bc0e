/** How much of an early word is left: a network reads the same words twice, only the first one differs. */

import { NO_EDITS } from "../state/edits.js";
import { decodeWeights } from "../state/weights.js";
import { predict } from "./head.js";
import { computeLayer } from "./lstm_compute.js";
import { computeRnn } from "./rnn_compute.js";

/** @typedef {readonly number[]} Vector */

/**
 * @typedef {object} SmallNetwork one layer, forward, with its head
 * @property {string} cell "lstm" or "rnn"
 * @property {object} weights the answer of `GET /models/{id}/weights`, as it came
 * @property {import("./head.js").Head} head of one number
 * @property {number} units
 * @property {number} parameters
 */

/**
 * @typedef {object} EarlyWord
 * @property {readonly [Vector, Vector]} predictions of the two sequences, after each word
 * @property {Vector} left how far they are apart, as a share of how far apart they were after the first word
 */

const COMPUTE = Object.freeze({ lstm: computeLayer, rnn: computeRnn });

/**
 * @param {SmallNetwork} network
 * @param {readonly [Vector, Vector]} early
 * @param {readonly Vector[]} filler
 * @returns {EarlyWord}
 */
export function earlyWordLeft(network, early, filler) {
  const [one, other] = early.map((word) => predictionsOf(network, [word, ...filler]));
  const predictions = /** @type {const} */ ([one ?? [], other ?? []]);
  const apart = predictions[0].map((value, step) => Math.abs(value - (predictions[1][step] ?? 0)));
  const first = apart[0] ?? 0;
  return { predictions, left: apart.map((distance) => (first > 0 ? distance / first : 0)) };
}

/**
 * @param {SmallNetwork} network
 * @param {readonly Vector[]} inputs
 * @returns {number[]}
 */
function predictionsOf({ cell, weights: answer, head, units }, inputs) {
  const compute = COMPUTE[/** @type {keyof typeof COMPUTE} */ (cell)];
  if (!compute) throw new RangeError(`no cell "${cell}": one of ${Object.keys(COMPUTE).join(", ")}`);
  const zeros = { cell_state: new Float64Array(units), hidden_state: new Float64Array(units) };
  const layer = compute({ weights: decodeWeights(answer), inputs, initialState: zeros, edits: NO_EDITS });
  const hidden = layer.channels.hidden_state;
  return hidden ? (predict(head, hidden)?.values ?? []).map(([value = 0]) => value) : [];
}
