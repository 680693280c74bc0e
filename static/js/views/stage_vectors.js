/**
 * A vector as a drawing, by its length: up to 5 numbers as numbers, up to 16 as a grid, more as a strip with
 * the probed units beside it in numbers. A strip of over 64 units shows runs of units, each by its value of
 * the largest magnitude.
 */

import { hex, inkOn, PALETTE, ramps, shade } from "../core/colour.js";
import { short } from "../core/format.js";
import { bins } from "../core/scale.js";
import { el } from "../core/svg.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../cells/vectors.js").Vector} Vector */
/** @typedef {{ x: number, y: number, width: number, height: number, unit: number, number: boolean }} Box */

export const MOST_BINS = 64;
const NUMBER = Object.freeze({ width: 56, height: 24, most: 5 });
const GRID = Object.freeze({ width: 18, height: 16, rows: 6 });
const STRIP = Object.freeze({ width: 14, height: 96, gap: 4 });
const COMPACT = Object.freeze({ width: 24, cell: 10, height: 96 });

/**
 * Where each unit of a vector is drawn, around (0, 0).
 *
 * @param {number} count
 * @param {readonly number[]} probes
 * @returns {{ boxes: Box[], strip: boolean, width: number, height: number }}
 */
export function boxesOf(count, probes) {
  if (count <= NUMBER.most) {
    return {
      ...column(range(count), NUMBER.width, Math.min(NUMBER.height, STRIP.height / count), true),
      strip: false,
    };
  }
  if (count <= 16) return { ...grid(count), strip: false };
  const shown = probes.filter((unit) => unit < count).slice(0, 3);
  const numbers = column(shown, NUMBER.width, NUMBER.height, true);
  const width = STRIP.width + STRIP.gap + NUMBER.width;
  const shift = (width - NUMBER.width) / 2;
  return {
    boxes: numbers.boxes.map((box) => ({ ...box, x: box.x + shift })),
    strip: true,
    width,
    height: STRIP.height,
  };
}

/** @param {number} count */
const range = (count) => [...Array(count).keys()];

/**
 * @param {readonly number[]} units
 * @param {number} width
 * @param {number} height
 * @param {boolean} number
 */
function column(units, width, height, number) {
  const top = (-units.length * height) / 2;
  const boxes = units.map((unit, k) => ({ x: -width / 2, y: top + k * height, width, height, unit, number }));
  return { boxes, width, height: units.length * height };
}

/** @param {number} count */
function grid(count) {
  const columns = Math.ceil(count / GRID.rows);
  const rows = Math.ceil(count / columns);
  const left = (-columns * GRID.width) / 2;
  const top = (-rows * GRID.height) / 2;
  const boxes = range(count).map((unit) => ({
    x: left + (unit % columns) * GRID.width,
    y: top + Math.floor(unit / columns) * GRID.height,
    width: GRID.width,
    height: GRID.height,
    unit,
    number: false,
  }));
  return { boxes, width: columns * GRID.width, height: rows * GRID.height };
}

/**
 * @typedef {object} Look
 * @property {Theme} theme
 * @property {readonly number[]} probes
 * @property {number | null} chosen the unit to outline
 */

/**
 * @param {string} name
 * @param {Vector} vector
 * @param {Look} look
 * @returns {{ nodes: SvgNode[], width: number, height: number }}
 */
export function drawVector(name, vector, look) {
  if (vector.seams.length) return drawCompact(vector, look.theme);
  const { boxes, strip, width, height } = boxesOf(vector.values.length, look.probes);
  const fill = filler(vector, look.theme);
  const nodes = strip ? drawStrip(vector, fill, -width / 2, look.theme) : [];
  for (const box of boxes) nodes.push(...drawBox(name, box, vector.values[box.unit] ?? 0, fill, look));
  const chosen = boxes.find((box) => box.unit === look.chosen);
  if (chosen) nodes.push(outline(chosen, PALETTE[look.theme].ink, 3));
  return { nodes, width, height };
}

/**
 * @param {Vector} vector
 * @param {Theme} theme
 * @returns {(value: number) => import("../core/colour.js").Rgb}
 */
function filler(vector, theme) {
  const ramp = ramps(theme);
  return (value) => shade(ramp, vector.hue, value, vector.end);
}

/**
 * @param {string} name
 * @param {Box} box
 * @param {number} value
 * @param {ReturnType<typeof filler>} fill
 * @param {Look} look
 * @returns {SvgNode[]}
 */
function drawBox(name, box, value, fill, look) {
  const rgb = fill(value);
  const { x, y, width, height, unit, number } = box;
  const cell = el(
    "rect",
    {
      x,
      y,
      width,
      height,
      fill: hex(rgb),
      stroke: PALETTE[look.theme].outline,
      "stroke-width": 1,
      "data-vector": name,
      "data-unit": unit,
    },
    [el("title", {}, [short(value)])],
  );
  if (!number) return [cell];
  const text = el(
    "text",
    {
      x: x + width / 2,
      y: y + height / 2 + 5.2,
      fill: inkOn(rgb),
      "font-size": 15,
      "text-anchor": "middle",
      "pointer-events": "none",
    },
    [short(value)],
  );
  return [cell, text];
}

/**
 * @param {Omit<Box, "unit" | "number">} box
 * @param {string} stroke
 * @param {number} width
 */
const outline = (box, stroke, width) =>
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
function drawStrip({ values }, fill, x, theme) {
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
function drawCompact(vector, theme) {
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
