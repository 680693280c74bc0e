/** A sequence of single numbers as a curve: its scale, and what a hand that draws makes of it. Pure. */

import { clamp } from "../core/scale.js";
import { checkSequence } from "./sequence.js";

/** @typedef {import("./types.js").Sequence} Sequence */
/** @typedef {{ low: number, high: number, ticks: readonly number[], unit: number }} Range `unit`: the least a hand can set */
/** @typedef {{ step: number, value: number }} Point */

/** Steps of a curve that begins with nothing. */
const BEGIN = 24;
/** The axis is cut into at most so many parts. */
const PARTS = 4;

/**
 * The numbers that stand in the field; null where it holds something else.
 *
 * @param {Sequence} sequence
 * @param {{ steps: number, text: number }} limits
 * @returns {readonly number[] | null}
 */
export function seriesOf(sequence, limits) {
  if (sequence.kind !== "values") return null;
  if (sequence.value.trim() === "") return Array.from({ length: BEGIN }, () => 0);
  const { body } = checkSequence(sequence, 1, limits);
  return body && "values" in body ? body.values.map(([value = 0]) => value) : null;
}

/**
 * The numbers as text, on one line where they stood on one.
 *
 * @param {readonly number[]} values
 * @param {string} before
 */
export function seriesText(values, before) {
  const single = before.trim() !== "" && !/[\r\n]/.test(before.trim()) && values.length > 1;
  return values.join(single ? ", " : "\n");
}

/**
 * A scale with round ends that holds zero and all values.
 *
 * @param {Iterable<number>} values
 * @returns {Range}
 * @example rangeOf([5, 190.2]) // 0 to 200, ticks at 0, 50, 100, 150, 200; a hand sets whole numbers
 */
export function rangeOf(values) {
  let [least, most] = [0, 0];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  if (least === most) most = 1;
  const part = roundUp((most - least) / PARTS);
  const [first, last] = [Math.floor(least / part + 1e-9), Math.ceil(most / part - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => exact((first + k) * part));
  const unit = 10 ** (Math.floor(Math.log10((last - first) * part) + 1e-9) - 2);
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks, unit };
}

/** The next of 1, 2, 5, 10, 20, ... @param {number} value */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const times = [1, 2, 5].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return times * power;
}

/** Without the noise of the last binary place. @param {number} value */
const exact = (value) => Number(value.toPrecision(12));

/**
 * The nearest value that a hand can set, within the scale.
 *
 * @param {number} value
 * @param {Range} range
 */
export function snapped(value, { low, high, unit }) {
  return exact(Math.round(clamp(value, low, high) / unit) * unit) + 0;
}

/**
 * The curve after a stroke: a straight line from one point to another, steps and values.
 *
 * @param {readonly number[]} values
 * @param {Point} from
 * @param {Point} to
 * @param {Range} range
 * @returns {number[]}
 */
export function withStroke(values, from, to, range) {
  const drawn = [...values];
  const way = to.step - from.step;
  for (let k = Math.min(from.step, to.step); k <= Math.max(from.step, to.step); k++) {
    const share = way === 0 ? 1 : (k - from.step) / way;
    drawn[k] = snapped(from.value + share * (to.value - from.value), range);
  }
  return drawn;
}

/**
 * The curve with so many steps: cut at the end, or held at its last value.
 *
 * @param {readonly number[]} values
 * @param {number} count
 * @returns {number[]}
 */
export function withLength(values, count) {
  const last = values.at(-1) ?? 0;
  return Array.from({ length: count }, (_, k) => values[k] ?? last);
}

/**
 * How many steps differ between two curves, and the first and last of them.
 *
 * @param {readonly number[]} before
 * @param {readonly number[]} after of the same length
 * @returns {{ count: number, first: number, last: number } | null} null where none does
 */
export function changed(before, after) {
  const steps = after.flatMap((value, k) => (value === before[k] ? [] : k));
  const [first, last] = [steps[0], steps.at(-1)];
  return first === undefined || last === undefined ? null : { count: steps.length, first, last };
}
