// What the server writes into a page of the article, as far as tests need it: the worked example and a small network.

const GATES = ["forget_gate", "input_gate", "candidate", "output_gate"];

/** @param {string} id @param {number} units @param {number} inputs @param {readonly string[] | null} labels */
const modelOf = (id, units, inputs, labels) => ({
  id,
  title: id,
  source: "bundled",
  stacks: [
    {
      name: "lstm",
      cell: "lstm",
      layers: 1,
      bidirectional: false,
      input_size: inputs,
      hidden_size: units,
      projection_size: null,
      parameters: 4 * units * (units + inputs + 1),
    },
  ],
  input: { kind: /** @type {const} */ ("words"), size: inputs, labels },
  head: null,
  writes_on: false,
  examples: [],
});

/** Two units that read words as two numbers. */
const REVIEW = {
  id: "review",
  model: modelOf("review", 2, 2, ["valence", "negator"]),
  text: "It was not good",
  tokens: ["It was", "not", "good"].map((text, id) => ({ text, id, known: true })),
  inputs: [
    [0, 0],
    [0, 1],
    [1, 0],
  ],
  initial_state: { cell_state: [0, 0], hidden_state: [0, 0] },
  weights: {
    layer: 0,
    direction: "forward",
    gates: GATES,
    units: [0, 1],
    W_x: GATES.map((_, g) => [
      [0.5, g],
      [-1, 0.25],
    ]),
    W_h: GATES.map((_, g) => [
      [0.1, -g],
      [0.2, 0.3],
    ]),
    b: GATES.map((_, g) => [0.5 * g, -0.5]),
    W_p: null,
  },
  head: null,
  place: { step: 1, unit: 0 },
};

/** @returns {Promise<import("../../static/js/pages/boot.js").PageBoot>} */
export async function pageBoot() {
  const [given, explore, article] = await Promise.all(
    ["/static/learn/worked.json", "/static/i18n/en.json", "/static/i18n/learn/en.json"].map(async (path) =>
      (await fetch(path)).json(),
    ),
  );
  const { gates, W_x, W_h, b, inputs, initial_state } = given;
  const worked = {
    id: "worked",
    model: modelOf("worked", 3, 2, ["x₁", "x₂"]),
    text: null,
    tokens: null,
    inputs,
    initial_state,
    weights: { layer: 0, direction: "forward", gates, units: [0, 1, 2], W_x, W_h, b, W_p: null },
    head: null,
    place: { step: 0, unit: 1 },
  };
  return {
    language: "en",
    version: "0",
    words: { en: { ...explore, ...article } },
    figures: ["4"],
    datasets: { worked, review: REVIEW },
    memory: null,
    training: null,
  };
}
