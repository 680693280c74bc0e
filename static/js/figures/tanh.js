/** Figure 3: the same column goes through tanh; beside it the sigmoid, and a loop with and without a bound. */

import { CURVES, columnTrace, REACH } from "../cells/curves.js";
import { curveDrawing } from "../drawing/curve_drawing.js";

const OPERATIONS = Object.freeze(
  [
    { id: "curve_slide", gate: "tanh", duration: 700, active: "slide", channel: "value" },
    { id: "curve_tanh", gate: "tanh", duration: 1800, active: "squash", channel: "result" },
    { id: "curve_compare", gate: "tanh", duration: 700, active: "overlay", channel: "result" },
    { id: "curve_repeat", gate: "loop", duration: 4000, active: "loop", channel: "value" },
  ].map((one) => Object.freeze({ ...one, figure: 3, pause: 300 })),
);

/** @type {readonly import("../cells/index.js").Channel[]} */
const CHANNELS = Object.freeze([
  { name: "value", symbol: "x", range: "free", hue: null },
  { name: "result", symbol: "tanh(x)", range: "signed", hue: null },
]);

/** @type {import("./script.js").FigureScript} */
export const tanh = {
  id: "3",
  chapter: "tanh",
  operations: OPERATIONS,
  channels: CHANNELS,
  drawing: (t) => curveDrawing(CURVES.tanh, OPERATIONS, t),
  datasets: [],
  trace: (_, edits) => columnTrace(CURVES.tanh, edits),
  weights: () => null,
  start: { step: 0, operation: 0, u: 0, unit: 1, channel: "value" },
  controls: [
    { kind: "value", id: "set_x", channel: "value", min: -REACH, max: REACH },
    { kind: "variant", id: "overlay" },
  ],
  keyFrames: [
    { operation: 1, u: 1 },
    { operation: 2, u: 1 },
    { operation: 3, u: 1 },
  ],
  explore: "squash_g",
};
