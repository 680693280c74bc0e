/** The figures of the article by their number: one line each. */

import { cellState } from "./cell_state.js";
import { forgetGate } from "./forget_gate.js";
import { inputGate } from "./input_gate.js";
import { outputGate } from "./output_gate.js";
import { sigmoid } from "./sigmoid.js";
import { structure } from "./structure.js";
import { tanh } from "./tanh.js";

/** @type {Readonly<Record<string, import("./script.js").FigureScript>>} */
export const FIGURES = Object.freeze({
  1: structure,
  2: sigmoid,
  3: tanh,
  4: forgetGate,
  5: inputGate,
  6: cellState,
  7: outputGate,
});
