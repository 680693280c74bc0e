/** The numbers of each vector on the stage, read from a trace or computed from it. */

import { symmetricEnd } from "../core/scale.js";
import { scaleEnd, stepBefore, valueAt } from "../state/selectors.js";
import { rowOf } from "../state/trace.js";

/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */

/**
 * @typedef {object} VectorSpec
 * @property {string} symbol
 * @property {string} below its subscript
 * @property {string} channel whose arithmetic explains a number of it
 * @property {boolean} [before] of the step before
 * @property {"f" | "i" | "o" | null} [hue]
 * @property {string} [read] channel its numbers are read from
 * @property {readonly [string, string]} [product] or the two channels whose product it is; "*before" of a name
 *   means the step before, "*rest" what is missing to 1
 * @property {import("../state/formulas.js").Squash} [squash] what those numbers go through
 * @property {readonly string[]} [parts] or the vectors it is made of, one behind the other
 * @property {string} [scale] channel whose scale it shares
 */

/**
 * @typedef {object} Vector
 * @property {readonly number[]} values
 * @property {number} end where its signed scale ends
 * @property {"f" | "i" | "o" | null} hue
 * @property {readonly number[]} seams where its parts meet
 */

/**
 * @param {Readonly<Record<string, VectorSpec>>} specs
 * @param {string} name
 * @param {LayerTrace} layer
 * @param {number} step
 * @returns {Vector | null} null where the trace does not hold its numbers
 */
export function vectorOf(specs, name, layer, step) {
  const spec = specs[name];
  if (!spec) throw new RangeError(`no vector ${name} in this cell`);
  if (spec.parts) return joined(spec.parts.map((part) => vectorOf(specs, part, layer, step)));
  const values = numbers(spec, layer, step);
  return values && { values, end: endOf(spec, layer), hue: spec.hue ?? null, seams: [] };
}

/**
 * @param {readonly (Vector | null)[]} parts
 * @returns {Vector | null}
 */
function joined(parts) {
  const present = parts.filter((part) => part !== null);
  if (present.length < parts.length) return null;
  /** @type {number[]} */
  const seams = [];
  for (const part of present.slice(0, -1)) seams.push((seams.at(-1) ?? 0) + part.values.length);
  // Each part keeps its own scale: the numbers are brought to a common one.
  const values = present.flatMap((part) => part.values.map((value) => value / part.end));
  return { values, end: 1, hue: null, seams };
}

/**
 * @param {VectorSpec} spec
 * @param {LayerTrace} layer
 * @param {number} step
 * @returns {number[] | null}
 */
function numbers(spec, layer, step) {
  const at = spec.before ? stepBefore(layer, step) : step;
  if (spec.product) {
    const [left, right] = spec.product.map((name) => {
      const [channel = "", how] = name.split("*");
      const values = column(layer, channel, how === "before" ? stepBefore(layer, step) : step);
      return how === "rest" ? (values?.map((value) => 1 - value) ?? null) : values;
    });
    return left && right ? left.map((value, k) => value * (right[k] ?? 0)) : null;
  }
  const read = column(layer, spec.read ?? spec.channel, at);
  return spec.squash ? (read?.map(spec.squash.at) ?? null) : read;
}

/**
 * @param {LayerTrace} layer
 * @param {string} channel
 * @param {number} step
 * @returns {number[] | null}
 */
function column(layer, channel, step) {
  const matrix = layer.channels[channel];
  const [steps = 0, width] = matrix?.shape ?? [];
  if (!matrix || width === undefined) return null;
  if (step >= 0 && step < steps) return Array.from(rowOf(matrix, step));
  return Array.from({ length: width }, (_, unit) => valueAt(layer, channel, step, unit));
}

/** @type {WeakMap<object, number>} */
const ends = new WeakMap();

/**
 * @param {VectorSpec} spec
 * @param {LayerTrace} layer
 */
function endOf(spec, layer) {
  const name = spec.scale ?? spec.read ?? spec.channel;
  if (name !== "input" && !name.endsWith("_preactivation")) return scaleEnd(layer, name);
  const matrix = layer.channels[name];
  if (!matrix) return 1;
  const known = ends.get(matrix) ?? symmetricEnd(matrix.data);
  ends.set(matrix, known);
  return known;
}

/**
 * Operators that draw another function than the sigmoid or tanh they are laid out with.
 *
 * @param {import("./lstm_layout.js").Layout} layout
 * @param {readonly string[]} ids
 * @param {import("./activations.js").Activation} curve
 * @returns {Record<string, import("./lstm_layout.js").Operator>} none where it is that one
 */
export function curveOf({ operators }, ids, curve) {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const operator = operators[id];
      return operator && operator.glyph !== curve.name ? [[id, { ...operator, curve }]] : [];
    }),
  );
}
