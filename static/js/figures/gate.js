/** What the figures of the four gates have in common: a segment of the LSTM, on a network that runs in the page. */

import { lstm } from "../cells/lstm.js";
import { segment } from "../cells/segment.js";
import { cellDrawing } from "../drawing/cell_drawing.js";
import { traceOf, weightsOf } from "./numbers.js";

/** @typedef {import("./script.js").FigureScript} FigureScript */

/**
 * @param {object} given
 * @param {number} given.figure
 * @param {string} given.chapter
 * @param {string} given.channel chosen at first
 * @param {FigureScript["controls"]} given.controls
 * @param {readonly string[]} given.keys operations whose ends are printed
 * @param {string} [given.still] the one of them that stands for the figure; the last one unless said otherwise
 * @param {Parameters<typeof segment>[2]} [given.look]
 * @returns {FigureScript}
 */
export function gateFigure({ figure, chapter, channel, controls, keys, still, look }) {
  const cell = segment(lstm, figure, look);
  const places = keys.map((key) => cell.operations.findIndex(({ id }) => id === key));
  return Object.freeze({
    id: String(figure),
    chapter,
    operations: cell.operations,
    channels: cell.channels,
    /** @type {FigureScript["drawing"]} */
    drawing: (t) => cellDrawing(() => cell, t, handleOf(controls)),
    datasets: ["worked", "review"],
    trace: traceOf,
    weights: weightsOf,
    start: { step: 0, operation: 0, u: 0, unit: 1, channel },
    controls,
    keyFrames: places.map((operation) => ({ operation, u: 1 })),
    still: still ? keys.indexOf(still) : keys.length - 1,
    explore: cell.operations[0]?.id ?? null,
  });
}

/**
 * What can be set by a number can be set by the hand.
 *
 * @param {FigureScript["controls"]} controls
 */
function handleOf(controls) {
  const { channel, min = 0, max = 1 } = controls.find(({ kind }) => kind === "value") ?? {};
  return channel ? { channel, min, max } : undefined;
}

/**
 * A channel of every unit held at a value.
 *
 * @param {string} channel
 * @param {number} value
 * @returns {import("../state/edits.js").Override}
 */
export const hold = (channel, value) => ({ channel, unit: null, kind: "set", value });
