/** Figure 2: a column of numbers goes through the sigmoid, and what comes out decides how much passes. */

import { CURVES, columnTrace, REACH } from "../cells/curves.js";
import { curveDrawing } from "../drawing/curve_drawing.js";

const OPERATIONS = Object.freeze(
  [
    { id: "curve_slide", duration: 700, active: "slide", channel: "value" },
    { id: "curve_sigmoid", duration: 1800, active: "squash", channel: "result" },
    { id: "curve_multiply", duration: 1400, active: "gate", channel: "product" },
  ].map((one) => Object.freeze({ ...one, gate: "sigmoid", figure: 2, pause: 300 })),
);

/** @type {readonly import("../cells/index.js").Channel[]} */
const CHANNELS = Object.freeze([
  { name: "value", symbol: "x", range: "free", hue: null },
  { name: "result", symbol: "σ(x)", range: "unit", hue: null },
  { name: "product", symbol: "σ(x) × m", range: "signed", hue: null },
]);

/** @param {0 | 1} value */
const holdAt = (value) =>
  Object.freeze([{ channel: "result", unit: null, kind: /** @type {const} */ ("set"), value }]);

/** @type {import("./script.js").FigureScript} */
export const sigmoid = {
  id: "2",
  chapter: "sigmoid",
  operations: OPERATIONS,
  channels: CHANNELS,
  drawing: (t) => curveDrawing(CURVES.sigmoid, OPERATIONS, t),
  datasets: [],
  trace: (_, edits) => columnTrace(CURVES.sigmoid, edits),
  weights: () => null,
  start: { step: 0, operation: 0, u: 0, unit: 2, channel: "value" },
  controls: [
    { kind: "value", id: "set_x", channel: "value", min: -REACH, max: REACH },
    { kind: "toggle", id: "result_zero", channel: "result", overrides: holdAt(0) },
    { kind: "toggle", id: "result_one", channel: "result", overrides: holdAt(1) },
  ],
  keyFrames: [
    { operation: 0, u: 1 },
    { operation: 1, u: 1 },
    { operation: 2, u: 1 },
  ],
  explore: "squash_f",
};
