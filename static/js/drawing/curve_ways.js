/** The way of each number of figures 2 and 3: up to the curve, across to the other scale. */

import { inOut } from "../cells/frame.js";
import { PALETTE } from "../core/colour.js";
import { clamp, mix } from "../core/scale.js";
import { el, rounded } from "../core/svg.js";
import { across, OUT, PLOT, rowPlace, upward, WIDE, wayOf } from "./curve_layout.js";
import { inFront } from "./curve_numbers.js";

/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("./curve_scene.js").CurvePicture} CurvePicture */

/**
 * Each number's way up to the curve and over to the other scale.
 *
 * @param {CurvePicture} picture
 * @returns {SvgNode[]}
 */
export function drawWays(picture) {
  return inFront(picture.values, picture.unit).flatMap((k) => drawWay(picture, k));
}

/**
 * @param {CurvePicture} picture
 * @param {number} k
 */
function drawWay({ curve, values, results, unit, theme, progress }, k) {
  const u = wayOf(progress.squash, k);
  if (u <= 0) return [];
  const [value, result] = [values[k] ?? 0, results[k] ?? 0];
  const up = upward(curve);
  const [x, y, out] = [across(value), up(curve.at(value)), up(result)];
  const held = Math.abs(y - out) > 0.5;
  const rise = inOut(clamp(u / 0.45, 0, 1));
  const over = inOut(clamp((u - 0.45) / 0.4, 0, 1));
  const head = { x: mix(x, PLOT.right, over), y: mix(PLOT.bottom, y, rise) };
  const stroke = k === unit ? PALETTE[theme].ink : PALETTE[theme].outline;
  const line = { fill: "none", stroke, "stroke-width": k === unit ? 2.5 : 1.5 };
  const start = `M${rounded(x)},${PLOT.bottom} V${rounded(head.y)}`;
  const done = u >= 1;
  return [
    el("path", { ...line, key: `way/${k}`, d: held || over === 0 ? start : `${start} H${rounded(head.x)}` }),
    el("path", {
      ...line,
      key: `exit/${k}`,
      d: `M${PLOT.right},${rounded(out)} L${OUT - WIDE / 2},${rowPlace(k)}`,
      "stroke-dasharray": held ? "4 3" : null,
      opacity: done ? 1 : 0,
    }),
    el("circle", {
      key: `out/${k}`,
      cx: held ? PLOT.right : rounded(head.x),
      cy: rounded(held ? out : head.y),
      r: 5,
      fill: stroke,
      opacity: held && !done ? 0 : 1,
    }),
    ...(rise >= 1 ? [handle(k, { x, y }, { theme, chosen: k === unit, held })] : []),
  ];
}

/**
 * The point on the curve, wide enough for a finger.
 *
 * @param {number} k
 * @param {{ x: number, y: number }} place
 * @param {{ theme: import("../core/colour.js").Theme, chosen: boolean, held: boolean }} look
 */
function handle(k, { x, y }, { theme, chosen, held }) {
  const { ink, paper, plus } = PALETTE[theme];
  return el("g", { key: `handle/${k}`, transform: `translate(${rounded(x)} ${rounded(y)})` }, [
    el("circle", { r: 16, fill: plus, "fill-opacity": chosen ? 0.25 : 0 }),
    el("circle", {
      r: chosen ? 8 : 6,
      fill: held ? paper : chosen ? plus : ink,
      stroke: ink,
      "stroke-width": 2,
    }),
    el("circle", {
      r: 16,
      fill: paper,
      "fill-opacity": 0,
      "data-drag": "curve",
      "data-vector": "value",
      "data-unit": k,
    }),
  ]);
}
