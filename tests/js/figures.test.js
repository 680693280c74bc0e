import { lstm } from "../../static/js/cells/lstm.js";
import { PARTS, PLAIN_PARTS } from "../../static/js/cells/lstm_parts.js";
import { plainTour, tour } from "../../static/js/cells/lstm_tour.js";
import { computeRnn } from "../../static/js/cells/rnn_compute.js";
import { toMarkup } from "../../static/js/core/svg.js";
import { FIGURES } from "../../static/js/figures/index.js";
import { NO_EDITS } from "../../static/js/state/edits.js";
import { decodeWeights } from "../../static/js/state/weights.js";
import { figureOf } from "./figure_picture.js";
import { assert, test } from "./harness.js";
import { WORKED } from "./stage_samples.js";

/** @typedef {import("../../static/js/state/types.js").State} State */

const shape = { units: 3, inputs: 2, projected: false };
const GATES = ["4", "5", "6", "7"];
const CELLS = ["1", ...GATES];
const PLAIN = { ...NO_EDITS, variants: ["plain_rnn"] };

test("each figure has the operations, the chapter and the controls that the article asks for", () => {
  const chapters = Object.fromEntries(CELLS.map((id) => [id, FIGURES[id]?.chapter]));
  assert.deepEqual(chapters, {
    1: "control-flow",
    4: "forget-gate",
    5: "input-gate",
    6: "cell-state",
    7: "output-gate",
  });
  assert.deepEqual(
    GATES.map((id) => FIGURES[id]?.operations.length),
    [5, 5, 3, 5],
  );
  assert.deepEqual(
    FIGURES[1]?.operations.map(({ id }) => id),
    ["whole", "road", "line", "forget", "input", "output", "next"],
  );
});

test("every moment of every figure has its words, in both languages, with numbers in all places", async () => {
  for (const language of /** @type {const} */ (["en", "zh"])) {
    for (const id of CELLS) {
      const { script, drawing, stateAt, t } = await figureOf(id, language);
      for (const dataset of script.datasets) {
        for (const [operation] of script.operations.entries()) {
          for (const [step, edits] of /** @type {const} */ ([
            [0, NO_EDITS],
            [2, NO_EDITS],
            [1, id === "1" ? PLAIN : NO_EDITS],
          ])) {
            const caption = drawing.sceneAt(stateAt({ dataset, operation, step, edits }), false)?.caption;
            const text = Object.values(caption ?? {}).join(" ");
            assert(text && !/op\.|cell\.|gate\.|[{}]|undefined|NaN/.test(text), `${id}: ${text}`);
          }
        }
      }
      for (const control of script.controls) {
        assert(t(`control.${control.id}`) !== `control.${control.id}`, control.id);
      }
    }
  }
});

test("in a gate's figure exactly one operator is in the light, and its caption is within 120 of it", () => {
  for (const id of GATES) {
    const { operations = [] } = FIGURES[id] ?? {};
    for (const { id: operation, active } of operations) {
      const place = lstm.layout(shape).operators[active];
      const caption = lstm.layout(shape).captions[operation];
      assert(place && caption, operation);
      if (!place || !caption) continue;
      const [left, right] =
        caption.anchor === "start" ? [caption.x, caption.x + 280] : [caption.x - 280, caption.x];
      const dx = Math.max(left - place.x, 0, place.x - right);
      const dy = Math.max(caption.y - place.y, 0, place.y - (caption.y + 60));
      assert(Math.hypot(dx, dy) <= 120, `${operation}: ${Math.hypot(dx, dy)}`);
    }
  }
});

test("key frames are moments of the figure, the same drawing whichever way one comes to them", async () => {
  for (const id of CELLS) {
    const { script, stateAt, svg } = await figureOf(id);
    assert(script.keyFrames.length >= 3, id);
    for (const { operation, u } of script.keyFrames) {
      const name = script.operations[operation]?.id ?? "";
      assert.equal(svg(stateAt({ operation, u })), svg(stateAt({ op: name, u })), `${id} ${name}`);
    }
  }
});

test("every operator, wire and vector of the cell is a part with a name, and no part is made of anything else", async () => {
  const { t } = await figureOf("1");
  const layout = lstm.layout(shape);
  for (const kind of /** @type {const} */ (["operators", "wires", "vectors"])) {
    const all = Object.keys(kind === "vectors" ? lstm.vectors : layout[kind]).filter(
      (id) => !id.startsWith("a_"),
    );
    const named = PARTS.flatMap((part) => part[kind]);
    assert.deepEqual([...named].sort(), all.sort(), kind);
  }
  for (const { id, operators, wires } of PLAIN_PARTS) {
    const plain = plainTour.layout(shape);
    assert(operators.every((one) => one in plain.operators) && wires.every((one) => one in plain.wires), id);
  }
  for (const { id } of [...PARTS, ...PLAIN_PARTS]) assert(t(`part.${id}`) !== `part.${id}`, id);
});

test("a part that is pointed at says its name, formula and shape, and is alone in the light", async () => {
  const { drawing, stateAt } = await figureOf("1");
  const scene = drawing.sceneAt(stateAt({ part: "weights_i" }), false);
  assert.equal(scene?.caption.title, "weights and bias of the input gate");
  assert.equal(scene?.caption.now, "a_i = W_i [h; x] + b_i");
  assert.equal(scene?.caption.rule, "3 × 5 weights and 3 biases");
  const drawn = (scene?.nodes((_, make) => make()) ?? []).map((node) => toMarkup(node)).join("");
  const bright = [...drawn.matchAll(/data-operator="(\w+)"[\s\S]*?<g( opacity="0.25")?>/g)].flatMap((m) =>
    m[2] ? [] : [m[1]],
  );
  assert.deepEqual(bright, ["weigh_i"]);
});

test("the tour ends where the next step's whole cell begins", async () => {
  const { drawing, stateAt } = await figureOf("1");
  const textOf = (/** @type {State} */ state) =>
    (drawing.sceneAt(state, false)?.nodes((_, make) => make()) ?? []).map((node) => toMarkup(node)).join("");
  const vectorsOf = (/** @type {State} */ state) =>
    [...textOf(state).matchAll(/data-vector="(\w+)" data-unit="(\d)"[\s\S]*?<title>([^<]+)</g)].map((m) =>
      m.slice(1).join(" "),
    );
  assert.match(textOf(stateAt({ op: "next", u: 0 })), />step 1</);
  assert.match(textOf(stateAt({ op: "next", u: 1 })), />step 2</);
  const end = vectorsOf(stateAt({ op: "next", u: 1 }));
  assert.deepEqual(end, vectorsOf(stateAt({ op: "whole", step: 1 })));
  assert.deepEqual(
    vectorsOf(stateAt({ op: "next", u: 1, step: 2 })),
    vectorsOf(stateAt({ op: "whole", step: 2 })),
  );
});

test("the plain RNN keeps one tanh and its own numbers; of road and gates a trace is left", () => {
  const frame = plainTour.frame(shape, 0, 1);
  assert.deepEqual([...(frame.bright ?? [])].sort(), ["handover", "join", "squash_g", "weigh_g"]);
  for (const id of ["c_in", "c_mid", "c_out", "squash_f", "multiply_fc", "add"])
    assert(frame.faded?.includes(id), id);
  assert(!frame.vectors.some(({ vector }) => vector === "c" || vector === "f"));
  const trace = FIGURES[1]?.trace(WORKED, PLAIN);
  const expected = computeRnn({
    weights: decodeWeights(WORKED.weights),
    inputs: WORKED.inputs,
    initialState: WORKED.initial_state,
    edits: NO_EDITS,
  });
  assert.equal(trace?.cell, "rnn");
  assert.deepEqual(trace?.layers[0]?.channels.hidden_state?.data, expected.channels.hidden_state?.data);
  assert.equal(trace?.predictions, null);
});

test("the tour outlines one gate after the other, in its own colour", () => {
  const outlined = tour.operations.map((_, k) =>
    tour
      .frame(shape, k, 1)
      .outlines?.map(({ hue }) => hue)
      .join(),
  );
  assert.deepEqual(outlined, ["", "", "", "f", "i", "o", ""]);
  assert(plainTour.frame(shape, 3, 1).outlines?.every(({ gone }) => gone));
});

test("a number that the reader has set is marked on the stage, and the caption says what the curve makes", async () => {
  const { drawing, stateAt, svg } = await figureOf("4");
  const overrides = [{ channel: "forget_gate", unit: 1, kind: /** @type {const} */ ("set"), value: 0.9 }];
  const state = stateAt({ op: "squash_f", u: 1, edits: { ...NO_EDITS, overrides } });
  assert.equal(
    drawing.sceneAt(state, false)?.caption.now,
    "The curve makes 0.08 of a₂ = −2.44. You hold f₂ at 0.90.",
  );
  assert.equal([...svg(state).matchAll(/class="set"/g)].length, 1);
  assert(!svg(stateAt({ op: "squash_f", u: 1 })).includes('class="set"'));
  const other = drawing.sceneAt({ ...state, unit: 0 }, false)?.caption.now;
  assert.equal(other, "f₁ = 0.97: unit 1 keeps its old value.");
});
