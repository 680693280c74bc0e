/** On a narrow screen: the window onto the part at work, and a small map that shows where it lies. */

import { inOut } from "../cells/frame.js";
import { PALETTE } from "../core/colour.js";
import { clamp, mix } from "../core/scale.js";
import { el } from "../core/svg.js";

/** @typedef {import("../cells/lstm_layout.js").Layout} Layout */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

const WHOLE = Object.freeze({ x: 18, y: 10, width: 930, height: 536 });
const WINDOW = Object.freeze({ width: 466, height: 488, y: 56 });

/**
 * The part of the layout to show. It slides from the operation before in the first fifth of an operation.
 *
 * @param {Layout} layout
 * @param {readonly { id: string }[]} operations
 * @param {number} index
 * @param {number} u
 * @param {boolean} narrow
 * @returns {Box}
 */
export function windowOf(layout, operations, index, u, narrow) {
  if (!narrow) return WHOLE;
  const crop = (/** @type {number} */ k) => layout.captions[operations[k]?.id ?? ""]?.crop ?? 0;
  const before = index > 0 ? crop(index - 1) : crop(index);
  const x = mix(before, crop(index), inOut(clamp(u * 5, 0, 1)));
  return { ...WINDOW, x: clamp(x, 0, layout.width - WINDOW.width) };
}

/**
 * The part of the layout around a place.
 *
 * @param {Layout} layout
 * @param {number} x
 * @returns {Box}
 */
export function windowAround(layout, x) {
  return { ...WINDOW, x: clamp(x - WINDOW.width / 2, 0, layout.width - WINDOW.width) };
}

/**
 * @param {Pick<Layout, "width" | "height" | "cell" | "wires">} layout
 * @param {Box} part
 * @param {import("../core/colour.js").Theme} theme
 */
export function drawMap({ width, height, cell, wires }, part, theme) {
  const { paper, mint, ink, plus, outline } = PALETTE[theme];
  const lines = Object.values(wires).map(({ points }) =>
    el("path", {
      d: points.map(([x, y], k) => `${k ? "L" : "M"}${x},${y}`).join(" "),
      fill: "none",
      stroke: ink,
      "stroke-width": 8,
    }),
  );
  return [
    el("rect", { width, height, fill: paper, stroke: outline, "stroke-width": 8, rx: 20 }),
    el("rect", { ...cell, rx: 22, fill: mint }),
    ...lines,
    el("rect", { ...part, fill: plus, "fill-opacity": 0.18, stroke: plus, "stroke-width": 14, rx: 16 }),
  ];
}
