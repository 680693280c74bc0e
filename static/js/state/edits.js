/** What a reader changes in a network to see what follows: weights, and values held against what it computes. */

/**
 * @typedef {object} WeightEdit
 * @property {string} gate
 * @property {"W_x" | "W_h" | "b"} part
 * @property {number} unit row
 * @property {number} index column, 0 for a bias
 * @property {number} value
 *
 * @typedef {object} Override
 * @property {string} channel
 * @property {number | null} unit null: every unit
 * @property {"set" | "negate"} kind
 * @property {number} value what it is set to, from the first step to the last
 *
 * @typedef {object} Edits
 * @property {readonly WeightEdit[]} weights
 * @property {readonly Override[]} overrides
 * @property {readonly string[]} variants other ways to draw or to compute the figure, such as "plain_rnn"
 */

/** @type {Readonly<Edits>} */
export const NO_EDITS = Object.freeze({
  weights: Object.freeze([]),
  overrides: Object.freeze([]),
  variants: Object.freeze([]),
});

/**
 * The overrides with one number set, in the place of what was said of it before.
 *
 * @param {readonly Override[]} overrides
 * @param {{ channel: string, unit: number, value: number }} set
 * @returns {Override[]}
 */
export function withValue(overrides, { channel, unit, value }) {
  const others = overrides.filter((one) => one.channel !== channel || one.unit !== unit);
  return [...others, { channel, unit, kind: "set", value }];
}

/**
 * Whether these overrides, and no others of their channels, hold.
 *
 * @param {readonly Override[]} overrides
 * @param {readonly Override[]} wanted
 */
export function holdsAll(overrides, wanted) {
  const channels = wanted.map(({ channel }) => channel);
  const mine = overrides.filter(({ channel }) => channels.includes(channel));
  return (
    mine.length === wanted.length && wanted.every((one) => mine.some((other) => sameOverride(one, other)))
  );
}

/**
 * These overrides on, in the place of all others of their channels; off where they were on.
 *
 * @param {readonly Override[]} overrides
 * @param {readonly Override[]} wanted
 * @returns {Override[]}
 */
export function toggled(overrides, wanted) {
  const channels = wanted.map(({ channel }) => channel);
  const others = overrides.filter(({ channel }) => !channels.includes(channel));
  return holdsAll(overrides, wanted) ? others : [...others, ...wanted];
}

/**
 * Whether the sign of a number is flipped.
 *
 * @param {readonly Override[]} overrides
 * @param {string} channel
 * @param {number} unit
 */
export function isNegated(overrides, channel, unit) {
  return overrides.some((one) => one.channel === channel && one.unit === unit && one.kind === "negate");
}

/**
 * @param {readonly Override[]} overrides
 * @param {string} channel
 * @param {number} unit
 * @returns {Override[]} with the sign of one number flipped, or flipped back
 */
export function negated(overrides, channel, unit) {
  const others = overrides.filter(
    (one) => one.channel !== channel || one.unit !== unit || one.kind !== "negate",
  );
  return others.length < overrides.length ? others : [...others, { channel, unit, kind: "negate", value: 0 }];
}

/**
 * @param {readonly WeightEdit[]} weights
 * @param {WeightEdit} edit
 * @param {number} was the weight before any edit
 * @returns {WeightEdit[]} with this weight as edited; one that is as it was is no edit
 */
export function withWeight(weights, edit, was) {
  const others = weights.filter((one) => !sameWeight(one, edit));
  return edit.value === was ? others : [...others, edit];
}

/** @param {Omit<WeightEdit, "value">} a @param {Omit<WeightEdit, "value">} b */
export function sameWeight(a, b) {
  return a.gate === b.gate && a.part === b.part && a.unit === b.unit && a.index === b.index;
}

/** @param {Override} a @param {Override} b */
function sameOverride(a, b) {
  return a.channel === b.channel && a.unit === b.unit && a.kind === b.kind && a.value === b.value;
}

/** Whether the reader changed anything. @param {Edits} edits */
export function isEdited({ weights, overrides, variants }) {
  return weights.length + overrides.length + variants.length > 0;
}
