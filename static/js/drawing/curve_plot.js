/** What stands still behind the numbers of figures 2 and 3: the house, the scales, the curves, where they go flat. */

import { CURVES, REACH } from "../cells/curves.js";
import { PALETTE } from "../core/colour.js";
import { plain } from "../core/format.js";
import { el, rounded } from "../core/svg.js";
import { across, HOUSE, PLOT, upward } from "./curve_layout.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../cells/curves.js").Curve} Curve */

/** Between two points of a drawn curve, in its own unit: 2 px. */
const GRAIN = 0.05;

/** @param {Theme} theme */
export function drawHouse(theme) {
  const { mint, i } = PALETTE[theme];
  return [
    el("rect", { ...HOUSE, rx: 22, fill: mint, stroke: i, "stroke-opacity": 0.45, "stroke-width": 1.5 }),
  ];
}

/**
 * The scale below, on which the column comes to stand.
 *
 * @param {Theme} theme
 */
export function drawInputScale(theme) {
  const { ink, outline } = PALETTE[theme];
  const marks = Array.from({ length: REACH + 1 }, (_, k) => 2 * k - REACH);
  return [
    el("path", { d: `M${PLOT.left},${PLOT.bottom} H${PLOT.right}`, stroke: ink, "stroke-width": 2 }),
    ...marks.map((mark) => tick(across(mark), PLOT.bottom, outline)),
    ...marks.map((mark) =>
      el(
        "text",
        { x: across(mark), y: PLOT.bottom + 19, "font-size": 15, "text-anchor": "middle", fill: ink },
        [plain(mark)],
      ),
    ),
  ];
}

/** @param {number} x @param {number} y @param {string} stroke */
const tick = (x, y, stroke) => el("path", { d: `M${rounded(x)},${y} v5`, stroke, "stroke-width": 1.5 });

/**
 * The scale of what comes out, and where the curve hardly rises any more.
 *
 * @param {Curve} curve
 * @param {string} flat the word for it
 * @param {Theme} theme
 */
export function drawOutputScale(curve, flat, theme) {
  const { ink, outline } = PALETTE[theme];
  const up = upward(curve);
  const marks = [curve.low, (curve.low + curve.high) / 2, curve.high];
  const zones = [
    { from: -REACH, to: -curve.flat, y: up(curve.low) },
    { from: curve.flat, to: REACH, y: up(curve.high) },
  ].map(({ from, to, y }) => ({ left: across(from), right: across(to), y }));
  return [
    ...zones.map(({ left, right }) =>
      el("rect", {
        x: left,
        y: PLOT.top,
        width: right - left,
        height: PLOT.bottom - PLOT.top,
        fill: outline,
        "fill-opacity": 0.09,
      }),
    ),
    ...zones.map(({ left, right, y }) =>
      el(
        "text",
        {
          x: y > PLOT.top ? left + 8 : right - 8,
          y: y > PLOT.top ? y - 16 : y + 24,
          "font-size": 15,
          "text-anchor": y > PLOT.top ? "start" : "end",
          fill: ink,
          "fill-opacity": 0.75,
        },
        [flat],
      ),
    ),
    ...marks.map((mark) =>
      el("path", {
        d: `M${PLOT.left},${up(mark)} H${PLOT.right}`,
        stroke: outline,
        "stroke-width": 1,
        "stroke-dasharray": "3 4",
        opacity: 0.7,
      }),
    ),
    ...marks.map((mark) =>
      el("text", { x: PLOT.left - 8, y: up(mark) + 5, "font-size": 15, "text-anchor": "end", fill: ink }, [
        plain(mark),
      ]),
    ),
    ...[curve.low, curve.high].map((mark) =>
      el("text", { x: PLOT.right + 6, y: up(mark) - 4, "font-size": 15, fill: ink }, [plain(mark)]),
    ),
    el("path", { d: `M${PLOT.right},${PLOT.bottom} V${PLOT.top}`, stroke: ink, "stroke-width": 2 }),
  ];
}

/**
 * A curve as it is, point by point, on the scale of the curve whose plot it is.
 *
 * @param {Curve} curve
 * @param {Curve} home
 * @param {Theme} theme
 */
export function drawCurve(curve, home, theme) {
  const { ink, plus } = PALETTE[theme];
  return el("path", {
    d: pathOf(curve, home)
      .map(([x, y], k) => `${k ? "L" : "M"}${rounded(x)},${rounded(y)}`)
      .join(" "),
    fill: "none",
    stroke: curve === CURVES.tanh ? plus : ink,
    "stroke-width": 4,
    "stroke-linejoin": "round",
    "stroke-dasharray": curve === home ? null : "9 6",
  });
}

/**
 * @param {Curve} curve
 * @param {Curve} home
 * @returns {[number, number][]}
 */
export function pathOf(curve, home) {
  const up = upward(home);
  return Array.from({ length: Math.round((2 * REACH) / GRAIN) + 1 }, (_, k) => {
    const x = k * GRAIN - REACH;
    return [across(x), up(curve.at(x))];
  });
}
