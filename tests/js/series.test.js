import {
  changed,
  rangeOf,
  seriesOf,
  seriesText,
  snapped,
  withLength,
  withStroke,
} from "../../static/js/state/series.js";
import { assert, test } from "./harness.js";

const LIMITS = { steps: 100, text: 1000 };
const RANGE = rangeOf([5, 190.2]);

test("the scale has round ends and holds zero", () => {
  assert.deepEqual(RANGE, { low: 0, high: 200, ticks: [0, 50, 100, 150, 200], unit: 1 });
  assert.deepEqual(rangeOf([-0.7, 0.4]), { low: -1, high: 0.5, ticks: [-1, -0.5, 0, 0.5], unit: 0.01 });
  assert.deepEqual(rangeOf([0.3]).ticks, [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(rangeOf([]), { low: 0, high: 1, ticks: [0, 0.5, 1], unit: 0.01 });
  assert.deepEqual(rangeOf([-5]).ticks, [-6, -4, -2, 0]);
  assert.deepEqual(rangeOf([100]).high, 100);
});

test("a hand sets whole units within the scale", () => {
  assert.equal(snapped(101.4, RANGE), 101);
  assert.equal(snapped(999, RANGE), 200);
  assert.equal(snapped(-3, RANGE), 0);
  assert.equal(snapped(0.123, rangeOf([0.3])), 0.123);
  assert.equal(snapped(-0.001, rangeOf([-1, 1])), 0);
});

test("a stroke over several steps is a straight line through all of them", () => {
  const flat = [0, 0, 0, 0, 0, 0];
  assert.deepEqual(
    withStroke(flat, { step: 1, value: 10 }, { step: 4, value: 40 }, RANGE),
    [0, 10, 20, 30, 40, 0],
  );
  assert.deepEqual(
    withStroke(flat, { step: 4, value: 40 }, { step: 1, value: 10 }, RANGE),
    [0, 10, 20, 30, 40, 0],
  );
  assert.deepEqual(
    withStroke(flat, { step: 2, value: 10 }, { step: 2, value: 70 }, RANGE),
    [0, 0, 70, 0, 0, 0],
  );
  assert.deepEqual(flat, [0, 0, 0, 0, 0, 0]);
});

test("steps are cut at the end or held at the last value", () => {
  assert.deepEqual(withLength([1, 2, 3], 2), [1, 2]);
  assert.deepEqual(withLength([1, 2, 3], 5), [1, 2, 3, 3, 3]);
  assert.deepEqual(withLength([], 2), [0, 0]);
});

test("what a stroke changed", () => {
  assert.deepEqual(changed([1, 2, 3, 4], [1, 5, 3, 6]), { count: 2, first: 1, last: 3 });
  assert.equal(changed([1, 2], [1, 2]), null);
});

test("the field's numbers as a curve, and back in the same shape", () => {
  const of = (/** @type {string} */ value) => seriesOf({ kind: "values", value }, LIMITS);
  assert.deepEqual(of("5\n11.5\n"), [5, 11.5]);
  assert.deepEqual(of("5, 11.5, 16"), [5, 11.5, 16]);
  assert.equal(of("5\nx"), null);
  assert.equal(of("  ")?.length, 24);
  assert.equal(seriesOf({ kind: "text", value: "5" }, LIMITS), null);
  assert.equal(seriesText([1, 2.5], "5\n11"), "1\n2.5");
  assert.equal(seriesText([1, 2.5], "5, 11, 3"), "1, 2.5");
  assert.equal(seriesText([1, 2], ""), "1\n2");
  for (const before of ["5, 11, 3", "5\n11"]) assert.deepEqual(of(seriesText([1, 2.5], before)), [1, 2.5]);
});
