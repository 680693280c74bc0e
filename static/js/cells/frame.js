/**
 * One frame of a cell: what is where, at an operation and a moment of it. Pure: the same numbers give the
 * same frame, whether the reader came there by playing, by scrubbing or by a link.
 */

import { clamp, mix } from "../core/scale.js";

/** @typedef {import("./lstm_layout.js").Layout} Layout */
/** @typedef {import("./lstm_layout.js").Point} Point */
/** @typedef {import("./lstm_operations.js").Operation} Operation */
/** @typedef {import("./lstm_operations.js").Move} Move */

/**
 * @typedef {object} Placed a vector somewhere on the stage
 * @property {string} key
 * @property {string} vector
 * @property {number} x
 * @property {number} y
 * @property {number} scale
 * @property {string | null} slot where it rests, null while it travels
 * @property {boolean} dim not what this operation is about
 */

/**
 * @typedef {object} Frame
 * @property {readonly Placed[]} vectors
 * @property {readonly string[]} waiting slots that stay empty until later
 * @property {Readonly<Record<string, number>>} lit how much of each wire is coloured, 0..1
 * @property {string} active the operator in the light, empty: none by itself
 * @property {readonly string[]} [bright] operators that are not dim besides
 * @property {readonly string[]} [faded] operators and wires of which only a trace is left
 * @property {readonly Outline[]} [outlines] frames around what the operation is about
 * @property {number} [slide] how far the cell of the next step has moved in, 0..1
 *
 * @typedef {{ x: number, y: number, width: number, height: number, hue: "f" | "i" | "o", gone: boolean, share: number }} Outline
 *   `gone`: it shows what is missing; `share`: how much of it is drawn
 */

/** How small a vector is where it enters or leaves an operator. */
const SMALL = 0.3;

/** @param {number} u @returns {number} slow, fast, slow */
export const inOut = (u) => (u < 0.5 ? 4 * u ** 3 : 1 - (2 - 2 * u) ** 3 / 2);

/** @param {number} u @returns {number} fast, then slow: arrival */
export const out = (u) => 1 - (1 - u) ** 3;

/**
 * @typedef {object} Script
 * @property {readonly Operation[]} operations
 * @property {Readonly<Record<string, string>>} present vectors that are there from the start, and their slots
 * @property {ReadonlySet<string>} passing vectors that vanish into an operator
 * @property {readonly string[]} ends slots to mark while they are empty
 */

/**
 * @param {Script} cell
 * @param {Layout} layout
 * @param {number} index of the operation
 * @param {number} u 0..1
 * @returns {Frame}
 */
export function frame(cell, layout, index, u) {
  const operation = /** @type {Operation} */ (cell.operations[index]);
  const resting = new Map(Object.entries(cell.present));
  for (const past of cell.operations.slice(0, index)) {
    for (const move of past.moves) settle(resting, move, layout, cell.passing);
  }
  /** @type {Placed[]} */
  const moving = [];
  operation.moves.forEach((move, k) => {
    const t = clamp((u - move.begin) / (move.end - move.begin), 0, 1);
    if (t >= 1) settle(resting, move, layout, cell.passing);
    else if (t > 0) {
      if (move.to in layout.slots || cell.passing.has(move.vector)) resting.delete(move.vector);
      moving.push(travelling(`${move.vector}>${k}`, move, layout, t));
    }
  });
  const still = [...resting].map(([vector, slot]) => atRest(vector, slot, layout, operation));
  const arrived = new Set(resting.values());
  return {
    vectors: [...still, ...moving],
    waiting: cell.ends.filter((slot) => !arrived.has(slot)),
    lit: litWires(cell.operations, layout, index, u),
    active: operation.active,
  };
}

/**
 * @param {Map<string, string>} resting
 * @param {Move} move
 * @param {Layout} layout
 * @param {ReadonlySet<string>} passing
 */
function settle(resting, move, layout, passing) {
  if (move.to in layout.slots) resting.set(move.vector, move.to);
  else if (passing.has(move.vector)) resting.delete(move.vector);
}

/**
 * @param {string} vector
 * @param {string} slot
 * @param {Layout} layout
 * @param {Operation} operation
 * @returns {Placed}
 */
function atRest(vector, slot, layout, operation) {
  const { x, y } = placeOf(slot, layout);
  return { key: vector, vector, x, y, scale: 1, slot, dim: !operation.shows.includes(vector) };
}

/**
 * @param {string} key
 * @param {Move} move
 * @param {Layout} layout
 * @param {number} t
 * @returns {Placed}
 */
function travelling(key, move, layout, t) {
  const entering = !(move.to in layout.slots);
  const leaving = !(move.from in layout.slots);
  const u = leaving ? out(t) : inOut(t);
  const { x, y } = along(route(move, layout), u);
  const scale = entering ? mix(1, SMALL, u ** 2) : leaving ? mix(SMALL, 1, u) : 1;
  return { key, vector: move.vector, x, y, scale, slot: null, dim: false };
}

/**
 * @param {string} name
 * @param {Layout} layout
 * @returns {Point}
 */
function placeOf(name, layout) {
  const place = layout.slots[name] ?? layout.operators[name] ?? layout.exits[name];
  if (!place) throw new RangeError(`no slot, operator or exit ${name} in the layout`);
  return place;
}

/**
 * @param {Move} move
 * @param {Layout} layout
 * @returns {Point[]}
 */
function route(move, layout) {
  const wires = (move.along ?? []).flatMap(
    (id) => layout.wires[id]?.points.map(([x, y]) => ({ x, y })) ?? [],
  );
  const ends = [placeOf(move.from, layout), ...wires, placeOf(move.to, layout)];
  // A wire may begin a little before the vector's own place: never run back.
  return ends.filter((point, k) => k === 0 || k === ends.length - 1 || !behind(point, ends));
}

/**
 * @param {Point} point
 * @param {readonly Point[]} ends
 */
function behind(point, ends) {
  const [first, last] = [ends[0], ends[ends.length - 1]];
  return first !== undefined && last !== undefined && first.x < last.x && point.x < first.x;
}

/**
 * The point at a share of a line's length.
 *
 * @param {readonly Point[]} points
 * @param {number} u
 * @returns {Point}
 */
export function along(points, u) {
  const spans = points.slice(1).map((point, k) => {
    const before = /** @type {Point} */ (points[k]);
    return { before, point, length: Math.hypot(point.x - before.x, point.y - before.y) };
  });
  let left = u * spans.reduce((sum, span) => sum + span.length, 0);
  for (const { before, point, length } of spans) {
    if (left <= length && length > 0) {
      return { x: mix(before.x, point.x, left / length), y: mix(before.y, point.y, left / length) };
    }
    left -= length;
  }
  return /** @type {Point} */ (points[points.length - 1]);
}

/**
 * @param {readonly Operation[]} operations
 * @param {Layout} layout
 * @param {number} index
 * @param {number} u
 * @returns {Record<string, number>}
 */
function litWires(operations, layout, index, u) {
  /** @type {Record<string, number>} */
  const lit = {};
  for (const id of Object.keys(layout.wires)) {
    const first = operations.findIndex((operation) => operation.wires.includes(id));
    if (first >= 0 && first < index) lit[id] = 1;
    else lit[id] = first === index ? inOut(clamp(u / 0.7, 0, 1)) : 0;
  }
  return lit;
}
