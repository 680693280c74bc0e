/**
 * Long vectors as narrow columns of colour: a strip of up to 64 runs of units, each by its value of the
 * largest magnitude, and the joined column with its seam.
 */

import { hex, PALETTE, ramps, shade } from "../core/colour.js";
import { bins } from "../core/scale.js";
import { el } from "../core/svg.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../cells/vectors.js").Vector} Vector */

export const MOST_BINS = 64;
export const STRIP = Object.freeze({ width: 14, height: 96, gap: 4 });
const COMPACT = Object.freeze({ width: 24, cell: 10, height: 96 });

/**
 * @param {Vector} vector
 * @param {Theme} theme
 * @returns {(value: number) => import("../core/colour.js").Rgb}
 */
export function filler(vector, theme) {
  const ramp = ramps(theme);
  return (value) => shade(ramp, vector.hue, value, vector.end);
}

/**
 * @param {{ x: number, y: number, width: number, height: number }} box
 * @param {string} stroke
 * @param {number} width
 */
export const outline = (box, stroke, width) =>
  el("rect", {
    x: box.x - 1,
    y: box.y - 1,
    width: box.width + 2,
    height: box.height + 2,
    rx: 2,
    fill: "none",
    stroke,
    "stroke-width": width,
    "pointer-events": "none",
  });

/**
 * @param {Vector} vector
 * @param {ReturnType<typeof filler>} fill
 * @param {number} x
 * @param {Theme} theme
 * @returns {SvgNode[]}
 */
export function drawStrip({ values }, fill, x, theme) {
  const runs = bins(values.length, MOST_BINS);
  const height = STRIP.height / runs.length;
  const top = -STRIP.height / 2;
  const rows = runs.map(({ start, stop }, k) =>
    el("rect", {
      x,
      y: top + k * height,
      width: STRIP.width,
      height: height + 0.1,
      fill: hex(fill(largest(values, start, stop))),
    }),
  );
  return [
    ...rows,
    outline(
      { x: x + 1, y: top + 1, width: STRIP.width - 2, height: STRIP.height - 2 },
      PALETTE[theme].outline,
      1,
    ),
  ];
}

/**
 * The value of the largest magnitude in a run.
 *
 * @param {ArrayLike<number>} values
 * @param {number} start
 * @param {number} stop
 */
export function largest(values, start, stop) {
  let found = values[start] ?? 0;
  for (let k = start + 1; k < stop; k += 1) {
    const value = values[k] ?? 0;
    if (Math.abs(value) > Math.abs(found)) found = value;
  }
  return found;
}

/**
 * A joined vector, small, its seam visible.
 *
 * @param {Vector} vector
 * @param {Theme} theme
 */
export function drawCompact(vector, theme) {
  const { values, seams } = vector;
  const fill = filler(vector, theme);
  const runs = bins(values.length, MOST_BINS);
  const cell = Math.min(COMPACT.cell, COMPACT.height / runs.length);
  const height = cell * runs.length + 4;
  const stroke = runs.length <= 16 ? PALETTE[theme].outline : null;
  const nodes = runs.map(({ start, stop }, k) =>
    el("rect", {
      x: -COMPACT.width / 2,
      y: -height / 2 + k * cell + (start >= (seams[0] ?? 0) ? 4 : 0),
      width: COMPACT.width,
      height: cell,
      fill: hex(fill(largest(values, start, stop))),
      stroke,
      "stroke-width": stroke && 0.75,
    }),
  );
  const { ink } = PALETTE[theme];
  const [x, y] = [COMPACT.width / 2 + 4, height / 2 + 3];
  for (const side of [-1, 1]) {
    const d = `M${side * (x - 4)},${-y} H${side * x} V${y} H${side * (x - 4)}`;
    nodes.push(el("path", { d, fill: "none", stroke: ink, "stroke-width": 2 }));
  }
  return { nodes, width: COMPACT.width + 8, height: height + 6 };
}
