import { CURVES, columnTrace, repeated } from "../../static/js/cells/curves.js";
import { across, curveWindow, slidePlace, upward } from "../../static/js/drawing/curve_layout.js";
import { roundAt } from "../../static/js/drawing/curve_loop.js";
import { pathOf } from "../../static/js/drawing/curve_plot.js";
import { spread } from "../../static/js/drawing/spread.js";
import { NO_EDITS, withValue } from "../../static/js/state/edits.js";
import { rowOf } from "../../static/js/state/trace.js";
import { curveState, figureWords, SCRIPTS } from "./curve_picture.js";
import { assert, test } from "./harness.js";

/** @typedef {import("../../static/js/state/edits.js").Override} Override */

/**
 * @param {import("../../static/js/cells/curves.js").Curve} curve
 * @param {Override[]} [overrides]
 */
function columns(curve, overrides = []) {
  const channels = columnTrace(curve, { ...NO_EDITS, overrides }).layers[0]?.channels ?? {};
  return Object.fromEntries(Object.entries(channels).map(([name, matrix]) => [name, [...rowOf(matrix, 0)]]));
}

test("the article's column comes out as it should", () => {
  const { value, result, product } = columns(CURVES.sigmoid);
  assert.deepEqual(value, [5, 0.1, -0.5]);
  [0.993307, 0.524979, 0.377541].forEach((share, k) => {
    assert.close(result?.[k] ?? 0, share, 1e-6);
    assert.close(product?.[k] ?? 0, share * 0.8, 1e-6);
  });
  const tanh = columns(CURVES.tanh).result ?? [];
  [0.999909, 0.099668, -0.462117].forEach((share, k) => {
    assert.close(tanh[k] ?? 0, share, 1e-6);
  });
});

test("a changed number changes what follows, a held result only what it multiplies", () => {
  const changed = columns(CURVES.sigmoid, [{ channel: "value", unit: 2, kind: "set", value: 2 }]);
  assert.deepEqual(changed.value, [5, 0.1, 2]);
  assert.close(changed.result?.[2] ?? 0, 0.880797, 1e-6);
  const held = columns(CURVES.sigmoid, [
    { channel: "result", unit: null, kind: "set", value: 0 },
    { channel: "result", unit: 1, kind: "set", value: 1 },
  ]);
  assert.deepEqual(held.value, [5, 0.1, -0.5]);
  assert.deepEqual(held.result, [0, 1, 0]);
  assert.deepEqual(held.product, [0, 0.8, 0]);
});

test("times three, twenty times", () => {
  const free = repeated(1, null);
  assert.equal(free.length, 21);
  assert.equal(free[20], 3_486_784_401);
  const bound = repeated(0.1, CURVES.tanh);
  assert.close(bound[1] ?? 0, Math.tanh(0.3), 1e-15);
  assert(bound.every((value) => Math.abs(value) < 1));
  assert.close(bound[20] ?? 0, Math.tanh(3 * (bound[20] ?? 0)), 1e-9);
  assert.deepEqual([0, 0.35, 1].map(roundAt), [0, 7, 20]);
});

test("a drawn curve is the function, to a hundredth of a pixel", () => {
  for (const curve of Object.values(CURVES)) {
    const up = upward(curve);
    const points = pathOf(curve, curve);
    assert.equal(points.length, 241);
    for (const [x, y] of points) assert.close(y, up(curve.at(across.invert(x))), 0.01);
    assert.close(curve.at(curve.flat), curve.high - 0.02 * (curve.high - curve.low), 1e-12);
  }
});

test("a number slides along its row to its place on the scale", () => {
  const [start, end] = [slidePlace(1, 2, 0), slidePlace(1, 2, 1)];
  assert.equal(start.y, end.y);
  assert.close(end.x, across(2), 1e-9);
  assert(start.x < across(-6));
});

test("a drag sets a number: sideways on the scale, along the curve at the curve", async () => {
  const t = await figureWords("en");
  const { dragged } = SCRIPTS.sigmoid.drawing(t);
  assert(dragged);
  assert.deepEqual(dragged("value", { x: across(2.04), y: 470 }), { channel: "value", value: 2 });
  assert.deepEqual(dragged("value", { x: 0, y: 470 }), { channel: "value", value: -6 });
  const up = upward(CURVES.sigmoid);
  assert.deepEqual(dragged("curve", { x: across(1.3), y: up(CURVES.sigmoid.at(1.3)) }), {
    channel: "value",
    value: 1.3,
  });
  // Straight up from the middle counts too: the curve is steep there.
  assert((dragged("curve", { x: across(0), y: up(0.9) })?.value ?? 0) > 0.5);
});

test("a number set twice is said once", () => {
  /** @type {Override[]} */
  const before = [
    { channel: "value", unit: 0, kind: "set", value: 1 },
    { channel: "result", unit: null, kind: "set", value: 0 },
  ];
  const after = withValue(before, { channel: "value", unit: 0, value: 2 });
  assert.deepEqual(after, [before[1], { channel: "value", unit: 0, kind: "set", value: 2 }]);
});

test("numbers beside the ends of lines keep apart and inside", () => {
  const rows = spread([100, 101, 270], { top: 90, bottom: 280 });
  assert.deepEqual(rows, [100, 120, 270]);
  const pressed = spread([275, 276, 277], { top: 90, bottom: 280 });
  assert.deepEqual(pressed, [240, 260, 280]);
});

test("a narrow screen shows the chosen number on its way", () => {
  for (const value of [-6, -0.5, 5]) {
    const slide = curveWindow("slide", value, 1, true);
    assert(slide.x <= across(value) && across(value) <= slide.x + slide.width, `${value} is out of sight`);
    const squash = curveWindow("squash", value, 1, true);
    assert(squash.x <= across(value) && across(value) <= squash.x + squash.width, `${value} is out of sight`);
  }
  assert.equal(curveWindow("gate", 0, 0.5, false).x, 18);
});

test("every operation names its part, its words and what it makes", async () => {
  for (const script of Object.values(SCRIPTS)) {
    for (const language of /** @type {const} */ (["en", "zh"])) {
      const t = await figureWords(language);
      const drawing = script.drawing(t);
      script.operations.forEach((operation, index) => {
        const state = curveState(/** @type {"sigmoid" | "tanh"} */ (script.chapter), {
          operation: index,
          u: 1,
          language,
        });
        const caption = drawing.sceneAt(state, false)?.caption;
        assert(caption);
        for (const text of [caption.title, caption.now, caption.rule]) {
          assert(text && !/op\.|\{/.test(text), `${operation.id}: ${text}`);
        }
        assert.equal(drawing.operationOf(state, operation.active), index);
        assert(script.channels.some(({ name }) => name === operation.channel));
      });
    }
  }
});

test("the words of the caption are the numbers of the trace", async () => {
  const t = await figureWords("en");
  const drawing = SCRIPTS.sigmoid.drawing(t);
  const now = (
    /** @type {Parameters<typeof curveState>[1]} */ patch,
    /** @type {Override[]} */ overrides = [],
  ) => drawing.sceneAt(curveState("sigmoid", patch, { overrides }), false)?.caption.now;
  assert.equal(now({ operation: 1, u: 1 }), "−0.5 meets the curve and comes out as 0.3775.");
  assert.equal(now({ operation: 2, u: 1, unit: 0 }), "0.9933 × 0.8 ≈ 0.7946 is what passes.");
  assert.equal(
    now({ operation: 1, u: 1 }, [{ channel: "result", unit: null, kind: "set", value: 1 }]),
    "The curve would make 0.3775 of −0.5; it is held at 1.0000.",
  );
  const loop = SCRIPTS.tanh.drawing(t).sceneAt(curveState("tanh", { operation: 3, u: 1 }), false)
    ?.caption.now;
  assert.equal(loop, "After 20 rounds of × 3: 348,678,440.1 without tanh, 0.9949 with it.");
});

test("the sigmoid is laid over tanh at its operation, and whenever the reader asks for it", async () => {
  const drawing = SCRIPTS.tanh.drawing(await figureWords("en"));
  const drawn = (/** @type {number} */ operation, /** @type {string[]} */ variants) => {
    const state = curveState("tanh", { operation, u: 1 }, { variants });
    return JSON.stringify(drawing.sceneAt(state, false)?.nodes((_, make) => make()));
  };
  const curve = /"data-operator":"overlay"/;
  assert(!curve.test(drawn(1, [])), "not yet");
  assert.match(drawn(1, ["overlay"]), curve);
  assert.match(drawn(2, []), /0\.5250/);
  // Before the column stands at the curve there is nothing to compare.
  assert(!/0\.5250/.test(drawn(0, ["overlay"])), "too early");
});
