/** The curve of a sequence as SVG: an axis with a scale, the line, a dot at the chosen step. Pure. */

import { decimals } from "../core/format.js";
import { linear } from "../core/scale.js";
import { el } from "../core/svg.js";

/** @typedef {import("../state/series.js").Range} Range */
/** @typedef {import("../state/series.js").Point} Point */
/** @typedef {{ width: number, height: number, left: number, right: number, top: number, bottom: number }} Frame */

const HEIGHT = 116;
/** Steps that stand so far apart, in px, each have a dot. */
const APART = 7;

/**
 * Where the plot stands within its picture.
 *
 * @param {number} width in px
 * @param {Range} range
 * @returns {Frame}
 */
export function frameOf(width, { ticks }) {
  const longest = Math.max(...ticks.map((tick) => written(tick).length));
  return { width, height: HEIGHT, left: 12 + 7 * longest, right: width - 9, top: 8, bottom: HEIGHT - 20 };
}

/**
 * The scales of the plot, steps to x and values to y.
 *
 * @param {Frame} frame
 * @param {Range} range
 * @param {number} count of steps
 */
export function scalesOf({ left, right, top, bottom }, { low, high }, count) {
  return {
    x: linear([0, Math.max(1, count - 1)], [left + 5, right]),
    y: linear([low, high], [bottom, top]),
  };
}

/**
 * The step and the value under a point of the picture.
 *
 * @param {{ x: number, y: number }} point
 * @param {Frame} frame
 * @param {Range} range
 * @param {number} count
 * @returns {Point}
 */
export function pointAt(point, frame, range, count) {
  const { x, y } = scalesOf(frame, range, count);
  const step = Math.min(Math.max(Math.round(x.invert(point.x)), 0), count - 1);
  return { step, value: y.invert(point.y) };
}

/**
 * @param {readonly number[]} values
 * @param {number} chosen step
 * @param {Frame} frame
 * @param {Range} range
 */
export function plot(values, chosen, frame, range) {
  const { x, y } = scalesOf(frame, range, values.length);
  const { left, right, top, bottom, height } = frame;
  const grid = range.ticks.flatMap((tick) => [
    el("path", { class: tick === 0 ? "draw-zero" : "draw-grid", d: `M${left},${y(tick)} H${right + 4}` }),
    el("text", { class: "draw-tick", x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, [written(tick)]),
  ]);
  const line = values.map((value, k) => `${k ? "L" : "M"}${short(x(k))},${short(y(value))}`).join("");
  const apart = values.length > 1 ? x(1) - x(0) : APART;
  const dots = apart < APART ? [] : values.map((value, k) => dot(x(k), y(value), 2, "draw-dot"));
  const value = values[chosen] ?? 0;
  return [
    ...grid,
    el("text", { class: "draw-tick", x: x(0), y: height - 4, "text-anchor": "middle" }, ["1"]),
    values.length > 1 &&
      el("text", { class: "draw-tick", x: right + 5, y: height - 4, "text-anchor": "end" }, [
        String(values.length),
      ]),
    el("path", { class: "draw-guide", d: `M${x(chosen)},${top} V${bottom}` }),
    el("path", { class: "draw-line", d: line }),
    ...dots,
    dot(x(chosen), y(value), 4.5, "draw-chosen"),
  ].filter((node) => node !== false);
}

/** @param {number} cx @param {number} cy @param {number} r @param {string} name */
const dot = (cx, cy, r, name) => el("circle", { class: name, cx, cy, r });

/** @param {number} place */
const short = (place) => Math.round(place * 10) / 10;

/**
 * A number of the axis or the field with no more decimals than it has.
 *
 * @param {number} value
 */
export function written(value) {
  const digits = String(Math.abs(value)).split(".")[1]?.length ?? 0;
  return Math.abs(value) >= 1e15 || String(value).includes("e") ? String(value) : decimals(value, digits);
}
