/** The two curves of a cell, and what they make of a column of numbers: every number of figures 2 and 3. */

import { sigmoid } from "./activations.js";

/** @typedef {import("../state/types.js").TraceData} TraceData */
/** @typedef {import("../state/edits.js").Edits} Edits */

/**
 * @typedef {object} Curve
 * @property {"sigmoid" | "tanh"} name
 * @property {(x: number) => number} at
 * @property {number} low where it ends on the left
 * @property {number} high where it ends on the right
 * @property {number} flat beyond this magnitude it is within 2 % of its range from an end
 */

/** @type {Readonly<Record<"sigmoid" | "tanh", Readonly<Curve>>>} */
export const CURVES = Object.freeze({
  sigmoid: Object.freeze({
    name: "sigmoid",
    at: sigmoid,
    low: 0,
    high: 1,
    flat: Math.log(0.98 / 0.02),
  }),
  tanh: Object.freeze({ name: "tanh", at: Math.tanh, low: -1, high: 1, flat: Math.atanh(0.96) }),
});

/** The column that the article sends through its curves. */
export const COLUMN = Object.freeze([5, 0.1, -0.5]);
/** What waits behind each gate: the same number three times, so that only the gate makes the difference. */
const WAITING = 0.8;
/** How far the reader may push a number: the width of the plot. */
export const REACH = 6;
export const ROUNDS = 20;
const FACTOR = 3;

/**
 * The column, what the curve makes of it, and what the result does to a number waiting behind it. Overrides of
 * "value" change the column, those of "result" hold what comes out; of two for one unit the later holds.
 *
 * @param {Curve} curve
 * @param {Edits} edits
 * @returns {TraceData}
 */
export function columnTrace(curve, edits) {
  const value = edited("value", COLUMN, edits);
  const result = edited("result", value.map(curve.at), edits);
  const payload = value.map(() => WAITING);
  const zeros = () => new Float64Array(value.length);
  return Object.freeze({
    model: curve.name,
    digest: "",
    stack: "",
    cell: "",
    length: 1,
    start: 0,
    stop: 1,
    tokens: null,
    predictions: null,
    layers: Object.freeze([
      Object.freeze({
        index: 0,
        direction: /** @type {const} */ ("forward"),
        units: value.map((_, unit) => unit),
        initialState: { cell_state: zeros(), hidden_state: zeros() },
        channels: Object.freeze({
          value: row(value),
          result: row(result),
          payload: row(payload),
          product: row(result.map((share, unit) => share * (payload[unit] ?? 0))),
        }),
      }),
    ]),
  });
}

/** @param {readonly number[]} numbers */
const row = (numbers) => ({ data: Float64Array.from(numbers), shape: [1, numbers.length] });

/**
 * @param {string} channel
 * @param {readonly number[]} numbers
 * @param {Edits} edits
 * @returns {number[]}
 */
function edited(channel, numbers, { overrides }) {
  return numbers.map((number, unit) => {
    const mine = overrides.filter((one) => one.channel === channel && (one.unit ?? unit) === unit);
    return mine.reduce((now, { kind, value }) => (kind === "set" ? value : -now), number);
  });
}

/**
 * A number that goes round a loop: times three each round, squashed or not.
 *
 * @param {number} value
 * @param {Curve | null} curve null: nothing bounds it
 * @returns {number[]} from before the first round to after the last
 * @example repeated(0.1, null)[20] // 348678440.1
 */
export function repeated(value, curve) {
  const track = [value];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const next = FACTOR * (track[round - 1] ?? 0);
    track.push(curve ? curve.at(next) : next);
  }
  return track;
}
