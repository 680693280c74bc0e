/**
 * A vector as a drawing, by its length: up to 5 numbers as numbers, up to 16 as a grid, more as a strip with
 * the probed units beside it in numbers. A strip of over 64 units shows runs of units, each by its value of
 * the largest magnitude.
 */

import { hex, inkOn, PALETTE } from "../core/colour.js";
import { short } from "../core/format.js";
import { el } from "../core/svg.js";
import { ALL_DRAWN } from "../state/selectors.js";
import { drawCompact, drawStrip, filler, outline, STRIP } from "./strips.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../cells/vectors.js").Vector} Vector */
/** @typedef {{ x: number, y: number, width: number, height: number, unit: number, number: boolean }} Box */

const NUMBER = Object.freeze({ width: 56, height: 24, most: 5 });
const GRID = Object.freeze({ width: 18, height: 16, rows: 6 });

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
  if (count <= ALL_DRAWN) return { ...grid(count), strip: false };
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
 * @property {boolean} [grip] its numbers can be dragged
 * @property {(vector: string, unit: number) => boolean} [isSet] whether a number was set by the reader
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
      "data-drag": look.grip ? name : null,
    },
    [el("title", {}, [short(value)])],
  );
  const mark = look.isSet?.(name, unit) ? [setMark(box, inkOn(rgb))] : [];
  if (!number) return [cell, ...mark];
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
  return [cell, text, ...mark];
}

/**
 * A corner turned down: this number was set by the reader.
 *
 * @param {Box} box
 * @param {string} fill
 */
function setMark({ x, y, width }, fill) {
  return el("path", { d: `M${x + width - 10},${y} h10 v10 z`, fill, class: "set", "pointer-events": "none" });
}
