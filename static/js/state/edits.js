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
