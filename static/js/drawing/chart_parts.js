/** What the small charts beside an operator are drawn with: a card, a bar that stands or hangs, numbers. */

import { hex, PALETTE, ramps } from "../core/colour.js";
import { el } from "../core/svg.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */

const SIZE = 15;

/**
 * @param {number} width
 * @param {number} height
 * @param {Theme} theme
 */
export const card = (width, height, theme) =>
  el("rect", {
    width,
    height,
    rx: 8,
    fill: PALETTE[theme].paper,
    stroke: PALETTE[theme].outline,
    "stroke-width": 1,
  });

/**
 * @typedef {object} Bar
 * @property {number} x its left edge
 * @property {number} width
 * @property {number} from value where it begins
 * @property {number} to value where it ends
 * @property {(value: number) => number} y the place of a value
 * @property {number} end where the signed scale ends
 * @property {boolean} [ghost] only an outline: what was there before
 */

/**
 * A bar between two values; its colour says whether it adds or takes away.
 *
 * @param {Bar} bar
 * @param {Theme} theme
 * @returns {SvgNode}
 */
export function drawBar({ x, width, from, to, y, end, ghost }, theme) {
  const [top, bottom] = [Math.min(y(from), y(to)), Math.max(y(from), y(to))];
  const { outline } = PALETTE[theme];
  return el("rect", {
    x,
    width,
    y: top,
    height: Math.max(bottom - top, 1),
    fill: ghost
      ? "none"
      : hex(ramps(theme).signed(Math.sign(to - from) * Math.max(Math.abs(to - from) / end, 0.35))),
    stroke: outline,
    "stroke-width": 1,
    "stroke-dasharray": ghost ? "3 3" : null,
  });
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 * @param {import("../core/svg.js").Attributes} [more]
 */
export const write = (text, x, y, theme, more = {}) =>
  el("text", { x, y, fill: PALETTE[theme].ink, "font-size": SIZE, "text-anchor": "middle", ...more }, [text]);

/**
 * The line of zero.
 *
 * @param {number} x0
 * @param {number} x1
 * @param {number} y
 * @param {Theme} theme
 */
export const zero = (x0, x1, y, theme) =>
  el("path", { d: `M${x0},${y} H${x1}`, stroke: PALETTE[theme].ink, "stroke-width": 1.5 });
