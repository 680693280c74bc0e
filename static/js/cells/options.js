/** What the options of a stack make of its cell. */

import { activationOf } from "./activations.js";

/**
 * @typedef {object} Used what the options make of the cell
 * @property {import("./activations.js").Activation} gate
 * @property {import("./activations.js").Activation} candidate
 * @property {import("./activations.js").Activation} output what c goes through
 * @property {number | undefined} clip
 * @property {boolean} tied f = 1 - i
 */

/**
 * @param {Readonly<Record<string, unknown>>} options
 * @returns {Used}
 */
export function usedBy({ recurrent_activation, activation, output_activation, clip, input_forget }) {
  return {
    gate: activationOf(String(recurrent_activation ?? "sigmoid")),
    candidate: activationOf(String(activation ?? "tanh")),
    output: activationOf(String(output_activation ?? "tanh")),
    clip: typeof clip === "number" ? clip : undefined,
    tied: input_forget === true,
  };
}
