/**
 * The whole cell with all its values, looked at part by part: what figure 1 plays. The plain RNN is the same tour
 * through what is left when the road and the gates are taken away.
 */

import { clamp } from "../core/scale.js";
import { lstm } from "./lstm.js";
import { PARTS, PLAIN_PARTS } from "./lstm_parts.js";

/** @typedef {import("./index.js").Cell} Cell */
/** @typedef {import("./frame.js").Frame} Frame */
/** @typedef {import("./frame.js").Outline} Outline */
/** @typedef {import("./lstm_layout.js").Layout} Layout */

/**
 * @typedef {object} Stop
 * @property {string} id
 * @property {readonly string[]} shows vectors
 * @property {readonly string[]} bright operators
 * @property {readonly string[]} wires in the order in which they light up
 * @property {Pick<Outline, "x" | "y" | "width" | "height" | "hue">} [outline]
 * @property {import("./lstm_layout.js").Caption} caption
 */

const LOOK = 1400;
/** Time to read a sentence before the tour goes on. */
const READ = 1600;
const SLIDE = 900;
const BELOW = Object.freeze({
  x: 262,
  y: 472,
  anchor: /** @type {const} */ ("start"),
  crop: 200,
  width: 568,
});

/** @type {(x: number, y: number, width: number, height: number, hue: "f" | "i" | "o") => Stop["outline"]} */
const outline = (x, y, width, height, hue) => ({ x, y, width, height, hue });

/** @type {readonly Stop[]} */
const STOPS = Object.freeze([
  {
    id: "whole",
    shows: Object.keys(lstm.vectors),
    bright: everyOperator(),
    wires: everyWire(),
    caption: BELOW,
  },
  {
    id: "road",
    shows: ["c_prev", "fc", "c"],
    bright: ["multiply_fc", "add"],
    wires: ["c_in", "c_mid", "c_out"],
    caption: { x: 262, y: 184, anchor: "start", crop: 120 },
  },
  {
    id: "line",
    shows: ["h_prev", "x", "joined", "h"],
    bright: ["join", "handover"],
    wires: ["h_in", "x_in", "bus_f", "bus_i", "bus_g", "bus_o", "h_out", "y_up"],
    caption: BELOW,
  },
  {
    id: "forget",
    shows: ["joined", "f", "c_prev", "fc"],
    bright: ["weigh_f", "squash_f", "multiply_fc"],
    wires: ["bus_f", "rise_f", "f_up"],
    outline: outline(166, 152, 146, 260, "f"),
    caption: { x: 328, y: 290, anchor: "start", crop: 14 },
  },
  {
    id: "input",
    shows: ["joined", "i", "g", "ig"],
    bright: ["weigh_i", "squash_i", "weigh_g", "squash_g", "multiply_ig", "add"],
    wires: ["rise_i", "rise_g", "i_up", "g_up", "ig_up"],
    outline: outline(322, 152, 268, 260, "i"),
    caption: { x: 602, y: 290, anchor: "start", crop: 250 },
  },
  {
    id: "output",
    shows: ["joined", "c", "o", "tanh_c", "h"],
    bright: ["weigh_o", "squash_o", "tanh_c", "multiply_o"],
    wires: ["rise_o", "o_right", "c_down", "t_down", "h_out"],
    outline: outline(592, 152, 220, 260, "o"),
    caption: { x: 578, y: 290, anchor: "end", crop: 470 },
  },
  {
    id: "next",
    shows: Object.keys(lstm.vectors),
    bright: everyOperator(),
    wires: everyWire(),
    caption: BELOW,
  },
]);

const OPERATIONS = Object.freeze(
  STOPS.map(({ id, wires, shows }) =>
    Object.freeze({
      id,
      gate: "structure",
      figure: 1,
      duration: id === "next" ? SLIDE : LOOK,
      pause: READ,
      active: "",
      channel: null,
      wires,
      shows,
      moves: [],
    }),
  ),
);

/** @type {Readonly<Cell>} */
export const tour = Object.freeze({
  ...lstm,
  operations: OPERATIONS,
  parts: PARTS,
  layout: (shape) => ({ ...lstm.layout(shape), captions: captions() }),
  frame: (shape, index, u) => frameAt(lstm.frame(shape, lstm.operations.length - 1, 1), index, u),
});

/** What a plain RNN has of it, and the way from its tanh to the hidden state. */
const LEFT = new Set(["join", "weigh_g", "squash_g", "handover"]);
const LEFT_WIRES = new Set(["h_in", "x_in", "bus_f", "bus_i", "bus_g", "rise_g", "t_out", "y_up"]);
const LEFT_VECTORS = new Set(["h_prev", "x", "joined", "h"]);
/** @type {Readonly<Record<string, import("./lstm_layout.js").Wire>>} */
const T_OUT = Object.freeze({
  // biome-ignore format: one line is the picture
  t_out: { kind: "line", points: [[480, 298], [480, 250], [796, 250], [796, 420], [932, 420]] },
});

/** @type {readonly import("../state/formulas.js").Part[]} */
const SUMMED = Object.freeze([{ kind: "inputs" }, { kind: "states" }]);

/** @type {Readonly<Cell>} */
export const plainTour = Object.freeze({
  ...tour,
  words: "plain",
  parts: PLAIN_PARTS,
  // Its hidden state is what the candidate was.
  formulas: Object.freeze({ hidden_state: { ...lstm.formulas.candidate, parts: SUMMED } }),
  layout: (shape) => {
    const layout = tour.layout(shape);
    return { ...layout, wires: { ...layout.wires, ...T_OUT }, dots: [], arrows: layout.arrows.slice(1) };
  },
  frame: (shape, index, u) => withoutGates(tour.frame(shape, index, u)),
});

/**
 * @param {Frame} still the cell at the end of its step
 * @param {number} index
 * @param {number} u
 * @returns {Frame}
 */
function frameAt(still, index, u) {
  const stop = /** @type {Stop} */ (STOPS[index]);
  const last = index === STOPS.length - 1;
  const share = clamp(2 * u, 0, 1);
  return {
    ...still,
    vectors: still.vectors.map((placed) => ({ ...placed, dim: !stop.shows.includes(placed.vector) })),
    lit: Object.fromEntries(
      stop.wires.map((wire, k) => [
        wire,
        stop.id === "whole" || last ? 1 : clamp(u * stop.wires.length * 1.25 - k, 0, 1),
      ]),
    ),
    active: "",
    bright: stop.bright,
    faded: [],
    outlines: stop.outline ? [{ ...stop.outline, gone: false, share }] : [],
    slide: last ? u : 0,
  };
}

/**
 * @param {Frame} frame
 * @returns {Frame}
 */
function withoutGates(frame) {
  const all = [
    ...everyOperator().filter((id) => !LEFT.has(id)),
    ...everyWire().filter((id) => !LEFT_WIRES.has(id)),
  ];
  return {
    ...frame,
    vectors: frame.vectors
      .filter(({ vector }) => LEFT_VECTORS.has(vector))
      .map((placed) => ({ ...placed, dim: false })),
    waiting: [],
    lit: Object.fromEntries([...LEFT_WIRES].map((wire) => [wire, 1])),
    bright: [...LEFT],
    faded: all,
    outlines: (frame.outlines ?? []).map((one) => ({ ...one, gone: true })),
  };
}

function captions() {
  return Object.fromEntries(STOPS.map(({ id, caption }) => [id, caption]));
}

/** Every operator of a cell that is not projected. */
function everyOperator() {
  return Object.keys(lstm.layout({ units: 1, inputs: 1, projected: false }).operators);
}

function everyWire() {
  return Object.keys(lstm.layout({ units: 1, inputs: 1, projected: false }).wires);
}
