import { hex, ramps } from "../../static/js/core/colour.js";
import { createTranslate, headLabel } from "../../static/js/i18n/translate.js";
import {
  axisOf,
  guessesAt,
  remarkAt,
  saidAt,
  shareOfRight,
  toldIn,
  trueAt,
} from "../../static/js/state/outlook.js";
import { curveNodes, curvePlaces } from "../../static/js/views/prediction_curve.js";
import { guessNodes, roomForLabels, rowNodes, shareNodes } from "../../static/js/views/prediction_labels.js";
import { waves } from "./example.js";
import { assert, test } from "./harness.js";

/** @typedef {import("../../static/js/core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../../static/js/state/types.js").State} State */

/**
 * A trace of made-up predictions and what is right.
 *
 * @param {string} kind
 * @param {number[][]} values
 * @param {(number[] | null)[] | null} expected
 * @param {string[] | null} [labels]
 */
function told(kind, values, expected, labels = null) {
  const trace = { ...waves(values.length, 2), predictions: { kind, labels, values } };
  const truth = expected && {
    model: trace.model,
    kind: /** @type {"linear"} */ (kind),
    labels,
    expected,
  };
  return { trace, truth };
}

const DEPTHS = told("linear", [[1.02], [1.97], [3.04], [-0.03]], [[1], [2], null, [0]], ["depth"]);
const LETTERS = ["B", "T", "P", "\n", " ", "E"];
const GUESSED = told(
  "softmax",
  [
    [0.05, 0.5, 0.25, 0.1, 0.06, 0.04],
    [0, 0.01, 0.02, 0.9, 0.03, 0.04],
  ],
  [[1, 2], [0]],
  LETTERS,
);
const RUN = { start: 0, stop: 2 };
const SIZE = { width: 200, height: 60 };

/** @param {ReadonlyArray<SvgNode | string>} nodes @param {string} name @returns {SvgNode[]} */
function all(nodes, name) {
  return nodes.flatMap((node) =>
    typeof node === "string" ? [] : [...(node.name === name ? [node] : []), ...all(node.children, name)],
  );
}

test("a curve has its numbers at their places, and gaps where nothing is known", () => {
  const places = curvePlaces({
    said: DEPTHS.trace.predictions.values,
    truth: DEPTHS.truth?.expected ?? null,
    run: { start: 1, stop: 4 },
    size: { width: 300, height: 60 },
    axis: { low: 0, high: 4 },
  });
  assert.deepEqual(
    places.dots.map(({ step, value, x }) => [step, value, x]),
    [
      [1, 1.97, 50],
      [2, 3.04, 150],
      [3, -0.03, 250],
    ],
  );
  assert.deepEqual(
    places.stairs.map(({ step, value, left, right }) => [step, value, left, right]),
    [
      [1, 2, 0, 100],
      [3, 0, 200, 300],
    ],
  );
  const scale = (/** @type {number} */ value) => 54 - (value / 4) * 48;
  for (const { value, y } of [...places.dots, ...places.stairs]) assert.close(y, scale(value), 1e-9);
  const look = { chosen: 1, pointed: null, series: false };
  const paths = all(curveNodes(places, SIZE, look), "path").map(({ attributes }) => attributes.d);
  assert.deepEqual(paths.slice(2), ["M0 30H100", "M200 54H300", "M50 30.36L150 17.52L250 54.36"]);
});

test("what is said of the next step is drawn as a series; the error is drawn at the step chosen", () => {
  const places = curvePlaces({
    said: [[1], [2], [4]],
    truth: [[2], [2], [3]],
    run: { start: 0, stop: 3 },
    size: { width: 300, height: 60 },
    axis: { low: 0, high: 4 },
  });
  const nodes = curveNodes(places, SIZE, { chosen: 2, pointed: null, series: true });
  const [truth, said] = all(nodes, "path").map(({ attributes }) => attributes.d);
  assert.equal(truth, "M50 30L150 30L250 18");
  assert.equal(said, "M50 42L150 30L250 6");
  const gap = all(nodes, "line").find(({ attributes }) => attributes.class === "gap");
  assert.deepEqual([gap?.attributes.y1, gap?.attributes.y2], ["6", "18"]);
});

test("a scale begins at zero, or is the same up and down", () => {
  assert.deepEqual(axisOf(DEPTHS), { low: 0, high: 3.1 });
  assert.deepEqual(axisOf(told("linear", [[0.4], [-0.2]], null)), { low: -0.5, high: 0.5 });
  assert.deepEqual(axisOf(told("linear", [[0.001]], null)), { low: 0, high: 0.5 });
  assert.deepEqual(axisOf(told("linear", [[120]], [[254]])), { low: 0, high: 260 });
  assert.deepEqual(axisOf(told("sigmoid", [[0.4]], null)), { low: 0, high: 1 });
});

test("a step in words", () => {
  assert.deepEqual(remarkAt(DEPTHS, 1), {
    key: "prediction.number.true",
    args: { said: "1.97", truth: "2" },
  });
  assert.deepEqual(remarkAt(DEPTHS, 2), { key: "prediction.number", args: { said: "3.04" } });
  assert.deepEqual(remarkAt(GUESSED, 0), {
    key: "prediction.label.several",
    args: { truth: "T P", share: "0.75" },
  });
  assert.deepEqual(remarkAt(GUESSED, 1), {
    key: "prediction.label.other.right",
    args: { said: "⏎", p: "0.90", truth: "B", share: "0.00" },
  });
  assert.equal(remarkAt({ trace: waves(2, 2), truth: null }, 0), null);
  assert.deepEqual([saidAt(DEPTHS, 1), trueAt(DEPTHS, 1), trueAt(DEPTHS, 2)], ["1.9700", "2", ""]);
  assert.deepEqual([saidAt(GUESSED, 1), trueAt(GUESSED, 0)], ["⏎ 0.9000", "T P"]);
});

test("the truth of another network is none", () => {
  const { trace, truth } = DEPTHS;
  assert(truth);
  assert.equal(remarkAt({ trace, truth: { ...truth, model: "other" } }, 1)?.key, "prediction.number");
});

test("where no rule knows what may come next in a text, it is what came", () => {
  const { trace } = GUESSED;
  const tokens = ["B", "T"].map((text, id) => ({ text, id, known: true }));
  const state = /** @type {State} */ (
    /** @type {unknown} */ ({ trace: { ...trace, tokens }, truth: null, model: trace.model })
  );
  const boot = (/** @type {string} */ predicts) =>
    /** @type {import("../../static/js/state/types.js").Boot} */ (
      /** @type {unknown} */ ({ cards: { [trace.model]: { predicts } } })
    );
  const told = toldIn(boot("next"), state);
  assert.deepEqual(told.truth?.expected, [[1], null]);
  assert.deepEqual(remarkAt(told, 0), { key: "prediction.label.came", args: { said: "T", p: "0.50" } });
  assert.equal(toldIn(boot("next"), state), told);
  assert.equal(toldIn(boot("label"), state).truth, null);
});

test("the five likeliest, coloured by their probability, the right ones in a box", () => {
  assert.deepEqual(
    guessesAt(GUESSED, 0).map(({ label, p, right }) => [label, p, right]),
    [
      ["T", 0.5, true],
      ["P", 0.25, true],
      ["⏎", 0.1, false],
      ["␣", 0.06, false],
      ["B", 0.05, false],
    ],
  );
  const ramp = ramps("light");
  const nodes = guessNodes(GUESSED, RUN, SIZE, ramp);
  const boxes = all(nodes.slice(0, 1), "rect");
  assert.deepEqual(
    boxes.map(({ attributes }) => [attributes["data-p"], attributes.fill, attributes.class]),
    [0.5, 0.25, 0.1, 0.06, 0.05].map((p) => [
      String(p),
      hex(ramp.signed(p)),
      p >= 0.25 ? "right" : undefined,
    ]),
  );
  assert.equal(all(nodes, "text")[5]?.children[0], "⏎");
});

test("of a few labels the area of the dot is the probability, a ring says that it is right", () => {
  const nodes = rowNodes(GUESSED, RUN, SIZE);
  const dots = all(nodes, "circle").filter(({ attributes }) => attributes.class === "dot");
  const radius = dots.map(({ attributes }) => Number(attributes.r));
  assert.deepEqual(
    dots.map(({ attributes }) => Number(attributes["data-p"])),
    GUESSED.trace.predictions.values.flat(),
  );
  assert.close(((radius[1] ?? 0) / (radius[2] ?? 1)) ** 2, 2, 0.02);
  const rings = all(nodes, "circle").filter(({ attributes }) => attributes.class === "ring");
  assert.deepEqual(
    rings.map(({ attributes }) => [attributes.cx, attributes.cy]),
    [
      ["50", "15"],
      ["50", "25"],
      ["150", "5"],
    ],
  );
});

test("a narrow column marks what was given to the right ones", () => {
  assert.close(shareOfRight(GUESSED, 0) ?? 0, 0.75, 1e-9);
  const [first, second] = shareNodes(GUESSED, RUN, SIZE);
  assert.close(Number(first?.attributes.height), 0.75 * 58, 0.01);
  assert.equal(second?.attributes.height, "0");
  assert.equal(roomForLabels(GUESSED, 14), true);
  assert.equal(roomForLabels(GUESSED, 9), false);
  assert.equal(roomForLabels(told("softmax", [[1, 0]], null, ["yes", "no"]), 20), false);
});

test("what a head says has a name in the reader's language, where there are words for it", () => {
  const words = { en: {}, zh: { "prediction.head.next_year": "下一年" } };
  const t = createTranslate(words, () => "zh");
  assert.equal(headLabel(t, "next year"), "下一年");
  assert.equal(headLabel(t, "price"), "price");
});
