/** Figure 1: the whole cell, part by part; a switch leaves of it what a plain RNN has. */

import { plainTour, tour } from "../cells/lstm_tour.js";
import { cellDrawing } from "../drawing/cell_drawing.js";
import { PLAIN, traceOf, weightsOf } from "./numbers.js";

/** @type {NonNullable<import("./script.js").FigureScript["cellOf"]>} */
const cellOf = ({ edits }) => (edits.variants.includes(PLAIN) ? plainTour : tour);

/** @type {import("./script.js").FigureScript} */
export const structure = {
  id: "1",
  chapter: "control-flow",
  operations: tour.operations,
  channels: tour.channels,
  cellOf,
  drawing: (t) => cellDrawing(cellOf, t),
  datasets: ["worked", "review"],
  trace: traceOf,
  weights: weightsOf,
  start: { step: 0, operation: 0, u: 1, unit: 1, channel: "cell_state" },
  controls: [
    { kind: "variant", id: PLAIN },
    { kind: "part", id: "part" },
  ],
  keyFrames: [0, 1, 3, 4, 5].map((operation) => ({ operation, u: 1, whole: operation === 0 })),
  still: 0,
  explore: "arrive",
};
