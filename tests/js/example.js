// The checked example of three units that the page's tests share: one step, all six channels, the weights of one gate.

import { cellsAmong } from "../../static/js/cells/index.js";
import { decodeTrace } from "../../static/js/state/trace.js";

const before = { cell_state: [0.8, -0.5, 0.2], hidden_state: [0.55, 0.43, -0.16] };

/** An answer of POST /traces, of one step, as nested lists. */
export const answer = {
  model: "review",
  digest: "sha256:0",
  stack: "lstm",
  cell: "lstm",
  length: 1,
  start: 0,
  stop: 1,
  tokens: [{ text: "not", id: 3, known: true }],
  layers: [
    {
      index: 0,
      direction: "forward",
      units: [0, 1, 2],
      initial_state: before,
      forget_gate: [[0.97, 0.08, 0.51]],
      input_gate: [[0.12, 0.93, 0.5]],
      candidate: [[0.4, 0.88, -0.7]],
      output_gate: [[0.91, 0.1, 0.66]],
      cell_state: [[0.824, 0.7784, -0.248]],
      hidden_state: [[0.6164, 0.0652, -0.1604]],
      input: [[0, 1]],
    },
  ],
  predictions: { kind: "linear", labels: ["score"], values: [[-0.4]] },
};

/** The rows of the forget gate's unit 2; the others are empty. */
export const weights = {
  layer: 0,
  direction: /** @type {const} */ ("forward"),
  gates: ["forget_gate"],
  units: [1],
  W_x: [[[0.8111, -3.1042]]],
  W_h: [[[-0.6025, 1.92, 0.221]]],
  b: [[0.2013]],
  W_p: null,
};

export const trace = decodeTrace(answer);

/** What the cells of traces say, for pages whose networks have no options. */
export const cells = cellsAmong(() => []);

/** A state that shows the example. */
export const state = {
  trace,
  weights,
  layer: 0,
  direction: /** @type {const} */ ("forward"),
};

/**
 * A trace of made-up numbers, of any size: each channel is a wave over steps and units.
 *
 * @param {number} length
 * @param {number} units
 */
export function waves(length, units) {
  /** @param {number} phase */
  const channel = (phase) =>
    Array.from({ length }, (_, step) =>
      Array.from({ length: units }, (_, unit) => Math.sin(step + unit + phase)),
    );
  const [layer] = answer.layers;
  const initial = { cell_state: Array(units).fill(0), hidden_state: Array(units).fill(0) };
  const names = ["forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state"];
  const channels = Object.fromEntries(names.map((name, k) => [name, channel(k)]));
  const tokens = Array.from({ length }, (_, step) => ({ text: `w${step}`, id: step, known: true }));
  return decodeTrace({
    ...answer,
    length,
    stop: length,
    tokens,
    layers: [
      { ...layer, units: Array.from({ length: units }, (_, k) => k), initial_state: initial, ...channels },
    ],
    predictions: null,
  });
}
