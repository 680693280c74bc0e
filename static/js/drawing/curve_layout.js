/**
 * Where everything of a curve lies, in the same box of 960 x 540 as a cell: numbers stand below the input scale,
 * rise to the curve, go right to the output scale, and on to what they multiply. Plain data and scales.
 */

import { REACH, ROUNDS } from "../cells/curves.js";
import { clamp, linear, mix } from "../core/scale.js";

/** @typedef {import("../cells/curves.js").Curve} Curve */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {import("./drawing.js").Box} Box */

export const SIZE = Object.freeze({ width: 960, height: 540 });
export const HOUSE = Object.freeze({ x: 100, y: 22, width: 560, height: 500 });
export const PLOT = Object.freeze({ left: 150, right: 636, top: 96, bottom: 404 });
/** A box of the column, and of what comes out: it has more decimals. */
export const BOX = Object.freeze({ width: 56, height: 24 });
export const WIDE = 68;
/** Where the column waits, and where what comes out stands. */
const WAIT = 62;
export const OUT = 704;
/** The rows of what is multiplied; a bar of 1 is as long as `unit`. */
export const GATE = Object.freeze({ first: 150, step: 84, sign: 758, bar: 784, unit: 160, height: 20 });
export const SECOND = 800;
const ROWS = Object.freeze([438, 464, 490]);

/** The input scale. */
export const across = linear([-REACH, REACH], [PLOT.left, PLOT.right]);

/** The output scale of a curve. @param {Pick<Curve, "low" | "high">} curve */
export const upward = ({ low, high }) => linear([low, high], [PLOT.bottom, PLOT.top]);

/**
 * Where a number of the column is while it slides in: `u` 0 in its column, 1 at its place on the scale.
 *
 * @param {number} unit
 * @param {number} value
 * @param {number} u
 * @returns {Point}
 */
export function slidePlace(unit, value, u) {
  return { x: mix(WAIT, across(clamp(value, -REACH, REACH)), u), y: ROWS[unit] ?? PLOT.bottom };
}

/** The middle of the row of a unit, behind the curve. @param {number} unit */
export const rowPlace = (unit) => GATE.first + GATE.step * unit;

/**
 * How far a number is on its way over the curve: one sets out after the other.
 *
 * @param {number} u
 * @param {number} unit
 */
export const wayOf = (u, unit) => clamp((u - 0.3 * unit) / 0.4, 0, 1);

/** The loop of figure 3: two charts over the rounds, one above the other, their numbers beside. */
export const LOOP = Object.freeze({
  left: 188,
  right: 430,
  without: Object.freeze({ top: 104, bottom: 276 }),
  with: Object.freeze({ top: 332, bottom: 472 }),
  numbers: 444,
  table: Object.freeze({ x: 664, y: 74, row: 22, columns: Object.freeze([48, 190, 276]) }),
});

/** The rounds from left to right. */
export const roundsAcross = linear([0, ROUNDS], [LOOP.left, LOOP.right]);

/** @typedef {"slide" | "squash" | "gate" | "overlay" | "loop"} Part what an operation is about */

/** @type {Readonly<Record<Part, { x: number, y: number, anchor: "start" | "end", width: number }>>} */
export const CAPTIONS = Object.freeze({
  slide: { x: 20, y: 264, anchor: "start", width: 236 },
  squash: { x: 132, y: 108, anchor: "start", width: 236 },
  gate: { x: 946, y: 400, anchor: "end", width: 258 },
  overlay: { x: 946, y: 400, anchor: "end", width: 226 },
  loop: { x: 622, y: 356, anchor: "start", width: 258 },
});

const WHOLE = Object.freeze({ x: 18, y: 10, width: 930, height: 536 });
const WINDOW = Object.freeze({ width: 466, height: 474, y: 64 });

/**
 * The part to show on a narrow screen: the chosen number and where it goes.
 *
 * @param {Part} part
 * @param {number} value the chosen number
 * @param {number} u
 * @param {boolean} narrow
 * @returns {Box}
 */
export function curveWindow(part, value, u, narrow) {
  if (!narrow) return WHOLE;
  const place = across(clamp(value, -REACH, REACH));
  // As far left as the chosen number allows: the names of the scale stand there.
  const middle = clamp(place + 60 - WINDOW.width, HOUSE.x, place - 40);
  const out = Math.min(OUT + WIDE / 2 + 6 - WINDOW.width, place - 40);
  const ease = clamp(u * 5, 0, 1);
  const x = {
    slide: mix(0, middle, clamp(u, 0, 1)),
    squash: mix(middle, out, ease),
    gate: mix(out, SIZE.width - WINDOW.width, ease),
    overlay: SECOND + WIDE / 2 + 6 - WINDOW.width,
    loop: LOOP.left - 62,
  }[part];
  return { ...WINDOW, x: clamp(x, 0, SIZE.width - WINDOW.width) };
}
