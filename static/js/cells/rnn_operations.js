/** What happens in a plain RNN in one step, as data: five operations, in the order in which they happen. */

import { move, operation, segment, TIMES } from "./notation.js";

/** @typedef {import("./lstm_operations.js").Operation} Operation */

/** What its words are called, by the function that squashes the sum. @type {Readonly<Record<string, string>>} */
const WORDS = Object.freeze({ tanh: "rnn.squash", relu: "rnn.squash_relu" });

/**
 * @param {import("./activations.js").Activation} squash
 * @returns {readonly Operation[]}
 */
export function operationsWith(squash) {
  const words = WORDS[squash.name] ?? "rnn.squash_other";
  return Object.freeze([
    ...segment("rnn_sum", 0, [
      operation("arrive", TIMES.slide, null, "join", {
        words: "rnn.arrive",
        wires: ["h_in", "x_in"],
        shows: ["h_prev", "x"],
        moves: [move("h_prev", "h_prev", "join", ["h_in"]), move("x", "x", "join", ["x_in"])],
      }),
      operation("join", TIMES.join, null, "join", {
        words: "rnn.join",
        wires: [],
        shows: ["h_prev", "x", "joined"],
        moves: [move("joined", "join", "joined")],
      }),
      operation("weigh_h", TIMES.weigh, "hidden_state", "weigh_h", {
        words: "rnn.weigh",
        wires: ["bus"],
        shows: ["joined", "a_h"],
        moves: [
          move("joined", "joined", "weigh_h", ["bus"], 0, 0.6),
          move("a_h", "weigh_h", "a_h", [], 0.55, 1),
        ],
      }),
    ]),
    ...segment("rnn_state", 0, [
      operation("squash_h", TIMES.squash, "hidden_state", "squash_h", {
        words,
        says: (value) => saidOf(squash.name, value),
        wires: ["rise"],
        shows: ["a_h", "h"],
        moves: [move("a_h", "a_h", "squash_h", [], 0, 0.55), move("h", "squash_h", "h_new", [], 0.45, 1)],
      }),
      operation("handover", TIMES.handover, "hidden_state", "handover", {
        words: "rnn.handover",
        wires: ["h_out", "y_up"],
        shows: ["h_prev", "x", "h"],
        moves: [
          move("h", "h_new", "h", ["h_out"], 0, 0.8),
          move("y", "handover", "output", ["y_up"], 0.4, 1),
        ],
      }),
    ]),
  ]);
}

/** @param {string} name @param {number} value */
function saidOf(name, value) {
  if (!(name in WORDS)) return "now";
  if (name === "relu") return value > 0 ? "above" : "zero";
  return value < 0 ? "below" : "above";
}
