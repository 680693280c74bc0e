/**
 * How a cell makes each of its channels, as data: what `arithmetic.js` takes a number apart with. Types only.
 *
 * @typedef {object} Squash a function that a sum goes through
 * @property {string} name as the API says it
 * @property {string} symbol
 * @property {(a: number) => number} at
 * @property {string} formula of a
 *
 * @typedef {object} Source a number of the same unit
 * @property {string} channel
 * @property {boolean} [before] of the step before
 * @property {boolean} [rest] what is missing to 1
 * @property {Squash} [squash] what it goes through first
 *
 * @typedef {{ kind: "inputs" }
 *   | { kind: "states", times?: string }
 *   | { kind: "peephole", row: number, of: Source }
 *   | { kind: "product", of: readonly [Source, Source] }
 *   | { kind: "copy", of: Source, sign: 1 | -1 }
 *   | { kind: "projected", of: readonly Source[] }} Part
 *   inputs: W_x times the input; states: W_h times the hidden state of before, each first times the channel `times`;
 *   peephole: row `row` of W_c times a state of this unit, nothing where the cell has no W_c; product: of two channels;
 *   copy: of a channel, with a sign; projected: W_p times the product of some channels, over all units
 *
 * @typedef {object} Formula
 * @property {readonly Part[]} parts
 * @property {string} [gate] whose row of weights is read
 * @property {"b" | "b_h" | number} [bias] of that row, or a number; left out: none
 * @property {number} [clip] the sum is kept from −clip to clip
 * @property {Squash} [squash]
 *
 * @typedef {Formula & { projected?: Formula }} ChannelFormula `projected`: where the layer is projected
 * @typedef {Readonly<Record<string, Readonly<ChannelFormula>>>} Formulas by channel
 */

export {};
