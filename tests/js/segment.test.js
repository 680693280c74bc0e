import { lstm } from "../../static/js/cells/lstm.js";
import { segment } from "../../static/js/cells/segment.js";
import { assert, test } from "./harness.js";

const shape = { units: 3, inputs: 2, projected: false };
const figures = [4, 5, 6, 7];

test("a segment has the operations of its figure only, and four segments are the whole step", () => {
  const parts = figures.map((figure) => segment(lstm, figure).operations);
  for (const [k, operations] of parts.entries()) {
    assert(operations.length >= 3 && operations.every(({ figure }) => figure === figures[k]), String(k));
  }
  assert.deepEqual(parts.flat(), [...lstm.operations]);
});

test("its first frame is where the segment before has ended", () => {
  const [, ...later] = figures.map((figure) => segment(lstm, figure));
  for (const [k, part] of later.entries()) {
    const before = segment(lstm, figures[k] ?? 0);
    const end = before.frame(shape, before.operations.length - 1, 1);
    const places = (/** @type {typeof end} */ { vectors }) =>
      Object.fromEntries(vectors.map(({ vector, x, y }) => [vector, [x, y]]));
    assert.deepEqual(places(part.frame(shape, 0, 0)), places(end));
    assert.equal(part.frame(shape, 0, 0).active, part.operations[0]?.active);
  }
});

test("everything else of the cell stays as it is", () => {
  const part = segment(lstm, 6);
  assert.equal(part.channels, lstm.channels);
  assert.deepEqual(part.layout(shape), lstm.layout(shape));
});

test("captions make room for a chart, operators that are not needed fade; the cell itself is left alone", () => {
  const before = lstm.layout(shape).captions.add;
  const part = segment(lstm, 6, { captions: { add: { crop: 3 } }, faded: ["weigh_f"] });
  assert.deepEqual(part.layout(shape).captions.add, { ...before, crop: 3 });
  assert.deepEqual(part.layout(shape).captions.settle, lstm.layout(shape).captions.settle);
  assert.deepEqual(part.frame(shape, 0, 1).faded, ["weigh_f"]);
  assert.deepEqual(lstm.layout(shape).captions.add, before);
});

test("a figure without operations in the cell is refused", () => {
  assert.throws(() => segment(lstm, 2), /cell lstm has no operation of figure 2/);
});
