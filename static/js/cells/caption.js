/**
 * What an operation does to one unit, in words. A key names the sentence ("op.squash_f.keep"), the numbers
 * are read from the same vectors that the stage draws.
 */

import { short, subscript, visible } from "../core/format.js";
import { clamp } from "../core/scale.js";
import { stepBefore } from "../state/selectors.js";
import { sigmoid } from "./activations.js";

/** @typedef {import("./index.js").Cell} Cell */
/** @typedef {import("../state/types.js").TraceData} TraceData */
/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */
/** @typedef {import("../i18n/translate.js").Translate} Translate */
/** @typedef {import("../state/edits.js").Override} Override */
/** @typedef {{ title: string, now: string, rule: string }} Caption */

/** A gate from here on is open, and below the other number shut. */
const OPEN = 0.8;
const SHUT = 0.2;

/**
 * @param {Cell} cell
 * @param {TraceData} trace
 * @param {LayerTrace} layer
 * @param {{ step: number, operation: number, unit: number, overrides?: readonly Override[] }} moment
 * @param {Translate} t
 * @returns {Caption}
 */
export function captionOf(cell, trace, layer, { step, operation, unit, overrides = [] }, t) {
  const { id = "", words = id } = cell.operations[operation] ?? {};
  const set = setBy(overrides, cell.operations[operation]?.channel, unit)
    ? madeBefore(cell, layer, id, step, unit)
    : null;
  const args = { ...argumentsOf(cell, trace, layer, step, unit), ...(set !== null && { made: short(set) }) };
  const now = cell.words ?? (set === null ? variant(cell, trace, layer, id, step, unit) : "set");
  return {
    title: t(cell.words ? `cell.${cell.words}` : `op.${words}.title`),
    now: t(`op.${words}.${now}`, args),
    rule: t(`op.${words}.${cell.words ? `${cell.words}_rule` : "rule"}`, args),
  };
}

/**
 * @param {Translate} t
 * @param {{ id: string, words?: string } | undefined} operation
 */
export function operationName(t, operation) {
  return t(`op.${operation?.words ?? operation?.id ?? ""}.title`);
}

/**
 * Every vector's number of this unit, by the vector's name, with what names it.
 *
 * @param {Cell} cell
 * @param {TraceData} trace
 * @param {LayerTrace} layer
 * @param {number} step
 * @param {number} unit
 * @returns {Record<string, string | number>}
 */
function argumentsOf(cell, trace, layer, step, unit) {
  /** @type {Record<string, string | number>} */
  const args = {
    unit: unit + 1,
    u: subscript(unit + 1),
    token: visible(trace.tokens?.[step]?.text ?? ""),
    before: visible(trace.tokens?.[stepBefore(layer, step)]?.text ?? ""),
    step: step + 1,
  };
  for (const name of Object.keys(cell.vectors)) {
    const values = cell.vector(name, layer, step)?.values;
    if (!values) continue;
    args[name] = short(values[clamp(unit, 0, values.length - 1)] ?? 0);
    args[`${name}_length`] = values.length;
  }
  return args;
}

/**
 * Whether the reader has set a number.
 *
 * @param {readonly Override[]} overrides
 * @param {string | null | undefined} channel
 * @param {number} unit
 */
function setBy(overrides, channel, unit) {
  return overrides.some((one) => one.channel === channel && (one.unit ?? unit) === unit);
}

/**
 * What a curve makes of its preactivation, whatever was put in the place of it.
 *
 * @param {Cell} cell
 * @param {LayerTrace} layer
 * @param {string} id of the operation
 * @param {number} step
 * @param {number} unit
 * @returns {number | null} null where the operation is no curve
 */
function madeBefore(cell, layer, id, step, unit) {
  const gate = /^squash_(\w)$/.exec(id)?.[1] ?? "";
  const sum = gate && cell.vector(`a_${gate}`, layer, step)?.values[unit];
  if (typeof sum !== "number") return null;
  return cell.vectors[gate]?.hue ? sigmoid(sum) : Math.tanh(sum);
}

/**
 * Which of an operation's sentences is true here.
 *
 * @param {Cell} cell
 * @param {TraceData} trace
 * @param {LayerTrace} layer
 * @param {string} id
 * @param {number} step
 * @param {number} unit
 */
function variant(cell, trace, layer, id, step, unit) {
  const before = stepBefore(layer, step);
  if (id === "arrive") {
    const inside = before >= 0 && before < trace.length;
    if (!inside && isEmpty(layer)) return trace.tokens ? "first" : "first_values";
    return trace.tokens && inside ? "next" : "next_values";
  }
  if (id === "handover" || id === "next") {
    const after = 2 * step - before;
    return after < 0 || after >= trace.length ? "last" : "next";
  }
  const gate = /^squash_(\w)$/.exec(id)?.[1];
  if (!gate) return "now";
  const value = cell.vector(gate, layer, step)?.values[unit] ?? 0;
  const { says } = cell.operations.find((one) => one.id === id) ?? {};
  if (says) return says(value);
  if (cell.vectors[gate]?.hue) return value >= OPEN ? "open" : value <= SHUT ? "shut" : "partly";
  return value < 0 ? "below" : "above";
}

/**
 * Whether nothing was remembered before the first step: a sequence may also go on from given states.
 *
 * @param {LayerTrace} layer
 */
function isEmpty({ initialState }) {
  return Object.values(initialState).every((state) => state.every((value) => value === 0));
}
