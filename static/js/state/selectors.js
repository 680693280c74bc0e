/** What can be read from the state. Pure: no DOM, no time. */

import { symmetricEnd } from "../core/scale.js";
import { at } from "./trace.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Boot} Boot */
/** @typedef {import("./types.js").LayerTrace} LayerTrace */
/** @typedef {import("./types.js").TraceData} TraceData */

/**
 * The layer and direction shown.
 *
 * @param {Pick<State, "trace" | "layer" | "direction">} state
 * @returns {LayerTrace | null}
 */
export function shownLayer({ trace, layer, direction }) {
  return trace?.layers.find((one) => one.index === layer && one.direction === direction) ?? null;
}

/**
 * How many units a channel has: fewer hidden states than cell units where a layer is projected.
 *
 * @param {LayerTrace} layer
 * @param {string} channel
 */
export function unitCount(layer, channel) {
  return layer.channels[channel]?.shape[1] ?? 0;
}

/**
 * How many units a layer has: a hidden state that is projected has fewer.
 *
 * @param {Pick<LayerTrace, "units">} layer
 */
export function unitsOf({ units }) {
  return units.length;
}

/**
 * One number of the layer shown; `step` may be the one before the first: the initial state.
 *
 * @param {LayerTrace} layer
 * @param {string} channel
 * @param {number} step
 * @param {number} unit
 * @returns {number}
 */
export function valueAt(layer, channel, step, unit) {
  const matrix = layer.channels[channel];
  if (!matrix) return 0;
  const inside = step >= 0 && step < (matrix.shape[0] ?? 0);
  if (inside) return at(matrix, step, unit);
  return layer.initialState[channel]?.[unit] ?? 0;
}

/**
 * The step a layer computed before this one: the one to the left, or to the right when it reads backward.
 *
 * @param {LayerTrace} layer
 * @param {number} step
 */
export function stepBefore(layer, step) {
  return layer.direction === "backward" ? step + 1 : step - 1;
}

/** @type {WeakMap<object, number>} */
const ends = new WeakMap();

/**
 * Where the signed scale of a channel ends: 1; for the cell state, and for what leaves −1 to 1, its own largest
 * magnitude.
 *
 * @param {LayerTrace} layer
 * @param {string} channel
 * @returns {number}
 */
export function scaleEnd(layer, channel) {
  const matrix = layer.channels[channel];
  if (!matrix) return 1;
  const known = ends.get(matrix);
  if (known !== undefined) return known;
  const own = symmetricEnd(matrix.data);
  const end = channel === "cell_state" ? own : Math.max(1, own);
  ends.set(matrix, end);
  return end;
}

/**
 * What stands at a step: the token's text, or null where the sequence is numbers.
 *
 * @param {TraceData | null} trace
 * @param {number} step
 */
export function tokenAt(trace, step) {
  return trace?.tokens?.[step] ?? null;
}

/**
 * The network shown: one that a reader opened, else one of the bundled.
 *
 * @param {Boot} boot
 * @param {Pick<State, "model"> & Partial<Pick<State, "own">>} state
 */
export function shownModel(boot, { model, own }) {
  const mine = own?.models.find(({ id }) => id === model);
  return mine ?? boot.models.find(({ id, source }) => id === model && source !== "uploaded") ?? null;
}

/**
 * The stack shown: the one named, else the first.
 *
 * @param {Boot} boot
 * @param {Pick<State, "model" | "stack"> & Partial<Pick<State, "own">>} state
 */
export function shownStack(boot, state) {
  const stacks = shownModel(boot, state)?.stacks ?? [];
  return stacks.find((one) => one.name === state.stack) ?? stacks[0] ?? null;
}

/**
 * A step's prediction in one number from -1 to 1 for the ribbon: the score on its scale, a probability as it
 * is, or how sure the likeliest label is.
 *
 * @param {TraceData | null} trace
 * @param {number} step
 * @returns {number | null} null without a head
 */
export function leaning(trace, step) {
  const predictions = trace?.predictions;
  const row = predictions?.values[step];
  if (!predictions || !row) return null;
  if (predictions.kind === "softmax") return Math.max(...row);
  const value = row[0] ?? 0;
  if (predictions.kind === "sigmoid") return value;
  return value / predictionEnd(trace);
}

/**
 * Where the scale of a linear prediction ends.
 *
 * @param {TraceData} trace
 */
export function predictionEnd(trace) {
  return Math.max(1, symmetricEnd((trace.predictions?.values ?? []).flat()));
}

/**
 * Where in the whole sequence the picture stands, in operations: what the scrubber shows.
 *
 * @param {Pick<State, "step" | "operation" | "u">} state
 * @param {number} operations of one step
 */
export function position({ step, operation, u }, operations) {
  return step * operations + operation + u;
}

/** Up to this many units each have a cell of their own on the stage. */
export const ALL_DRAWN = 16;

/**
 * The units drawn large where not all fit: the chosen one is always among them.
 *
 * @param {readonly number[]} probes
 * @param {number} unit
 * @param {number} count
 * @returns {readonly number[]}
 */
export function probesWith(probes, unit, count) {
  if (count <= ALL_DRAWN) return probes;
  const kept = probes.filter((probe) => probe < count);
  if (kept.includes(unit)) return kept.length === probes.length ? probes : kept;
  return [...kept.slice(-2), unit].sort((a, b) => a - b);
}
