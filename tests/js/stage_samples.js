// Traces for the tests of cells and stage: the worked example with three units, and wider ones of any size.

/** @typedef {import("../../static/js/state/types.js").LayerTrace} LayerTrace */
/** @typedef {import("../../static/js/state/types.js").TraceData} TraceData */

/** @param {number[]} row @returns {import("../../static/js/state/types.js").Matrix} */
const one = (row) => ({ data: Float64Array.from(row), shape: [1, row.length] });

/**
 * The worked example: unit 1 keeps, unit 2 is overwritten but hidden, unit 3 blends. One step.
 *
 * @returns {TraceData}
 */
export function worked() {
  /** @type {LayerTrace} */
  const layer = {
    index: 0,
    direction: "forward",
    units: [0, 1, 2],
    initialState: {
      cell_state: Float64Array.of(0.8, -0.5, 0.2),
      hidden_state: Float64Array.of(0.55, 0.43, -0.16),
    },
    channels: {
      forget_gate: one([0.97, 0.08, 0.51]),
      input_gate: one([0.12, 0.93, 0.5]),
      candidate: one([0.4, 0.88, -0.7]),
      output_gate: one([0.91, 0.1, 0.66]),
      cell_state: one([0.824, 0.7784, -0.248]),
      hidden_state: one([0.6158, 0.0652, -0.1604]),
      input: one([0, 1]),
      forget_gate_preactivation: one([3.4761, -2.4423, 0.04]),
      input_gate_preactivation: one([-1.9924, 2.5867, 0]),
      candidate_preactivation: one([0.4236, 1.3758, -0.8673]),
      output_gate_preactivation: one([2.3136, -2.1972, 0.6633]),
    },
  };
  return traceOf([layer], 1, ["not"]);
}

/**
 * Numbers made by a formula, not by a network: enough for where things are drawn.
 *
 * @param {number} units
 * @param {number} steps
 * @returns {TraceData}
 */
export function formula(units, steps) {
  /** @param {(k: number) => number} value */
  const matrix = (value) => ({
    data: Float64Array.from({ length: units * steps }, (_, k) => value(k)),
    shape: [steps, units],
  });
  const gate = matrix((k) => (Math.sin(k) + 1) / 2);
  const signed = matrix((k) => Math.cos(k));
  return traceOf(
    [
      {
        index: 0,
        direction: "forward",
        units: Array.from({ length: units }, (_, k) => k),
        initialState: { cell_state: new Float64Array(units), hidden_state: new Float64Array(units) },
        channels: {
          forget_gate: gate,
          input_gate: gate,
          candidate: signed,
          output_gate: gate,
          cell_state: matrix((k) => 3 * Math.cos(k)),
          hidden_state: signed,
          input: signed,
        },
      },
    ],
    steps,
    Array.from({ length: steps }, (_, k) => `word${k}`),
  );
}

/**
 * @param {LayerTrace[]} layers
 * @param {number} length
 * @param {string[]} tokens
 * @returns {TraceData}
 */
function traceOf(layers, length, tokens) {
  return {
    model: "sample",
    digest: "",
    stack: "lstm",
    cell: "lstm",
    length,
    start: 0,
    stop: length,
    tokens: tokens.map((text, id) => ({ text, id, known: true })),
    layers,
    predictions: null,
  };
}
