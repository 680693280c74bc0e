// What holds of every cell that the page draws, in each of its variants.

import { captionOf } from "../../static/js/cells/caption.js";
import { askedOf, cellNames, cellsAmong, getCell, operationOf } from "../../static/js/cells/index.js";
import { createTranslate } from "../../static/js/i18n/translate.js";
import { explain } from "../../static/js/state/arithmetic.js";
import { scaleEnd, unitCount, valueAt } from "../../static/js/state/selectors.js";
import { readHash, writeHash } from "../../static/js/state/url.js";
import { assert, test } from "./harness.js";
import { sampleByFormulas, sampleOf, sampleWeights } from "./stage_samples.js";

const W_c = [
  [0.5, -1, 2],
  [-0.25, 1.5, 0.75],
  [1, -0.5, 0.1],
];

/** @type {readonly (readonly [string, string, Record<string, any>, object?])[]} */
const CELLS = [
  ["lstm", "lstm", {}],
  [
    "lstm with other functions",
    "lstm",
    { recurrent_activation: "hard_sigmoid(1/6,0.5)", activation: "relu" },
  ],
  ["lstm that shows c as it is", "lstm", { output_activation: "linear" }],
  ["lstm with peepholes", "lstm", { clip: 1.5 }, { W_c }],
  ["lstm with tied gates", "lstm", { input_forget: true }],
  ["gru", "gru", { reset_after: true }, { b_h: [0.5, -0.25, 1] }],
  ["gru that resets before its matrix", "gru", { reset_after: false }],
  [
    "gru of other functions",
    "gru",
    { recurrent_activation: "hard_sigmoid(0.2,0.5)", activation: "relu", clip: 1 },
  ],
  ["rnn", "rnn", {}],
  ["rnn of relu", "rnn", { activation: "relu" }],
  ["rnn of another function", "rnn", { activation: "leaky_relu(0.2)", clip: 2 }],
];

const words = Object.fromEntries(
  await Promise.all(
    ["en", "zh"].map(async (name) => [name, await (await fetch(`/static/i18n/${name}.json`)).json()]),
  ),
);

const untold = cellNames().filter((name) => CELLS.every(([, told]) => told !== name));
/** @type {typeof CELLS} A cell without variants need not be listed. */
const ALL = [...CELLS, ...untold.map((name) => /** @type {const} */ ([name, name, {}]))];

for (const [title, name, options, more] of ALL) {
  const cell = getCell(name, { options });
  const trace = sampleOf(name, options, more);
  const weights = sampleWeights(name, more);
  const [layer] = trace.layers;
  if (!layer) throw new Error("the sample has a layer");
  const layout = cell.layout({ units: 3, inputs: 2, projected: false });
  const frame = (/** @type {number} */ k, /** @type {number} */ u) =>
    cell.frame({ units: 3, inputs: 2, projected: false }, k, u);
  const last = cell.operations.length - 1;

  test(`${title}: every number is what its products and its function make`, () => {
    const state = { trace, weights, layer: 0, direction: /** @type {const} */ ("forward") };
    for (const { name: channel } of cell.channels) {
      for (let step = 0; step < trace.length; step += 1) {
        for (let unit = 0; unit < unitCount(layer, channel); unit += 1) {
          const found = explain(state, { channel, step, unit }, cell.formulas);
          assert.close(found?.value ?? Number.NaN, valueAt(layer, channel, step, unit), 1e-12, channel);
        }
      }
    }
  });

  test(`${title}: its formulas alone make the same trace`, () => {
    const [made] = sampleByFormulas(name, options, more).layers;
    for (const [channel, { data, shape }] of Object.entries(made?.channels ?? {})) {
      const expected = layer.channels[channel];
      if (!expected) continue;
      assert.deepEqual(shape, [...expected.shape], channel);
      for (const [k, value] of data.entries())
        assert.close(value, expected.data[k] ?? Number.NaN, 1e-12, channel);
    }
  });

  test(`${title}: what its operations name exists`, () => {
    for (const { wires, shows, moves, active } of cell.operations) {
      assert(active in layout.operators, active);
      for (const wire of [...wires, ...moves.flatMap((move) => move.along ?? [])])
        assert(wire in layout.wires, wire);
      for (const vector of [...shows, ...moves.map((move) => move.vector)])
        assert(vector in cell.vectors, vector);
      for (const place of moves.flatMap(({ from, to }) => [from, to])) {
        assert(place in layout.slots || place in layout.operators || place in layout.exits, place);
      }
    }
    for (const { gate = "" } of Object.values(layout.operators)) {
      assert(!gate || cell.gates.includes(gate), gate);
    }
    for (const wire of Object.values(layout.carries).flat()) assert(wire in layout.wires, wire);
  });

  test(`${title}: no vector jumps, and at the end nothing waits`, () => {
    const places = (/** @type {ReturnType<typeof frame>} */ { vectors }) =>
      Object.fromEntries(vectors.map(({ vector, x, y }) => [vector, [x, y]]));
    for (let k = 1; k <= last; k += 1) assert.deepEqual(places(frame(k, 0)), places(frame(k - 1, 1)));
    assert.deepEqual(frame(last, 1).waiting, []);
    for (const { vector } of frame(last, 1).vectors) assert(cell.vector(vector, layer, 0), vector);
  });

  test(`${title}: its captions stand inside the drawing, and say true words in both languages`, () => {
    for (const [k, { id }] of cell.operations.entries()) {
      const { x = -1, anchor } = layout.captions[id] ?? {};
      const [left, right] = anchor === "start" ? [x, x + 260] : [x - 260, x];
      assert(left >= 0 && right <= layout.width, id);
      for (const language of ["en", "zh"]) {
        const t = createTranslate(words, () => language);
        for (const unit of [0, 1, 2]) {
          const said = captionOf(cell, trace, layer, { step: 0, operation: k, unit }, t);
          for (const text of Object.values(said))
            assert(!/op\.|[{}]|undefined|NaN/.test(text), `${id}: ${text}`);
        }
      }
    }
  });

  test(`${title}: its channels have words, a place among the operations, and a meaning`, () => {
    for (const [k, { name: channel, words: own = channel, range }] of cell.channels.entries()) {
      const keys = [`channel.${channel}`, `lane.${own}`, `lane.title.${own}`];
      if (range === "unit") keys.push(`gauge.low.${own}`, `gauge.high.${own}`);
      const place = { channel, step: 0, unit: 1 };
      const found = explain({ trace, weights, layer: 0, direction: "forward" }, place, cell.formulas);
      if (found) keys.push(`meaning.${cell.meaning(found)}`);
      for (const { gate } of cell.operations) keys.push(`gate.${gate}`);
      for (const key of keys) assert(key in words.en && key in words.zh, key);
      assert(k === 0 || operationOf(cell, channel) > 0, channel);
      const end = scaleEnd(layer, channel);
      const { data = [] } = layer.channels[channel] ?? {};
      assert(
        [...data].every((value) => Math.abs(value) <= end),
        `${channel} leaves its scale`,
      );
    }
    assert(`lanes.legend.${cell.name}` in words.en, "no legend");
    assert(
      cell.channels.some((channel) => channel.name === cell.memory),
      cell.memory,
    );
    assert.equal(cell.movement(layer, 1).length, 3);
  });

  test(`${title}: a link names its operations and channels`, () => {
    const { names } = cellsAmong(
      () => /** @type {any} */ ([{ id: trace.model, stacks: [{ name: trace.stack, cell: name, options }] }]),
    );
    const { operations, channels } = names(trace);
    const channel = channels.at(-1) ?? "";
    const state = /** @type {any} */ ({
      model: "m",
      stack: null,
      sequence: { kind: "text", value: "a" },
      probes: [0, 1, 2],
      operation: last,
      channel,
    });
    const read = readHash(writeHash(state, names(trace)), names(trace));
    assert.deepEqual([read.operation, read.channel], [operations.length - 1, channel]);
  });
}

test("a trace keeps its cell when its network is gone", () => {
  const trace = sampleOf("rnn", { activation: "relu" });
  const stacks = [{ name: trace.stack, cell: "rnn", options: { activation: "relu" } }];
  let models = /** @type {any} */ ([{ id: trace.model, stacks }]);
  const { cellOf } = cellsAmong(() => models);
  const cell = cellOf(trace);
  assert.equal(cell, getCell("rnn", { options: { activation: "relu" } }));
  models = [];
  assert.equal(cellOf(trace), cell);
  assert.equal(cellOf(null).name, "lstm");
});

test("the same options make the same cell, others another", () => {
  const options = { activation: "relu" };
  assert.equal(getCell("rnn", { options }), getCell("rnn", { options: { activation: "relu" } }));
  assert(getCell("rnn", { options }) !== getCell("rnn"));
  assert(getCell("rnn", { projection_size: 2 }) !== getCell("rnn"));
});

test("the page asks for the channels of the cell, its inputs and its sums", () => {
  assert.deepEqual(askedOf(/** @type {any} */ ({ name: "rnn", cell: "rnn", options: {} })), [
    "hidden_state",
    "input",
    "candidate_preactivation",
  ]);
});
