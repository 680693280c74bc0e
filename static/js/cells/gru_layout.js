/**
 * Where everything of a GRU lies, in the same box as an LSTM. The hidden state is the road on top; a copy of it goes
 * down to meet the input. Columns stand in the order of the operations: update gate, reset gate, what is recalled,
 * candidate, which ends at the road. What is parked on the right waits for its turn.
 */

import { caption, level, slot, upright, wire } from "./notation.js";

/** @typedef {import("./lstm_layout.js").Layout} Layout */

const ROAD = 128;
const LINE = 430;
const MEET = 174;
const GATES = 228;
const TANH = 266;
const SQUASH = 303;
const WEIGH = 382;
const ENTRY = 120;
const FORK = 140;
const JOIN = 166;
const OUT = 832;
const COLUMN = Object.freeze({ z: 215, r: 348, m: 462, n: 664 });
/** Where 1 − z is made, on the way to the candidate. */
const REST = 520;
/** Where r multiplies what W_h made, and where the input joins it. */
const AFTER = 322;
/** Where r multiplies the state before W_h reads it. */
const BEFORE = 380;

/**
 * @param {boolean} resetAfter whether the reset gate multiplies after the matrix
 * @returns {Layout} the same for every shape
 */
export function layoutOf(resetAfter) {
  return resetAfter ? RESET_AFTER : RESET_BEFORE;
}

/** @type {Layout["operators"]} */
const OPERATORS = Object.freeze({
  join: { glyph: "join", x: JOIN, y: LINE },
  weigh_z: { glyph: "weights", x: COLUMN.z, y: WEIGH, label: "z", gate: "update_gate" },
  squash_z: { glyph: "sigmoid", x: COLUMN.z, y: SQUASH, label: "σ", hue: "i", ends: ["keep", "replace"] },
  weigh_r: { glyph: "weights", x: COLUMN.r, y: WEIGH, label: "r", gate: "reset_gate" },
  squash_r: { glyph: "sigmoid", x: COLUMN.r, y: SQUASH, label: "σ", hue: "f", ends: ["use", "ignore"] },
  squash_n: { glyph: "tanh", x: COLUMN.n, y: TANH, label: "tanh" },
  multiply_zh: { glyph: "multiply", x: COLUMN.z, y: ROAD },
  rest_z: { glyph: "rest", x: REST, y: MEET },
  multiply_zn: { glyph: "multiply", x: COLUMN.n, y: MEET },
  add: { glyph: "add", x: COLUMN.n, y: ROAD },
  handover: { glyph: "copy", x: OUT, y: ROAD },
});

/** @type {Layout["operators"]} */
const OPERATORS_AFTER = Object.freeze({
  ...OPERATORS,
  weigh_m: {
    glyph: "weights",
    x: COLUMN.m,
    y: WEIGH,
    label: "hn",
    gate: "candidate",
    half: "W_h",
    named: "left",
  },
  multiply_rm: { glyph: "multiply", x: COLUMN.m, y: AFTER },
  weigh_n: { glyph: "weights", x: COLUMN.n, y: WEIGH, label: "xn", gate: "candidate", half: "W_x" },
  add_n: { glyph: "add", x: COLUMN.n, y: AFTER },
});

/** @type {Layout["operators"]} */
const OPERATORS_BEFORE = Object.freeze({
  ...OPERATORS,
  multiply_rm: { glyph: "multiply", x: COLUMN.m, y: BEFORE },
  join_n: { glyph: "join", x: COLUMN.n, y: BEFORE },
  weigh_n: { glyph: "weights", x: COLUMN.n, y: 312, label: "n", gate: "candidate", named: "right" },
});

/** @type {Layout["wires"]} */
const WIRES = Object.freeze({
  h_in: wire("road", level(62, COLUMN.z - 15, ROAD)),
  h_mid: wire("road", level(COLUMN.z + 15, COLUMN.n - 15, ROAD)),
  h_out: wire("road", level(COLUMN.n + 15, 932, ROAD)),
  h_down: wire("line", [...upright(FORK, ROAD, LINE), [JOIN, LINE]]),
  x_in: wire("line", [...upright(ENTRY, 486, LINE), [JOIN, LINE]]),
  bus_z: wire("line", level(JOIN, COLUMN.z, LINE)),
  bus_r: wire("line", level(COLUMN.z, COLUMN.r, LINE)),
  bus_m: wire("line", level(COLUMN.r, COLUMN.m, LINE)),
  bus_n: wire("line", level(COLUMN.m, COLUMN.n, LINE)),
  rise_z: wire("thin", upright(COLUMN.z, LINE, SQUASH + 20), "i"),
  rise_r: wire("thin", upright(COLUMN.r, LINE, SQUASH + 20), "f"),
  z_up: wire("thin", upright(COLUMN.z, SQUASH - 20, ROAD + 15), "i"),
  z_over: wire("thin", level(COLUMN.z, REST - 14, MEET), "i"),
  rz_over: wire("thin", level(REST + 14, COLUMN.n - 14, MEET), "i"),
  n_up: wire("thin", upright(COLUMN.n, TANH - 20, MEET + 14)),
  zn_up: wire("thin", upright(COLUMN.n, MEET - 14, ROAD + 15)),
  y_up: wire("thin", upright(OUT, ROAD, 46)),
});

/**
 * From the reset gate to its ×, and from there on.
 *
 * @param {number} y of the ×
 * @returns {Layout["wires"]}
 */
const wiresOfReset = (y) => ({
  r_over: wire("thin", [...upright(COLUMN.r, SQUASH - 20, GATES), ...upright(COLUMN.m, GATES, y - 14)], "f"),
  rise_m: wire("thin", upright(COLUMN.m, LINE, y + 14)),
});

/** @type {Layout["wires"]} */
const WIRES_AFTER = Object.freeze({
  ...WIRES,
  ...wiresOfReset(AFTER),
  rm_over: wire("thin", level(COLUMN.m + 14, COLUMN.n - 14, AFTER)),
  rise_n: wire("thin", upright(COLUMN.n, LINE, AFTER + 14)),
  sum_up: wire("thin", upright(COLUMN.n, AFTER - 14, TANH + 20)),
});

/** @type {Layout["wires"]} */
const WIRES_BEFORE = Object.freeze({
  ...WIRES,
  ...wiresOfReset(BEFORE),
  rm_over: wire("thin", level(COLUMN.m + 14, COLUMN.n - 15, BEFORE)),
  rise_n: wire("thin", upright(COLUMN.n, LINE, BEFORE + 26)),
  sum_up: wire("thin", upright(COLUMN.n, BEFORE - 26, TANH + 20)),
});

/** @type {Layout["slots"]} */
const SLOTS = Object.freeze({
  h_prev: slot(62, ROAD, "above"),
  x: slot(ENTRY, 491, "right"),
  joined: slot(JOIN, LINE, "before"),
  a_z: slot(281, 388, "above"),
  z: slot(COLUMN.z, GATES, "left"),
  a_r: slot(281, 388, "above"),
  r: slot(COLUMN.r, GATES, "left"),
  a_n: slot(735, 330, "right"),
  n: slot(780, 284, "above"),
  zh: slot(310, ROAD, "above"),
  zn: slot(713, 190, "right"),
  h_new: slot(786, ROAD, "above"),
  h: slot(874, ROAD, "above"),
});

/** @type {Layout["slots"]} */
const SLOTS_AFTER = Object.freeze({
  ...SLOTS,
  m: slot(530, 380, "right"),
  rm: slot(594, AFTER, "above"),
});

/** @type {Layout["slots"]} */
const SLOTS_BEFORE = Object.freeze({
  ...SLOTS,
  a_n: slot(578, 260, "above"),
  m: slot(560, BEFORE, "above"),
  joined_n: slot(COLUMN.n, BEFORE, "right"),
});

/** @type {Layout["captions"]} */
const CAPTIONS = Object.freeze({
  arrive: caption(262, 456, "start", 0),
  join: caption(262, 456, "start", 0),
  weigh_z: caption(330, 350, "start", 0),
  squash_z: caption(328, 258, "start", 0),
  weigh_r: caption(400, 350, "start", 40),
  squash_r: caption(448, 258, "start", 60),
  multiply_rm: caption(432, 340, "end", 200),
  weigh_n: { ...caption(940, 176, "end", 350), width: 215 },
  squash_n: { ...caption(940, 346, "end", 360), width: 230 },
  multiply_zh: caption(258, 190, "start", 0),
  multiply_zn: caption(630, 226, "end", 358),
  add: caption(640, 200, "end", 358),
  handover: { ...caption(790, 62, "end", 494), width: 430 },
});

/** @type {Layout["captions"]} */
const CAPTIONS_AFTER = Object.freeze({ ...CAPTIONS, weigh_m: caption(588, 350, "start", 200) });

/** @type {Layout["captions"]} */
const CAPTIONS_BEFORE = Object.freeze({
  ...CAPTIONS,
  join_n: { ...caption(940, 330, "end", 350), width: 186 },
});

/**
 * @param {Pick<Layout, "operators" | "wires" | "slots" | "captions">} parts
 * @returns {Layout}
 */
const whole = (parts) =>
  Object.freeze({
    width: 960,
    height: 540,
    cell: { x: 112, y: 22, width: 704, height: 440 },
    ...parts,
    exits: { output: { x: OUT, y: 52 } },
    dots: [
      { x: FORK, y: ROAD },
      { x: COLUMN.z, y: MEET },
      ...[COLUMN.z, COLUMN.r, COLUMN.m].map((x) => ({ x, y: LINE })),
    ],
    arrows: ["M922,116 l16,12 l-16,12 z"],
    carries: {
      update_gate: ["rise_z", "z_up", "z_over", "rz_over"],
      reset_gate: ["rise_r", "r_over"],
      recalled: ["rise_m", "rm_over"],
      candidate: ["sum_up", "n_up"],
      hidden_state: ["h_out"],
    },
  });

const RESET_AFTER = whole({
  operators: OPERATORS_AFTER,
  wires: WIRES_AFTER,
  slots: SLOTS_AFTER,
  captions: CAPTIONS_AFTER,
});
const RESET_BEFORE = whole({
  operators: OPERATORS_BEFORE,
  wires: WIRES_BEFORE,
  slots: SLOTS_BEFORE,
  captions: CAPTIONS_BEFORE,
});
