import { lstm } from "../../static/js/cells/lstm.js";
import { openingPlace } from "../../static/js/state/opening.js";
import {
  leaning,
  scaleEnd,
  shownLayer,
  stepBefore,
  tokenAt,
  valueAt,
} from "../../static/js/state/selectors.js";
import { decodeArray, decodeTrace } from "../../static/js/state/trace.js";
import { decodeWeights, gateRow, holds, unitToAsk } from "../../static/js/state/weights.js";
import { answer, state, trace, weights } from "./example.js";
import { assert, test } from "./harness.js";

/** @param {Float32Array | Float64Array} data */
const base64 = (data) => btoa(String.fromCharCode(...new Uint8Array(data.buffer)));

test("base64 floats are read back exactly, in both precisions", () => {
  const single = decodeArray({ dtype: "<f4", shape: [1, 2], base64: base64(new Float32Array([0.1, -2.5])) });
  assert.deepEqual(single, { data: new Float32Array([0.1, -2.5]), shape: [1, 2] });
  const double = decodeArray({ dtype: "<f8", shape: [1], base64: base64(new Float64Array([0.1])) });
  assert.equal(double.data[0], 0.1);
});

test("an array that is cut short is refused", () => {
  const array = { dtype: "<f4", shape: [2, 3], base64: base64(new Float32Array(5)) };
  assert.throws(() => decodeArray(array), /array of shape 2 x 3: 20 bytes, not 24/);
});

test("a trace keeps its frame and turns its channels into typed arrays", () => {
  assert.equal(trace.length, 1);
  const [layer] = trace.layers;
  assert.deepEqual(Object.keys(layer?.channels ?? {}), [
    "forget_gate",
    "input_gate",
    "candidate",
    "output_gate",
    "cell_state",
    "hidden_state",
    "input",
  ]);
  assert.deepEqual(layer?.channels.candidate, { data: new Float32Array([0.4, 0.88, -0.7]), shape: [1, 3] });
  assert.deepEqual(
    trace.predictions?.values.map((row) => row.map((v) => v.toFixed(2))),
    [["-0.40"]],
  );
});

test("a value before the first step is the initial state's", () => {
  const layer = shownLayer(state);
  assert(layer);
  assert.close(valueAt(layer, "cell_state", stepBefore(layer, 0), 1), -0.5, 1e-7);
  assert.close(valueAt(layer, "cell_state", 0, 1), 0.7784, 1e-7);
  assert.equal(valueAt(layer, "forget_gate", -1, 1), 0);
});

test("a layer that reads backward has its step before on the right", () => {
  const [layer] = trace.layers;
  assert(layer);
  assert.equal(stepBefore({ ...layer, direction: "backward" }, 3), 4);
  assert.equal(stepBefore(layer, 3), 2);
});

test("only the cell state has a scale of its own", () => {
  const [layer] = decodeTrace({
    ...answer,
    layers: [{ ...answer.layers[0], cell_state: [[1.83, -0.2, 0.1]] }],
  }).layers;
  assert(layer);
  assert.equal(scaleEnd(layer, "cell_state"), 1.9);
  assert.equal(scaleEnd(layer, "hidden_state"), 1);
});

test("a prediction leans from -1 to 1, whatever the head", () => {
  /** @param {string} kind @param {number[]} row */
  const with_ = (kind, row) => ({ ...trace, predictions: { kind, labels: null, values: [row] } });
  assert.close(leaning(trace, 0) ?? 0, -0.4, 1e-6);
  assert.equal(leaning(with_("linear", [-4]), 0), -1);
  assert.equal(leaning(with_("sigmoid", [0.75]), 0), 0.75);
  assert.equal(leaning(with_("softmax", [0.1, 0.9]), 0), 0.9);
  assert.equal(leaning({ ...trace, predictions: null }, 0), null);
  assert.equal(tokenAt(trace, 0)?.text, "not");
});

test("weights are found by gate and unit, and known to be missing", () => {
  const row = gateRow(weights, "forget_gate", 1);
  assert.deepEqual(row, {
    W_x: [0.8111, -3.1042],
    W_h: [-0.6025, 1.92, 0.221],
    b: 0.2013,
    b_h: 0,
    W_c: null,
  });
  assert.equal(gateRow(weights, "forget_gate", 0), null);
  assert.equal(gateRow(null, "forget_gate", 1), null);
  assert.equal(holds(weights, 0, "forward", 1), true);
  assert.equal(holds(weights, 0, "backward", 1), false);
});

test("weights may come encoded", () => {
  const array = { dtype: "<f4", shape: [1, 1, 2], base64: base64(new Float32Array([1, 2])) };
  const decoded = decodeWeights({ ...weights, W_x: array });
  assert.deepEqual(decoded.W_x, [[[1, 2]]]);
});

test("weights of a large layer are asked one unit at a time", () => {
  const stack = {
    name: "lstm",
    cell: "lstm",
    layers: 1,
    bidirectional: false,
    input_size: 4,
    hidden_size: 3,
    projection_size: null,
  };
  assert.equal(unitToAsk({ ...stack, parameters: 20000 }, 7), null);
  assert.equal(unitToAsk({ ...stack, parameters: 20001 }, 7), 7);
  assert.equal(unitToAsk({ ...stack, parameters: 60000, layers: 3 }, 7), null);
});

test("the page opens where the memory moves most, or where the example points", () => {
  const [layer] = answer.layers;
  const still = {
    ...layer,
    forget_gate: [
      [1, 1, 1],
      [1, 0.1, 1],
    ],
    input_gate: [
      [0, 0, 0],
      [0, 0.5, 0],
    ],
  };
  const two = {
    ...still,
    candidate: [
      [1, 1, 1],
      [1, 1, 1],
    ],
    cell_state: [
      [0.8, 0.5, 0.2],
      [0.8, 0.5, 0.2],
    ],
  };
  const trace_ = decodeTrace({ ...answer, length: 2, stop: 2, layers: [two] });
  assert.deepEqual(openingPlace(trace_, lstm.movement), { step: 1, unit: 1, operation: 0, u: 0 });
  assert.deepEqual(openingPlace(trace_, lstm.movement, { step: 0, unit: 2 }), {
    step: 0,
    unit: 2,
    operation: 0,
    u: 0,
  });
  const told = { channel: "cell_state", probes: [4, 5, 6] };
  assert.deepEqual(openingPlace(trace_, lstm.movement, told), {
    step: 1,
    unit: 1,
    operation: 0,
    u: 0,
    ...told,
  });
});
