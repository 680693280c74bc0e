/**
 * What happens in a GRU in one step, as data: sixteen operations from left to right. Where the reset gate multiplies
 * after the matrix, the candidate's two matrices read h and x apart; where it multiplies before, one reads [m; x].
 */

import { move, operation, segment, TIMES } from "./notation.js";

/** @typedef {import("./lstm_operations.js").Operation} Operation */
/** @typedef {ReturnType<typeof operation>} Part */

/** The way from the join to each column. */
const BUS = Object.freeze({
  z: ["bus_z"],
  r: ["bus_z", "bus_r"],
  m: ["bus_z", "bus_r", "bus_m"],
  n: ["bus_z", "bus_r", "bus_m", "bus_n"],
});
/** A gate from here on is open, and below the other number shut. */
const OPEN = 0.8;
const SHUT = 0.2;

/** @param {number} value */
const opening = (value) => (value >= OPEN ? "open" : value <= SHUT ? "shut" : "partly");

/**
 * @param {boolean} resetAfter
 * @param {import("./activations.js").Activation} activation of the candidate
 * @returns {readonly Operation[]}
 */
export function operationsWith(resetAfter, activation) {
  return Object.freeze([
    ...segment("update_gate", 0, [...BEGIN, weigh("z", "update_gate"), squash("z", "update_gate")]),
    ...segment("reset_gate", 0, [
      weigh("r", "reset_gate"),
      squash("r", "reset_gate", resetAfter ? "gru.squash_r" : "gru.squash_r_before"),
    ]),
    ...segment("gru_candidate", 0, [
      ...(resetAfter ? CANDIDATE_AFTER : CANDIDATE_BEFORE),
      operation("squash_n", TIMES.squash, "candidate", "squash_n", {
        words: activation.name === "tanh" ? "gru.squash_n" : "gru.squash_other",
        says: () => "now",
        wires: ["sum_up"],
        shows: ["a_n", "n"],
        moves: [move("a_n", "a_n", "squash_n", [], 0, 0.55), move("n", "squash_n", "n", [], 0.45, 1)],
      }),
    ]),
    ...segment("gru_state", 0, [...BLEND, handover(resetAfter ? ["rm"] : [])]),
  ]);
}

/**
 * A copy of [h; x] enters the weights of a gate, its preactivation appears.
 *
 * @param {"z" | "r"} letter
 * @param {string} channel
 */
const weigh = (letter, channel) =>
  operation(`weigh_${letter}`, TIMES.weigh, channel, `weigh_${letter}`, {
    words: `gru.weigh_${letter}`,
    wires: BUS[letter].slice(-1),
    shows: ["joined", `a_${letter}`],
    moves: [
      move("joined", "joined", `weigh_${letter}`, BUS[letter], 0, 0.6),
      move(`a_${letter}`, `weigh_${letter}`, `a_${letter}`, [], 0.55, 1),
    ],
  });

/**
 * @param {"z" | "r"} letter
 * @param {string} channel
 * @param {string} [words]
 */
const squash = (letter, channel, words = `gru.squash_${letter}`) =>
  operation(`squash_${letter}`, TIMES.squash, channel, `squash_${letter}`, {
    words,
    says: opening,
    wires: [`rise_${letter}`],
    shows: [`a_${letter}`, letter],
    moves: [
      move(`a_${letter}`, `a_${letter}`, `squash_${letter}`, [], 0, 0.55),
      move(letter, `squash_${letter}`, letter, [], 0.45, 1),
    ],
  });

/** @type {readonly Part[]} */
const BEGIN = [
  operation("arrive", TIMES.slide, null, "join", {
    words: "gru.arrive",
    wires: ["h_down", "x_in"],
    shows: ["h_prev", "x"],
    moves: [move("h_prev", "h_prev", "join", ["h_down"]), move("x", "x", "join", ["x_in"])],
  }),
  operation("join", TIMES.join, null, "join", {
    words: "gru.join",
    wires: [],
    shows: ["h_prev", "x", "joined"],
    moves: [move("joined", "join", "joined")],
  }),
];

/** @type {readonly Part[]} */
const CANDIDATE_AFTER = [
  operation("weigh_m", TIMES.weigh, "recalled", "weigh_m", {
    words: "gru.weigh_m",
    wires: ["bus_m"],
    shows: ["h_prev", "m"],
    moves: [move("h_prev", "join", "weigh_m", BUS.m, 0, 0.6), move("m", "weigh_m", "m", [], 0.55, 1)],
  }),
  operation("multiply_rm", TIMES.multiply, "candidate", "multiply_rm", {
    words: "gru.multiply_rm",
    wires: ["r_over", "rise_m"],
    shows: ["r", "m", "rm"],
    moves: [
      move("r", "r", "multiply_rm", ["r_over"], 0, 0.55),
      move("m", "m", "multiply_rm", [], 0.1, 0.55),
      move("rm", "multiply_rm", "rm", [], 0.5, 1),
    ],
  }),
  operation("weigh_n", TIMES.weigh + 200, "candidate", "add_n", {
    words: "gru.add_n",
    wires: ["bus_n", "rise_n", "rm_over"],
    shows: ["x", "rm", "a_n"],
    moves: [
      move("x", "join", "weigh_n", BUS.n, 0, 0.5),
      move("rm", "rm", "add_n", ["rm_over"], 0.15, 0.6),
      move("a_n", "add_n", "a_n", [], 0.55, 1),
    ],
  }),
];

/** @type {readonly Part[]} */
const CANDIDATE_BEFORE = [
  operation("multiply_rm", TIMES.multiply, "recalled", "multiply_rm", {
    words: "gru.multiply_rh",
    wires: ["bus_m", "r_over", "rise_m"],
    shows: ["h_prev", "r", "m"],
    moves: [
      move("r", "r", "multiply_rm", ["r_over"], 0, 0.55),
      move("h_prev", "join", "multiply_rm", BUS.m, 0, 0.55),
      move("m", "multiply_rm", "m", [], 0.5, 1),
    ],
  }),
  operation("join_n", TIMES.slide, null, "join_n", {
    words: "gru.join_n",
    wires: ["bus_n", "rm_over", "rise_n"],
    shows: ["x", "m", "joined_n"],
    moves: [
      move("x", "join", "join_n", BUS.n, 0, 0.6),
      move("m", "m", "join_n", ["rm_over"], 0.1, 0.6),
      move("joined_n", "join_n", "joined_n", [], 0.55, 1),
    ],
  }),
  operation("weigh_n", TIMES.weigh, "candidate", "weigh_n", {
    words: "gru.weigh_n",
    wires: [],
    shows: ["joined_n", "a_n"],
    moves: [move("joined_n", "joined_n", "weigh_n", [], 0, 0.6), move("a_n", "weigh_n", "a_n", [], 0.55, 1)],
  }),
];

/** @type {readonly Part[]} */
const BLEND = [
  operation("multiply_zh", TIMES.multiply, "hidden_state", "multiply_zh", {
    words: "gru.multiply_zh",
    wires: ["h_in", "z_up"],
    shows: ["h_prev", "z", "zh"],
    moves: [
      move("h_prev", "h_prev", "multiply_zh", ["h_in"], 0, 0.55),
      move("z", "z", "multiply_zh", ["z_up"], 0.1, 0.55),
      move("zh", "multiply_zh", "zh", [], 0.5, 1),
    ],
  }),
  operation("multiply_zn", TIMES.multiply + 400, "hidden_state", "multiply_zn", {
    words: "gru.multiply_zn",
    wires: ["z_over", "rz_over", "n_up"],
    shows: ["z", "n", "zn"],
    moves: [
      move("z", "z", "rest_z", ["z_over"], 0, 0.4),
      move("rz", "rest_z", "multiply_zn", ["rz_over"], 0.38, 0.62),
      move("n", "n", "multiply_zn", ["n_up"], 0.3, 0.62),
      move("zn", "multiply_zn", "zn", [], 0.58, 1),
    ],
  }),
  operation("add", TIMES.add, "hidden_state", "add", {
    words: "gru.add",
    wires: ["h_mid", "zn_up"],
    shows: ["zh", "zn", "h"],
    moves: [
      move("zh", "zh", "add", ["h_mid"], 0, 0.55),
      move("zn", "zn", "add", ["zn_up"], 0, 0.55),
      move("h", "add", "h_new", [], 0.5, 1),
    ],
  }),
];

/** @param {readonly string[]} more vectors of this variant */
const handover = (more) =>
  operation("handover", TIMES.handover, "hidden_state", "handover", {
    words: "gru.handover",
    wires: ["h_out", "y_up"],
    shows: ["h_prev", "x", "z", "r", "m", ...more, "n", "zh", "zn", "h"],
    moves: [move("h", "h_new", "h", [], 0, 0.8), move("y", "handover", "output", ["y_up"], 0.4, 1)],
  });
