/**
 * Where everything of a GRU lies, in the same box as an LSTM. The hidden state is the road on top; a copy of it goes
 * down to meet the input. Columns stand in the order of the operations: update gate, reset gate, what is recalled,
 * candidate, which ends at the road. What is parked on the right waits for its turn.
 */

import { caption, level, slot, upright, wire } from "./notation.js";

/** @typedef {import("./lstm_layout.js").Layout} Layout */

const ROAD = 128;
const LINE = 420;
const MEET = 178;
const GATES = 236;
const SQUASH = 308;
const WEIGH = 372;
const ENTRY = 120;
const FORK = 146;
const JOIN = 172;
const OUT = 832;
const COLUMN = Object.freeze({ z: 225, r: 370, m: 492, n: 630 });
/** Where 1 − z is made, on the way to the candidate. */
const REST = 540;
const TANH = 252;
/** Where r multiplies what W_h made, and where the input joins it. */
const AFTER = 310;
/** Where r multiplies the state before W_h reads it. */
const BEFORE = 376;
const BETWEEN = 561;
const PARKED = 704;

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
  weigh_m: { glyph: "weights", x: COLUMN.m, y: WEIGH, label: "hn", gate: "candidate", half: "W_h" },
  multiply_rm: { glyph: "multiply", x: COLUMN.m, y: AFTER },
  weigh_n: { glyph: "weights", x: COLUMN.n, y: WEIGH, label: "xn", gate: "candidate", half: "W_x" },
  add_n: { glyph: "add", x: COLUMN.n, y: AFTER },
});

/** @type {Layout["operators"]} */
const OPERATORS_BEFORE = Object.freeze({
  ...OPERATORS,
  multiply_rm: { glyph: "multiply", x: COLUMN.m, y: BEFORE },
  join_n: { glyph: "join", x: COLUMN.n, y: BEFORE },
  weigh_n: { glyph: "weights", x: COLUMN.n, y: SQUASH, label: "n", gate: "candidate" },
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
  a_z: slot(298, WEIGH, "above"),
  z: slot(COLUMN.z, GATES, "left"),
  a_r: slot(298, WEIGH, "above"),
  r: slot(COLUMN.r, GATES, "left"),
  m: slot(BETWEEN, 360, "right"),
  a_n: slot(PARKED, 318, "right"),
  n: slot(PARKED, 284, "right"),
  zh: slot(322, ROAD, "above"),
  zn: slot(PARKED, 184, "right"),
  h_new: slot(778, ROAD, "above"),
  h: slot(874, ROAD, "above"),
});

/** @type {Layout["slots"]} */
const SLOTS_AFTER = Object.freeze({ ...SLOTS, rm: slot(BETWEEN, 262, "above") });

/** @type {Layout["slots"]} */
const SLOTS_BEFORE = Object.freeze({
  ...SLOTS,
  m: slot(BETWEEN, BEFORE, "above"),
  joined_n: slot(COLUMN.n, BEFORE, "right"),
});

/** @type {Layout["captions"]} */
const CAPTIONS = Object.freeze({
  arrive: caption(268, 450, "start", 0),
  join: caption(268, 450, "start", 0),
  weigh_z: caption(344, 346, "start", 0),
  squash_z: caption(336, 262, "start", 0),
  weigh_r: caption(416, 346, "start", 60),
  squash_r: caption(472, 262, "start", 60),
  multiply_rm: caption(606, 286, "start", 230),
  weigh_n: caption(676, 374, "start", 320),
  squash_n: caption(672, 346, "start", 330),
  multiply_zh: caption(268, 194, "start", 10),
  multiply_zn: caption(606, 200, "end", 280),
  add: caption(606, 200, "end", 342),
  handover: { ...caption(952, 190, "end", 494), width: 188 },
});

/** @type {Layout["captions"]} */
const CAPTIONS_AFTER = Object.freeze({ ...CAPTIONS, weigh_m: caption(606, 350, "start", 230) });

/** @type {Layout["captions"]} */
const CAPTIONS_BEFORE = Object.freeze({ ...CAPTIONS, join_n: caption(676, 346, "start", 300) });

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
