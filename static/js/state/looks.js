/** What there is to look at in a network: the example shown, the units that carry something. Pure. */

import { sequenceOf } from "./examples.js";
import { ALL_DRAWN } from "./selectors.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Card} Card */
/** @typedef {import("./types.js").LookAt} LookAt */
/** @typedef {import("./types.js").Example} Example */

/**
 * @param {Pick<State, "sequence">} state
 * @param {Example} example
 */
export function isShown({ sequence }, example) {
  const { kind, value } = sequenceOf(example);
  return kind === sequence.kind && value.trim() === sequence.value.trim();
}

/**
 * Whether this unit and channel are the ones chosen. Looks are told of the first layer.
 *
 * @param {Pick<State, "unit" | "channel" | "layer" | "direction">} state
 * @param {Pick<LookAt, "unit" | "channel">} look
 */
export function isLookedAt({ unit, channel, layer, direction }, look) {
  return unit === look.unit && channel === look.channel && layer === 0 && direction === "forward";
}

/**
 * Where all units are drawn, the probes as they are; else this unit and the next that carry something.
 *
 * @param {readonly number[]} probes
 * @param {readonly LookAt[]} looks
 * @param {LookAt} look
 * @param {number} count units there are
 * @returns {readonly number[]}
 */
export function probesAt(probes, looks, look, count) {
  if (count <= ALL_DRAWN) return probes;
  const wanted = new Set([look.unit, ...looks.map(({ unit }) => unit), ...probes]);
  return [...wanted].slice(0, 3).sort((a, b) => a - b);
}

/**
 * Whether training asked a unit for its quantity, or somebody looked afterwards which unit carries it.
 *
 * @param {Card} card
 * @param {LookAt} look
 * @returns {"guided" | "found" | null} null: the card does not tell
 */
export function originOf({ training }, { name }) {
  if (!training?.readings || name === undefined) return null;
  return name in training.readings ? "guided" : "found";
}

/**
 * What all have in common, or null.
 *
 * @template T
 * @param {readonly T[]} values
 * @returns {T | null}
 */
export function common(values) {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}
