/**
 * Where everything of a plain RNN lies, in the same box as an LSTM: the hidden state comes in and leaves below, as
 * there, and one column stands where the gates are. There is no road above: all that lasts goes through W.
 */

import { caption, level, slot, upright, wire } from "./notation.js";

/** @typedef {import("./lstm_layout.js").Layout} Layout */
/** @typedef {import("./lstm_layout.js").Operator} Operator */

const LINE = 420;
const ENTRY = 120;
const JOIN = 172;
const COLUMN = 392;
const TOP = 116;
const DOWN = 730;
const OUT = 832;

/**
 * @param {import("./lstm_layout.js").Shape} shape
 * @returns {Layout}
 */
export function layout({ projected }) {
  /** @type {Operator} */
  const project = { glyph: "weights", x: DOWN, y: 330, label: "p" };
  return Object.freeze({
    width: 960,
    height: 540,
    cell: { x: 112, y: 22, width: 704, height: 440 },
    operators: projected ? { ...OPERATORS, project } : OPERATORS,
    wires: WIRES,
    slots: SLOTS,
    exits: EXITS,
    dots: [],
    arrows: ARROWS,
    captions: CAPTIONS,
    carries: CARRIES,
  });
}

/** @type {Layout["operators"]} */
const OPERATORS = Object.freeze({
  join: { glyph: "join", x: JOIN, y: LINE },
  weigh_h: {
    glyph: "weights",
    x: COLUMN,
    y: 330,
    label: "",
    gate: "candidate",
    size: { width: 150, height: 90, rows: 16, columns: 24 },
  },
  squash_h: { glyph: "tanh", x: COLUMN, y: TOP, label: "tanh" },
  handover: { glyph: "copy", x: OUT, y: LINE },
});

/** @type {Layout["wires"]} */
const WIRES = Object.freeze({
  h_in: wire("line", level(62, JOIN, LINE)),
  x_in: wire("line", [...upright(ENTRY, 486, LINE), [JOIN, LINE]]),
  bus: wire("line", [...level(JOIN, COLUMN, LINE), [COLUMN, 380]]),
  rise: wire("line", upright(COLUMN, 282, TOP + 20)),
  h_out: wire("line", [...level(COLUMN + 20, DOWN, TOP), [DOWN, LINE], [932, LINE]]),
  y_up: wire("thin", upright(OUT, LINE, 46)),
});

/** @type {Layout["slots"]} */
const SLOTS = Object.freeze({
  h_prev: slot(62, 396, "above"),
  x: slot(ENTRY, 491, "right"),
  joined: slot(JOIN, LINE, "before"),
  a_h: slot(COLUMN, 212, "left"),
  h_new: slot(560, TOP, "above"),
  h: slot(874, LINE, "above"),
});

/** @type {Layout["exits"]} */
const EXITS = Object.freeze({ output: Object.freeze({ x: OUT, y: 52 }) });
const ARROWS = Object.freeze(["M924,412 l12,8 l-12,8 z"]);

/** @type {Layout["captions"]} */
const CAPTIONS = Object.freeze({
  arrive: caption(268, 450, "start", 0),
  join: caption(268, 450, "start", 0),
  weigh_h: caption(492, 296, "start", 118),
  squash_h: caption(458, 190, "start", 240),
  handover: caption(816, 474, "end", 490),
});

/** @type {Layout["carries"]} */
const CARRIES = Object.freeze({ candidate: ["rise"], hidden_state: ["h_out"] });
