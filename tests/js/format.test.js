import { cut, decimals, long, measured, plain, short, subscript } from "../../static/js/core/format.js";
import { bins, clamp, linear, pageAround, symmetricEnd } from "../../static/js/core/scale.js";
import { assert, test } from "./harness.js";

test("decimals have a real minus sign and no minus zero", () => {
  assert.equal(short(-0.5), "−0.50");
  assert.equal(short(-0.001), "0.00");
  assert.equal(long(-3.10417), "−3.1042");
  assert.equal(decimals(12, 0), "12");
});

test("the end of a scale is written without trailing zeros", () => {
  assert.equal(plain(1.9), "1.9");
  assert.equal(plain(-14), "−14");
});

test("what was measured is not rounded to perfect", () => {
  const said = [0.9744, 0.9982, 0.9998, 1, 0.5, -0.0004, 0, 2.3456, -1.0012, 24.16].map(measured);
  assert.equal(said.join(" "), "0.97 0.998 0.9998 1.00 0.50 −0.0004 0.00 2.35 −1.001 24.2");
});

test("units are subscripts", () => assert.equal(subscript(102), "₁₀₂"));

test("text is cut between code points", () => {
  assert.equal(cut("😀😀😀", 2), "😀…");
  assert.equal(cut("not", 3), "not");
});

test("a linear scale goes there and back", () => {
  const scale = linear([0, 2], [10, 20]);
  assert.equal(scale(1), 15);
  assert.equal(scale.invert(15), 1);
  assert.equal(clamp(3, 0, 2), 2);
});

test("a symmetric scale ends at two digits, above every magnitude", () => {
  assert.equal(symmetricEnd([0.2, -1.83]), 1.9);
  assert.equal(symmetricEnd([13.2]), 14);
  assert.equal(symmetricEnd([-0.0613]), 0.062);
  assert.equal(symmetricEnd([1.9]), 1.9);
  assert.equal(symmetricEnd([0, 0]), 1);
});

test("bins cover everything once", () => {
  const runs = bins(512, 64);
  assert.equal(runs.length, 64);
  assert.deepEqual(runs[0], { start: 0, stop: 8 });
  assert.deepEqual(runs.at(-1), { start: 504, stop: 512 });
  assert.deepEqual(
    bins(3, 64).map(({ stop, start }) => stop - start),
    [1, 1, 1],
  );
  assert.equal(
    bins(100, 64).reduce((sum, { start, stop }) => sum + stop - start, 0),
    100,
  );
});

test("a page holds the index, and the last page is full", () => {
  assert.deepEqual(pageAround(12, 20, 5), { start: 0, stop: 12 });
  assert.deepEqual(pageAround(50, 20, 25), { start: 20, stop: 40 });
  assert.deepEqual(pageAround(50, 20, 49), { start: 30, stop: 50 });
});
