/**
 * The parts of an LSTM cell that a reader can point at: what belongs to each, its formula and what it is an array of.
 * In a formula "_" puts the next sign, or what stands in braces, below the line. Words are `part.<id>`.
 */

/**
 * @typedef {object} Part
 * @property {string} id
 * @property {readonly string[]} operators
 * @property {readonly string[]} wires
 * @property {readonly string[]} vectors
 * @property {string} formula
 * @property {"units" | "inputs" | "joined" | "weights"} shape
 * @property {number} x where its card points to
 * @property {number} y
 */

/** @type {(id: string, x: number, y: number, formula: string, shape: Part["shape"], of: Partial<Part>) => Part} */
const part = (id, x, y, formula, shape, of) =>
  Object.freeze({ id, x, y, formula, shape, operators: [], wires: [], vectors: [], ...of });

/**
 * @param {"f" | "i" | "g" | "o"} letter
 * @param {number} x
 * @param {readonly string[]} wires
 */
const weights = (letter, x, wires) =>
  part(`weights_${letter}`, x, 372, `a_${letter} = W_${letter} [h; x] + b_${letter}`, "weights", {
    operators: [`weigh_${letter}`],
    wires,
  });

/**
 * @param {"f" | "i" | "g" | "o"} letter
 * @param {string} id
 * @param {number} x
 * @param {readonly string[]} wires
 */
const gate = (letter, id, x, wires) =>
  part(
    id,
    x,
    318,
    `${letter} = ${letter === "g" ? "tanh" : "σ"}(W_${letter} [h; x] + b_${letter})`,
    "units",
    {
      operators: [`squash_${letter}`],
      wires,
      vectors: [letter],
    },
  );

/** In the order in which one comes to them. @type {readonly Part[]} */
export const PARTS = Object.freeze([
  part("cell_state", 322, 128, "c_t = f ∗ c_{t−1} + i ∗ g", "units", {
    wires: ["c_in", "c_mid", "c_out"],
    vectors: ["c_prev", "c"],
  }),
  part("hidden_state", 600, 420, "h_t = o ∗ tanh(c_t)", "units", {
    wires: ["h_in", "h_out", "y_up"],
    vectors: ["h_prev", "h"],
  }),
  part("input", 120, 470, "x_t", "inputs", { wires: ["x_in"], vectors: ["x"] }),
  part("joined", 172, 420, "[h; x] = [h_{t−1}; x_t]", "joined", {
    operators: ["join"],
    vectors: ["joined"],
    wires: ["bus_f", "bus_i", "bus_g", "bus_o"],
  }),
  weights("f", 225, ["rise_f"]),
  gate("f", "forget_gate", 225, ["f_up"]),
  part("keep", 225, 128, "f ∗ c_{t−1}", "units", { operators: ["multiply_fc"], vectors: ["fc"] }),
  weights("i", 375, ["rise_i"]),
  gate("i", "input_gate", 375, ["i_up"]),
  weights("g", 480, ["rise_g"]),
  gate("g", "candidate", 480, ["g_up"]),
  part("write", 480, 172, "i ∗ g", "units", {
    operators: ["multiply_ig"],
    vectors: ["ig"],
    wires: ["ig_up"],
  }),
  part("add", 480, 128, "c_t = f ∗ c_{t−1} + i ∗ g", "units", { operators: ["add"] }),
  weights("o", 640, ["rise_o"]),
  gate("o", "output_gate", 640, ["o_right"]),
  part("tanh", 740, 192, "tanh(c_t)", "units", {
    operators: ["tanh_c"],
    vectors: ["tanh_c"],
    wires: ["c_down", "t_down"],
  }),
  part("show", 740, 318, "h_t = o ∗ tanh(c_t)", "units", { operators: ["multiply_o"] }),
  part("fork", 832, 420, "y_t = h_t", "units", { operators: ["handover"], vectors: ["y"] }),
]);

/** Those of them that a plain RNN has: one sum, one tanh. @type {readonly Part[]} */
export const PLAIN_PARTS = Object.freeze([
  part("hidden_state", 600, 420, "h_t = tanh(W_g [h; x] + b_g)", "units", {
    wires: ["h_in", "t_out", "y_up"],
    vectors: ["h_prev", "h"],
  }),
  ...PARTS.filter(({ id }) => ["input", "joined", "weights_g", "fork"].includes(id)),
  part("only_tanh", 480, 318, "h_t = tanh(a_g)", "units", { operators: ["squash_g"] }),
]);
