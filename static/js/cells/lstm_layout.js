/**
 * Where everything of an LSTM cell lies, in a box of 960 x 540. Plain data, made from shapes alone.
 *
 * The cell state is a road on top, the hidden state a line below; gate columns stand left to right:
 * forget, input with candidate, output. A slot is the centre where a vector comes to rest.
 */

import { caption, level, slot, upright, wire } from "./notation.js";

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ units: number, inputs: number, projected: boolean }} Shape */
/** @typedef {"sigmoid" | "tanh" | "multiply" | "add" | "rest" | "weights" | "join" | "copy"} Glyph */
/** @typedef {{ glyph: Glyph, x: number, y: number, label?: string,
 *   hue?: "f" | "i" | "o" | null, gate?: string, half?: "W_h" | "W_x", named?: "left" | "right", ends?: readonly [string, string],
 *   curve?: import("./activations.js").Activation,
 *   size?: { width: number, height: number, rows: number, columns: number } }} Operator `ends` names the words at 1 and at 0 of its range; `curve`:
 *   another function than sigmoid or tanh; `size`: of weights that are drawn large; `half`: only the columns of h, or of x; `named`: its name stands below on the left, or
 *   beside on the right */
/** @typedef {{ points: readonly (readonly [number, number])[], kind: "road" | "line" | "thin", hue?: "f" | "i" | "o" | null }} Wire */
/** @typedef {"above" | "before" | "left" | "right"} Side `before`: above, but not beyond the right edge */
/**
 * @typedef {object} Caption
 * @property {number} x its left edge, with anchor "end" its right one
 * @property {number} y its top
 * @property {"start" | "end"} anchor
 * @property {number} crop left edge of the window that a narrow screen shows
 * @property {number} [width] of its longest line, where there is room for more
 */

/**
 * @typedef {object} Layout
 * @property {number} width
 * @property {number} height
 * @property {{ x: number, y: number, width: number, height: number }} cell
 * @property {Readonly<Record<string, Operator>>} operators
 * @property {Readonly<Record<string, Wire>>} wires
 * @property {Readonly<Record<string, Point & { label: Side }>>} slots
 * @property {Readonly<Record<string, Point>>} exits where a vector leaves the picture
 * @property {readonly Point[]} dots
 * @property {readonly string[]} arrows the heads of the road and of the line
 * @property {Readonly<Record<string, Caption>>} captions by operation
 * @property {Readonly<Record<string, readonly string[]>>} carries the wires that carry a channel
 */

const ROAD = 128;
const LINE = 420;
const SQUASH = 318;
const WEIGH = 372;
const ENTRY = 120;
const JOIN = 172;
const COLUMN = Object.freeze({ f: 225, i: 375, g: 480, o: 640, h: 740 });
/** Where the road and the line leave for the next step. */
const ARROWS = Object.freeze(["M922,116 l16,12 l-16,12 z", "M924,412 l12,8 l-12,8 z"]);
const MEET = 172;
const OUT = 832;

/**
 * @param {Shape} shape
 * @returns {Layout}
 */
export function layout(shape) {
  return Object.freeze({
    width: 960,
    height: 540,
    cell: { x: 112, y: 22, width: 704, height: 440 },
    operators: operators(shape),
    wires: WIRES,
    slots: SLOTS,
    exits: EXITS,
    dots: [...[COLUMN.f, COLUMN.i, COLUMN.g].map((x) => ({ x, y: LINE })), { x: COLUMN.h, y: ROAD }],
    arrows: ARROWS,
    captions: CAPTIONS,
    carries: CARRIES,
  });
}

/**
 * @param {Shape} shape
 * @returns {Record<string, Operator>}
 */
function operators({ projected }) {
  const { f, i, g, o, h } = COLUMN;
  /** @type {Record<string, Operator>} */
  const all = {
    join: { glyph: "join", x: JOIN, y: LINE },
    weigh_f: { glyph: "weights", x: f, y: WEIGH, label: "f", gate: "forget_gate" },
    weigh_i: { glyph: "weights", x: i, y: WEIGH, label: "i", gate: "input_gate" },
    weigh_g: { glyph: "weights", x: g, y: WEIGH, label: "g", gate: "candidate" },
    weigh_o: { glyph: "weights", x: o, y: WEIGH, label: "o", gate: "output_gate" },
    squash_f: { glyph: "sigmoid", x: f, y: SQUASH, label: "σ", hue: "f", ends: ["keep", "drop"] },
    squash_i: { glyph: "sigmoid", x: i, y: SQUASH, label: "σ", hue: "i" },
    squash_g: { glyph: "tanh", x: g, y: SQUASH, label: "tanh" },
    squash_o: { glyph: "sigmoid", x: o, y: SQUASH, label: "σ", hue: "o" },
    multiply_fc: { glyph: "multiply", x: f, y: ROAD },
    multiply_ig: { glyph: "multiply", x: g, y: MEET },
    add: { glyph: "add", x: g, y: ROAD },
    tanh_c: { glyph: "tanh", x: h, y: 192, label: "tanh" },
    multiply_o: { glyph: "multiply", x: h, y: SQUASH },
    handover: { glyph: "copy", x: OUT, y: LINE },
  };
  if (projected) all.project = { glyph: "weights", x: h, y: 448, label: "p" };
  return all;
}

/** @type {Readonly<Record<string, Wire>>} */
const WIRES = Object.freeze({
  c_in: wire("road", level(62, COLUMN.f - 15, ROAD)),
  c_mid: wire("road", level(COLUMN.f + 15, COLUMN.g - 15, ROAD)),
  c_out: wire("road", level(COLUMN.g + 15, 932, ROAD)),
  h_in: wire("line", level(62, JOIN, LINE)),
  x_in: wire("line", [...upright(ENTRY, 486, LINE), [JOIN, LINE]]),
  bus_f: wire("line", level(JOIN, COLUMN.f, LINE)),
  bus_i: wire("line", level(COLUMN.f, COLUMN.i, LINE)),
  bus_g: wire("line", level(COLUMN.i, COLUMN.g, LINE)),
  bus_o: wire("line", level(COLUMN.g, COLUMN.o, LINE)),
  rise_f: wire("thin", upright(COLUMN.f, LINE, SQUASH + 20), "f"),
  rise_i: wire("thin", upright(COLUMN.i, LINE, SQUASH + 20), "i"),
  rise_g: wire("thin", upright(COLUMN.g, LINE, SQUASH + 20)),
  rise_o: wire("thin", upright(COLUMN.o, LINE, SQUASH + 20), "o"),
  f_up: wire("thin", upright(COLUMN.f, SQUASH - 20, ROAD + 15), "f"),
  i_up: wire("thin", [...upright(COLUMN.i, SQUASH - 20, MEET), [COLUMN.g - 13, MEET]], "i"),
  g_up: wire("thin", upright(COLUMN.g, SQUASH - 20, MEET + 13)),
  ig_up: wire("thin", upright(COLUMN.g, MEET - 13, ROAD + 15)),
  o_right: wire("thin", level(COLUMN.o + 20, COLUMN.h - 13, SQUASH), "o"),
  c_down: wire("thin", upright(COLUMN.h, ROAD, 174)),
  t_down: wire("thin", upright(COLUMN.h, 210, SQUASH - 13)),
  h_out: wire("line", [...upright(COLUMN.h, SQUASH + 13, LINE), [932, LINE]]),
  y_up: wire("thin", upright(OUT, LINE, 46)),
});

/** @type {Layout["slots"]} */
const SLOTS = Object.freeze({
  c_prev: slot(62, ROAD, "above"),
  h_prev: slot(62, 396, "above"),
  x: slot(ENTRY, 491, "right"),
  joined: slot(JOIN, LINE, "before"),
  a_f: slot(160, 298, "above"),
  a_i: slot(303, SQUASH, "above"),
  a_g: slot(545, SQUASH, "above"),
  a_o: slot(572, 366, "above"),
  f_out: slot(COLUMN.f, 243, "left"),
  f: slot(COLUMN.f, 200, "left"),
  i: slot(COLUMN.i, 243, "left"),
  g: slot(COLUMN.g, 243, "left"),
  ig: slot(552, 238, "above"),
  fc: slot(322, ROAD, "above"),
  c_new: slot(596, ROAD, "above"),
  c_park: slot(676, ROAD, "above"),
  c: slot(874, ROAD, "above"),
  o: slot(693, SQUASH, "above"),
  tanh_c_out: slot(780, 262, "above"),
  h_new: slot(COLUMN.h, 382, "right"),
  h: slot(874, LINE, "above"),
});

const EXITS = Object.freeze({ output: Object.freeze({ x: OUT, y: 52 }) });

/** @type {Layout["captions"]} */
const CAPTIONS = Object.freeze({
  arrive: caption(268, 450, "start", 0),
  join: caption(268, 450, "start", 0),
  weigh_f: caption(276, 346, "start", 8),
  squash_f: caption(318, 288, "start", 14),
  park_f: caption(262, 182, "start", 8),
  weigh_i: caption(426, 346, "start", 150),
  squash_i: caption(412, 292, "start", 150),
  weigh_g: caption(588, 346, "start", 200),
  squash_g: caption(538, 292, "start", 200),
  multiply_ig: caption(592, 190, "start", 250),
  multiply_fc: caption(262, 188, "start", 10),
  add: caption(582, 186, "start", 280),
  settle: caption(582, 186, "start", 330),
  weigh_o: caption(540, 346, "end", 460),
  squash_o: caption(540, 292, "end", 460),
  tanh_c: caption(706, 190, "end", 500),
  multiply_o: caption(690, 386, "end", 500),
  handover: caption(812, 470, "end", 510),
});

/** @type {Layout["carries"]} */
const CARRIES = Object.freeze({
  forget_gate: ["rise_f", "f_up"],
  input_gate: ["rise_i", "i_up"],
  candidate: ["rise_g", "g_up"],
  output_gate: ["rise_o", "o_right"],
  cell_state: ["c_out", "c_down"],
  hidden_state: ["h_out"],
});
