/** A channel as a picture, one pixel a number, made once; lanes stretch a part of it over their canvas. */

import { shade } from "../core/colour.js";

/** @typedef {import("../state/types.js").Matrix} Matrix */
/** @typedef {import("../state/columns.js").Run} Run */
/** @typedef {{ image: HTMLCanvasElement, columns: number, rows: number }} Picture */

const STOPS = 256;

/**
 * @param {Matrix} matrix
 * @param {readonly Run[]} rows units of each row of the picture
 * @param {{ ramp: import("../core/colour.js").Ramps, hue: "f" | "i" | "o" | null, end: number }} colours
 * @returns {Picture}
 */
export function drawPicture(matrix, rows, colours) {
  const columns = matrix.shape[0] ?? 0;
  const image = document.createElement("canvas");
  image.width = Math.max(1, columns);
  image.height = Math.max(1, rows.length);
  const context = /** @type {CanvasRenderingContext2D} */ (image.getContext("2d"));
  const pixels = context.createImageData(image.width, image.height);
  const words = new Uint32Array(pixels.data.buffer);
  const table = colourTable(colours);
  for (let step = 0; step < columns; step++) {
    for (const [row, run] of rows.entries()) {
      words[row * columns + step] = table(strongest(matrix, step, run));
    }
  }
  context.putImageData(pixels, 0, 0);
  return { image, columns, rows: rows.length };
}

/**
 * The value of the largest magnitude among the units of a row.
 *
 * @param {Matrix} matrix
 * @param {number} step
 * @param {Run} run
 */
export function strongest(matrix, step, { start, stop }) {
  const offset = step * (matrix.shape[1] ?? 0);
  let value = matrix.data[offset + start] ?? 0;
  for (let unit = start + 1; unit < stop; unit++) {
    const other = matrix.data[offset + unit] ?? 0;
    if (Math.abs(other) > Math.abs(value)) value = other;
  }
  return value;
}

/**
 * Value to pixel, through a table of the ramp.
 *
 * @param {{ ramp: import("../core/colour.js").Ramps, hue: "f" | "i" | "o" | null, end: number }} colours
 */
function colourTable({ ramp, hue, end }) {
  const low = hue ? 0 : -end;
  const table = new Uint32Array(STOPS + 1);
  for (let k = 0; k <= STOPS; k++) {
    const [r, g, b] = shade(ramp, hue, low + (k / STOPS) * (end - low), end);
    table[k] = 0xff000000 | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r);
  }
  const scale = STOPS / (end - low);
  /** @param {number} value */
  return (value) => table[Math.min(STOPS, Math.max(0, Math.round((value - low) * scale)))] ?? 0;
}

/**
 * Stretch some columns of a picture over a canvas, with hairlines between cells where there is room.
 *
 * @param {HTMLCanvasElement} canvas its width and height are device pixels
 * @param {Picture} picture
 * @param {Run} run columns shown
 * @param {string} gap colour of the hairlines
 * @param {number} ratio device pixels in a CSS pixel
 */
export function stretch(canvas, picture, run, gap, ratio) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const { width, height } = canvas;
  const count = run.stop - run.start;
  context.imageSmoothingEnabled = false;
  context.clearRect(0, 0, width, height);
  context.drawImage(picture.image, run.start, 0, count, picture.rows, 0, 0, width, height);
  context.fillStyle = gap;
  const line = Math.max(1, Math.round(ratio));
  if (width / count >= 8 * ratio) {
    for (let k = 1; k < count; k++) context.fillRect(Math.round((k * width) / count), 0, line, height);
  }
  if (height / picture.rows >= 5 * ratio) {
    for (let k = 1; k < picture.rows; k++)
      context.fillRect(0, Math.round((k * height) / picture.rows), width, line);
  }
}
