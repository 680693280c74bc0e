/**
 * What happens in an LSTM cell in one step, as data: eighteen operations in the article's order, the gate
 * that each belongs to, how long it takes at speed 1, what lights up, and which vectors move where.
 *
 * A move happens within its operation from `begin` to `end` (0..1). A vector appears with its first move that
 * ends in a slot and rests there until the step is over; a move without a slot at its end is a copy that
 * merges into an operator.
 */

import { move, operation, segment, TIMES } from "./notation.js";

/** @typedef {import("./lstm_layout.js").Point} Point */

/**
 * @typedef {object} Move
 * @property {string} vector
 * @property {string} from a slot or an operator
 * @property {string} to a slot, an operator or an exit
 * @property {readonly string[]} [along] wires to follow
 * @property {number} begin
 * @property {number} end
 */

/**
 * @typedef {object} Operation
 * @property {string} id
 * @property {string} gate channel of the gate it belongs to
 * @property {number} figure figure of the article, 4 to 7
 * @property {number} duration milliseconds at speed 1
 * @property {number} pause milliseconds of rest behind it
 * @property {string} active the operator in the light
 * @property {readonly string[]} wires wires that colour runs along
 * @property {readonly string[]} shows vectors it is about
 * @property {readonly Move[]} moves
 * @property {string | null} channel whose numbers it makes; null: none yet
 * @property {string} [words] its words are op.<words>.title, .now (or a variant of it), .rule; its id unless said
 *   otherwise
 * @property {(value: number) => string} [says] the variant of its words, by the value of its channel
 */

/**
 * A copy of [h; x] enters the weights of a gate, its preactivation appears.
 *
 * @param {string} letter
 * @param {string} channel
 * @param {readonly string[]} bus wires from the join to this gate
 */
const weigh = (letter, channel, bus) =>
  operation(`weigh_${letter}`, TIMES.weigh, channel, `weigh_${letter}`, {
    wires: bus.slice(-1),
    shows: ["joined", `a_${letter}`],
    moves: [
      move("joined", "joined", `weigh_${letter}`, bus, 0, 0.6),
      move(`a_${letter}`, `weigh_${letter}`, `a_${letter}`, [], 0.55, 1),
    ],
  });

/**
 * A preactivation goes into its curve, the gate comes out.
 *
 * @param {string} letter
 * @param {string} channel
 * @param {string} [slot] where the gate comes to rest
 */
const squash = (letter, channel, slot = letter) =>
  operation(`squash_${letter}`, TIMES.squash, channel, `squash_${letter}`, {
    wires: [`rise_${letter}`],
    shows: [`a_${letter}`, letter],
    moves: [
      move(`a_${letter}`, `a_${letter}`, `squash_${letter}`, [], 0, 0.55),
      move(letter, `squash_${letter}`, slot, [], 0.45, 1),
    ],
  });

/** @type {readonly Operation[]} */
export const OPERATIONS = Object.freeze([
  ...segment("forget_gate", 4, [
    operation("arrive", TIMES.slide, null, "join", {
      wires: ["h_in", "x_in"],
      shows: ["h_prev", "x"],
      moves: [move("h_prev", "h_prev", "join", ["h_in"]), move("x", "x", "join", ["x_in"])],
    }),
    operation("join", TIMES.join, null, "join", {
      wires: [],
      shows: ["h_prev", "x", "joined"],
      moves: [move("joined", "join", "joined")],
    }),
    weigh("f", "forget_gate", ["bus_f"]),
    squash("f", "forget_gate", "f_out"),
    operation("park_f", TIMES.slide, "forget_gate", "multiply_fc", {
      wires: ["f_up"],
      shows: ["f", "c_prev"],
      moves: [move("f", "f_out", "f")],
    }),
  ]),
  ...segment("input_gate", 5, [
    weigh("i", "input_gate", ["bus_f", "bus_i"]),
    squash("i", "input_gate"),
    weigh("g", "candidate", ["bus_f", "bus_i", "bus_g"]),
    squash("g", "candidate"),
    operation("multiply_ig", TIMES.multiply, "candidate", "multiply_ig", {
      wires: ["i_up", "g_up"],
      shows: ["i", "g", "ig"],
      moves: [
        move("i", "i", "multiply_ig", ["i_up"], 0, 0.55),
        move("g", "g", "multiply_ig", ["g_up"], 0, 0.55),
        move("ig", "multiply_ig", "ig", [], 0.5, 1),
      ],
    }),
  ]),
  ...segment("cell_state", 6, [
    operation("multiply_fc", TIMES.multiply, "cell_state", "multiply_fc", {
      wires: ["c_in", "f_up"],
      shows: ["c_prev", "f", "fc"],
      moves: [
        move("c_prev", "c_prev", "multiply_fc", ["c_in"], 0, 0.55),
        move("f", "f", "multiply_fc", [], 0.1, 0.55),
        move("fc", "multiply_fc", "fc", [], 0.5, 1),
      ],
    }),
    operation("add", TIMES.add, "cell_state", "add", {
      wires: ["c_mid", "ig_up"],
      shows: ["fc", "ig", "c"],
      moves: [
        move("fc", "fc", "add", ["c_mid"], 0, 0.55),
        move("ig", "ig", "add", ["ig_up"], 0, 0.55),
        move("c", "add", "c_new", [], 0.5, 1),
      ],
    }),
    operation("settle", TIMES.slide, "cell_state", "add", {
      wires: ["c_out"],
      shows: ["c", "c_prev"],
      moves: [move("c", "c_new", "c_park")],
    }),
  ]),
  ...segment("output_gate", 7, [
    weigh("o", "output_gate", ["bus_f", "bus_i", "bus_g", "bus_o"]),
    squash("o", "output_gate"),
    operation("tanh_c", TIMES.squash, "hidden_state", "tanh_c", {
      wires: ["c_down"],
      shows: ["c", "tanh_c"],
      moves: [
        move("c", "c_park", "tanh_c", ["c_down"], 0, 0.55),
        move("tanh_c", "tanh_c", "tanh_c_out", [], 0.5, 1),
      ],
    }),
    operation("multiply_o", TIMES.multiply, "hidden_state", "multiply_o", {
      wires: ["o_right", "t_down"],
      shows: ["o", "tanh_c", "h"],
      moves: [
        move("o", "o", "multiply_o", ["o_right"], 0, 0.55),
        move("tanh_c", "tanh_c_out", "multiply_o", ["t_down"], 0, 0.55),
        move("h", "multiply_o", "h_new", [], 0.5, 1),
      ],
    }),
    operation("handover", TIMES.handover, "hidden_state", "handover", {
      wires: ["h_out", "y_up"],
      shows: ["c", "h", "c_prev", "h_prev", "x", "f", "i", "g", "ig", "fc", "o", "tanh_c"],
      moves: [
        move("h", "h_new", "h", [], 0, 0.8),
        move("c", "c_park", "c", [], 0, 0.8),
        move("y", "handover", "output", ["y_up"], 0.4, 1),
      ],
    }),
  ]),
]);

/** Where f = 1 - i: the forget gate is made of the input gate's sum. */
export const TIED = Object.freeze(
  OPERATIONS.map((one) => {
    const words = { weigh_f: "tied.weigh", squash_f: "tied.squash" }[one.id];
    return words ? Object.freeze({ ...one, words }) : one;
  }),
);
