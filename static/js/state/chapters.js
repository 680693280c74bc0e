/** Which chapter of the article explains a channel, or the gate that an operation belongs to. */

/** @type {Readonly<Record<string, string>>} */
export const CHAPTERS = Object.freeze({
  forget_gate: "forget-gate",
  input_gate: "input-gate",
  candidate: "input-gate",
  cell_state: "cell-state",
  output_gate: "output-gate",
  hidden_state: "output-gate",
});
