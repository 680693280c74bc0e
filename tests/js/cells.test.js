import { captionOf } from "../../static/js/cells/caption.js";
import { along } from "../../static/js/cells/frame.js";
import { getCell, operationIndex } from "../../static/js/cells/index.js";
import { textWidth, wrap } from "../../static/js/drawing/caption.js";
import { createTranslate } from "../../static/js/i18n/translate.js";
import { assert, test } from "./harness.js";
import { worked } from "./stage_samples.js";

const cell = getCell("lstm");
const shape = { units: 3, inputs: 2, projected: false };
const layout = cell.layout(shape);
const trace = worked();
const layer = trace.layers[0];
if (!layer) throw new Error("the sample has a layer");

/** @param {number} index @param {number} u */
const frame = (index, u) => cell.frame(shape, index, u);
const moments = cell.operations.flatMap((_, k) =>
  [0, 0.3, 0.5, 0.62, 1].map((u) => /** @type {const} */ ([k, u])),
);

test("an unknown cell is refused with the choices", () => {
  assert.throws(() => getCell("gru2"), /no cell "gru2": one of lstm, gru, rnn/);
});

test("a frame is a pure function of the operation and the moment", () => {
  for (const [k, u] of moments) assert.deepEqual(frame(k, u), frame(k, u));
});

test("the end of an operation is the beginning of the next: no vector jumps", () => {
  for (let k = 1; k < cell.operations.length; k += 1) {
    const places = (/** @type {ReturnType<typeof frame>} */ { vectors }) =>
      Object.fromEntries(vectors.map(({ vector, x, y }) => [vector, [x, y]]));
    assert.deepEqual(places(frame(k, 0)), places(frame(k - 1, 1)));
  }
});

test("exactly one operator is in the light, and it exists", () => {
  for (const [k, u] of moments) assert(frame(k, u).active in layout.operators, `${cell.operations[k]?.id}`);
});

test("the operations come in the article's order, gate by gate", () => {
  const gates = cell.operations.map(({ gate }) => gate);
  const order = gates.filter((gate, k) => gate !== gates[k - 1]);
  assert.deepEqual(order, ["forget_gate", "input_gate", "cell_state", "output_gate"]);
  assert.deepEqual([...new Set(cell.operations.map(({ figure }) => figure))], [4, 5, 6, 7]);
});

test("every wire, slot, operator and vector that an operation names exists", () => {
  for (const { wires, shows, moves } of cell.operations) {
    for (const wire of [...wires, ...moves.flatMap((move) => move.along ?? [])])
      assert(wire in layout.wires, wire);
    for (const vector of [...shows, ...moves.map((move) => move.vector)])
      assert(vector in cell.vectors, vector);
    for (const place of moves.flatMap(({ from, to }) => [from, to])) {
      assert(place in layout.slots || place in layout.operators || place in layout.exits, place);
    }
  }
});

test("after the last operation every vector of the step is on the stage", () => {
  const shown = new Set(frame(cell.operations.length - 1, 1).vectors.map(({ vector }) => vector));
  for (const name of Object.keys(cell.vectors).filter((one) => !one.startsWith("a_") && one !== "y"))
    assert(shown.has(name), name);
  assert.deepEqual(frame(cell.operations.length - 1, 1).waiting, []);
});

test("the worked example: products, sum and tanh are those of the article's arithmetic", () => {
  const expected = {
    fc: [0.776, -0.04, 0.102],
    ig: [0.048, 0.818, -0.35],
    c: [0.824, 0.778, -0.248],
    tanh_c: [0.677, 0.652, -0.243],
    h: [0.616, 0.065, -0.16],
  };
  for (const [name, values] of Object.entries(expected)) {
    for (const [k, value] of values.entries()) {
      assert.close(cell.vector(name, layer, 0)?.values[k] ?? Number.NaN, value, 6e-4);
    }
  }
});

test("the joined column is h, then x, with a seam between", () => {
  const joined = cell.vector("joined", layer, 0);
  assert.deepEqual(joined?.seams, [3]);
  assert.equal(joined?.values.length, 5);
});

test("without preactivations in the trace there is no vector of them", () => {
  const { forget_gate_preactivation: _, ...channels } = layer.channels;
  assert.equal(cell.vector("a_f", { ...layer, channels }, 0), null);
});

test("a caption stands within 120 of its operator, and inside the drawing", () => {
  for (const [k, operation] of cell.operations.entries()) {
    const { x, y } = layout.operators[frame(k, 1).active] ?? { x: 0, y: 0 };
    const caption = layout.captions[operation.id];
    assert(caption !== undefined, operation.id);
    if (!caption) continue;
    const [left, right] =
      caption.anchor === "start" ? [caption.x, caption.x + 260] : [caption.x - 260, caption.x];
    const dx = Math.max(left - x, 0, x - right);
    const dy = Math.max(caption.y - y, 0, y - (caption.y + 60));
    assert(Math.hypot(dx, dy) <= 120, `${operation.id}: ${Math.hypot(dx, dy)}`);
    assert(left >= 0 && right <= layout.width, operation.id);
  }
});

test("every operation has its words in both languages, and the sentences name true numbers", async () => {
  const load = async (/** @type {string} */ name) => (await fetch(`/static/i18n/${name}.json`)).json();
  const words = { en: await load("en"), zh: await load("zh") };
  for (const language of ["en", "zh"]) {
    const t = createTranslate(words, () => language);
    for (const [k, { id }] of cell.operations.entries()) {
      const { title, now, rule } = captionOf(cell, trace, layer, { step: 0, operation: k, unit: 1 }, t);
      for (const text of [title, now, rule]) assert(!/op\.|[{}]|undefined|NaN/.test(text), `${id}: ${text}`);
    }
  }
  const t = createTranslate(words, () => "en");
  const at = (/** @type {string} */ id) =>
    captionOf(cell, trace, layer, { step: 0, operation: operationIndex(cell, id), unit: 1 }, t).now;
  assert.equal(at("squash_f"), "f₂ = 0.08: unit 2 lets its old value go.");
  assert.equal(at("squash_i"), "i₂ = 0.93: unit 2 lets the new value in.");
  assert.match(at("add"), /^−0\.04 plus 0\.82 ≈ 0\.78/);
  assert.equal(at("arrive"), "The hidden state meets the numbers of step 1.", "its first state is not empty");
});

test("a point along a line is found by its share of the length", () => {
  const line = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 30 },
  ];
  assert.deepEqual(along(line, 0.25), { x: 10, y: 0 });
  assert.deepEqual(along(line, 0.5), { x: 10, y: 10 });
  assert.deepEqual(along(line, 1), { x: 10, y: 30 });
});

test("text is broken between words, Chinese between signs and never before a full stop", () => {
  assert.deepEqual(wrap("one two three four", 10, 60), ["one two", "three four"]);
  const lines = wrap("每个单元都有自己的阀门。每个单元都有自己的阀门。", 10, 120);
  assert(
    lines.every((line) => textWidth(line, 10) <= 130 && !/^[。，]/.test(line)),
    lines.join("|"),
  );
  assert.equal(lines.join(""), "每个单元都有自己的阀门。每个单元都有自己的阀门。");
});
