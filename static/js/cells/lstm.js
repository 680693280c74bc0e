/** The LSTM on the page: its channels, its vectors, its drawing. The operations and places are data beside. */

import { frame } from "./frame.js";
import { layout } from "./lstm_layout.js";
import { OPERATIONS } from "./lstm_operations.js";
import { vectorOf } from "./vectors.js";

/** @typedef {import("./vectors.js").VectorSpec} VectorSpec */
/** @typedef {import("./index.js").Cell} Cell */

/** @type {Readonly<Record<string, VectorSpec>>} */
const VECTORS = Object.freeze({
  c_prev: { symbol: "c", below: "t−1", channel: "cell_state", before: true },
  h_prev: { symbol: "h", below: "t−1", channel: "hidden_state", before: true },
  x: { symbol: "x", below: "t", channel: "input" },
  joined: { symbol: "[h; x]", below: "", channel: "input", parts: ["h_prev", "x"] },
  a_f: { symbol: "a", below: "f", channel: "forget_gate", read: "forget_gate_preactivation" },
  a_i: { symbol: "a", below: "i", channel: "input_gate", read: "input_gate_preactivation" },
  a_g: { symbol: "a", below: "g", channel: "candidate", read: "candidate_preactivation" },
  a_o: { symbol: "a", below: "o", channel: "output_gate", read: "output_gate_preactivation" },
  f: { symbol: "f", below: "t", channel: "forget_gate", hue: "f" },
  i: { symbol: "i", below: "t", channel: "input_gate", hue: "i" },
  g: { symbol: "g", below: "t", channel: "candidate" },
  o: { symbol: "o", below: "t", channel: "output_gate", hue: "o" },
  fc: {
    symbol: "f∗c",
    below: "",
    channel: "cell_state",
    product: ["forget_gate", "cell_state*before"],
    scale: "cell_state",
  },
  ig: {
    symbol: "i∗g",
    below: "",
    channel: "cell_state",
    product: ["input_gate", "candidate"],
    scale: "cell_state",
  },
  c: { symbol: "c", below: "t", channel: "cell_state" },
  tanh_c: { symbol: "tanh c", below: "", channel: "hidden_state", tanh: "cell_state", scale: "hidden_state" },
  h: { symbol: "h", below: "t", channel: "hidden_state" },
  y: { symbol: "y", below: "t", channel: "hidden_state" },
});

/** What a frame is made from. */
const SCRIPT = Object.freeze({
  operations: OPERATIONS,
  present: { c_prev: "c_prev", h_prev: "h_prev", x: "x" },
  passing: new Set(["a_f", "a_i", "a_g", "a_o", "y"]),
  ends: ["f", "i", "g", "o", "c", "h"],
});

/** @type {Readonly<Cell>} */
export const lstm = {
  name: "lstm",
  channels: Object.freeze([
    { name: "forget_gate", symbol: "f", range: "unit", hue: "f" },
    { name: "input_gate", symbol: "i", range: "unit", hue: "i" },
    { name: "candidate", symbol: "g", range: "signed", hue: null },
    { name: "output_gate", symbol: "o", range: "unit", hue: "o" },
    { name: "cell_state", symbol: "c", range: "free", hue: null },
    { name: "hidden_state", symbol: "h", range: "signed", hue: null },
  ]),
  operations: OPERATIONS,
  vectors: VECTORS,
  layout,
  frame: (shape, index, u) => frame(SCRIPT, layout(shape), index, u),
  vector: (name, layer, step) => vectorOf(VECTORS, name, layer, step),
};
