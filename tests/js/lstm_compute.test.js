import { predict } from "../../static/js/cells/head.js";
import { computeLayer, editedWeights } from "../../static/js/cells/lstm_compute.js";
import { computeRnn } from "../../static/js/cells/rnn_compute.js";
import { NO_EDITS } from "../../static/js/state/edits.js";
import { decodeWeights } from "../../static/js/state/weights.js";
import { answer, weights as oneGate } from "./example.js";
import { assert, test } from "./harness.js";
import { WORKED } from "./stage_samples.js";

/** @typedef {import("../../static/js/state/types.js").LayerTrace} LayerTrace */
/** @typedef {import("../../static/js/state/edits.js").Override} Override */

const weights = decodeWeights(WORKED.weights);
const initialState = WORKED.initial_state;
const run = { weights, inputs: WORKED.inputs, initialState, edits: NO_EDITS };

/** @param {LayerTrace} layer @param {string} channel @param {number} [step] */
const row = (layer, channel, step = 0) => {
  const { data, shape } = layer.channels[channel] ?? { data: new Float64Array(), shape: [0, 0] };
  return [...data.subarray(step * (shape[1] ?? 0), (step + 1) * (shape[1] ?? 0))];
};
/** @param {readonly Override[]} overrides */
const held = (overrides) => computeLayer({ ...run, edits: { weights: [], overrides } });

test("the worked example gives the numbers that its drawings were checked with", () => {
  const expected = {
    forget_gate: [0.97, 0.08, 0.51],
    input_gate: [0.12, 0.93, 0.5],
    candidate: [0.4, 0.88, -0.7],
    output_gate: [0.91, 0.1, 0.66],
    cell_state: [0.824, 0.778, -0.248],
    hidden_state: [0.616, 0.065, -0.16],
  };
  const layer = computeLayer(run);
  for (const [channel, values] of Object.entries(expected)) {
    for (const [k, value] of values.entries())
      assert.close(row(layer, channel)[k] ?? 9, value, 6e-4, channel);
  }
  assert.deepEqual(layer.channels.input?.shape, [3, 2]);
});

test("one gate from one row of weights: the same sum as by pencil", () => {
  const [one] = answer.layers;
  const layer = computeLayer({
    weights: {
      ...oneGate,
      gates: ["forget_gate", "input_gate", "candidate", "output_gate"],
      W_x: [oneGate.W_x[0] ?? [], [[0, 0]], [[0, 0]], [[0, 0]]],
      W_h: [oneGate.W_h[0] ?? [], [[0, 0, 0]], [[0, 0, 0]], [[0, 0, 0]]],
      b: [[0.2013], [0], [0], [0]],
    },
    inputs: [[0, 1]],
    initialState: { cell_state: [2], hidden_state: one?.initial_state.hidden_state ?? [] },
    edits: NO_EDITS,
  });
  const sum = -3.1042 - 0.6025 * 0.55 + 1.92 * 0.43 - 0.221 * 0.16 + 0.2013;
  assert.close(row(layer, "forget_gate_preactivation")[0] ?? 9, sum, 1e-12);
  assert.close(row(layer, "cell_state")[0] ?? 9, 2 / (1 + Math.exp(-sum)), 1e-12);
});

test("closed forms: f = 1 and i = 0 keep the memory for ever, f = 0 leaves i * g alone", () => {
  const kept = held([
    { channel: "forget_gate", unit: null, kind: "set", value: 1 },
    { channel: "input_gate", unit: null, kind: "set", value: 0 },
  ]);
  for (const step of [0, 1, 2]) assert.deepEqual(row(kept, "cell_state", step), initialState.cell_state);
  const dropped = held([{ channel: "forget_gate", unit: 1, kind: "set", value: 0 }]);
  for (const step of [0, 1, 2]) {
    const [i, g, c] = ["input_gate", "candidate", "cell_state"].map(
      (name) => row(dropped, name, step)[1] ?? 9,
    );
    assert.close(c ?? 9, (i ?? 9) * (g ?? 9), 1e-15);
  }
});

test("a held gate changes what follows, in its unit at once and in the others a step later", () => {
  const free = computeLayer(run);
  const open = held([{ channel: "output_gate", unit: 1, kind: "set", value: 1 }]);
  assert.deepEqual(row(open, "output_gate"), [row(free, "output_gate")[0], 1, row(free, "output_gate")[2]]);
  assert.close(row(open, "hidden_state")[1] ?? 9, Math.tanh(row(free, "cell_state")[1] ?? 9), 1e-15);
  assert.equal(row(open, "hidden_state")[0], row(free, "hidden_state")[0]);
  assert.deepEqual(row(open, "output_gate_preactivation"), row(free, "output_gate_preactivation"));
  assert(row(open, "hidden_state", 1)[0] !== row(free, "hidden_state", 1)[0], "unit 1 reads unit 2");
});

test("a held cell state is what tanh and the next step see", () => {
  const layer = held([{ channel: "cell_state", unit: 0, kind: "set", value: -2 }]);
  assert.close(
    row(layer, "hidden_state", 1)[0] ?? 9,
    (row(layer, "output_gate", 1)[0] ?? 9) * Math.tanh(-2),
    1e-15,
  );
});

test("a sign is flipped, and flipped back by a second time", () => {
  const flip = /** @type {const} */ ({ channel: "candidate", unit: 2, kind: "negate", value: 0 });
  assert.close(row(held([flip]), "candidate")[2] ?? 9, 0.7, 6e-4);
  assert.close(row(held([flip, flip]), "candidate")[2] ?? 9, -0.7, 6e-4);
  assert.close(row(held([flip]), "cell_state")[2] ?? 9, 0.102 + 0.35, 6e-4);
});

test("an edited weight is used at every step; what was given stays as it was", () => {
  const edit = /** @type {const} */ ({ gate: "forget_gate", part: "W_x", unit: 0, index: 0, value: -3 });
  const edited = editedWeights(weights, [edit]);
  const before = row(computeLayer(run), "forget_gate_preactivation");
  const after = row(
    computeLayer({ ...run, edits: { weights: [edit], overrides: [] } }),
    "forget_gate_preactivation",
  );
  assert.close((after[0] ?? 9) - (before[0] ?? 9), -4.5 * (WORKED.inputs[0]?.[0] ?? 9), 1e-12);
  assert.deepEqual(after.slice(1), before.slice(1));
  assert.equal(edited.W_x[0]?.[0]?.[0], -3);
  assert.equal(weights.W_x[0]?.[0]?.[0], 1.5);
  assert.equal(editedWeights(weights, []), weights);
  const bias = editedWeights(weights, [{ ...edit, part: "b", unit: 2, value: 7 }]);
  assert.deepEqual(bias.b[0], [1.1761, 0.2677, 7]);
  assert.throws(() => editedWeights(weights, [{ ...edit, index: 5 }]), /no weight W_x forget_gate 0 5/);
});

test("a plain RNN is one tanh a step, of its own h", () => {
  const layer = computeRnn(run);
  let h = [...initialState.hidden_state];
  for (const [step, x] of WORKED.inputs.entries()) {
    h = h.map((_, k) => {
      const [W_x, W_h] = [weights.W_x[2]?.[k] ?? [], weights.W_h[2]?.[k] ?? []];
      const parts = [
        ...W_x.map((w, d) => w * (x[d] ?? 9)),
        ...W_h.map((w, d) => w * (h[d] ?? 0)),
        weights.b[2]?.[k] ?? 0,
      ];
      return Math.tanh(parts.reduce((sum, part) => sum + part, 0));
    });
    for (const [k, value] of h.entries())
      assert.close(row(layer, "hidden_state", step)[k] ?? 9, value, 1e-12);
  }
  assert.equal(layer.channels.cell_state, undefined);
});

test("heads: a sum, a sigmoid of it, shares that sum to one", () => {
  const hidden = { data: Float64Array.of(1, -1, 0.5, 0), shape: [2, 2] };
  const head = {
    kind: "linear",
    labels: null,
    W: [
      [2, 1],
      [0, 3],
    ],
    b: [0.5, 0],
  };
  assert.deepEqual(predict(head, hidden)?.values, [
    [1.5, -3],
    [1.5, 0],
  ]);
  assert.close(predict({ ...head, kind: "sigmoid" }, hidden)?.values[1]?.[1] ?? 9, 0.5, 1e-15);
  const [first, second] = predict({ ...head, kind: "softmax" }, hidden)?.values[0] ?? [];
  assert.close((first ?? 9) / (second ?? 9), Math.exp(4.5), 1e-9);
  assert.close((first ?? 9) + (second ?? 9), 1, 1e-15);
  assert.throws(() => predict({ ...head, kind: "sum" }, hidden), /linear, sigmoid or softmax/);
  assert.equal(predict(null, hidden), null);
});
