/** The figures of the article by their number: one line each. */

import { cellState } from "./cell_state.js";
import { forgetGate } from "./forget_gate.js";
import { inputGate } from "./input_gate.js";
import { outputGate } from "./output_gate.js";

/** @type {Readonly<Record<string, import("./script.js").FigureScript>>} */
export const FIGURES = Object.freeze({
  4: forgetGate,
  5: inputGate,
  6: cellState,
  7: outputGate,
});
