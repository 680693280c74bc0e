import { assert, mountPoint, test } from "./harness.js";

test("equal tells the two values", () => {
  assert.equal(1 + 1, 2);
  assert.throws(() => assert.equal(1, 2), /^1 instead of 2$/);
  assert.throws(() => assert.equal(0, -0), /^0 instead of -0$/);
});

test("deepEqual names the first difference", () => {
  assert.deepEqual(
    { a: [1, Number.NaN], b: new Float32Array([0.5]) },
    { a: [1, Number.NaN], b: new Float32Array([0.5]) },
  );
  assert.throws(() => assert.deepEqual({ a: [1, 2] }, { a: [1, 3] }), /^value\.a\.1: 2 instead of 3$/);
  assert.throws(() => assert.deepEqual({ a: 1 }, { a: 1, b: 2 }), /^value\.b is missing$/);
  assert.throws(() => assert.deepEqual([1], new Float32Array([1])), /Array instead of Float32Array/);
});

test("close refuses NaN", () => {
  assert.close(0.3775, 0.378, 1e-3);
  assert.throws(() => assert.close(Number.NaN, 0, 1), /NaN is further than 1 from 0/);
});

test("throws and rejects compare the message", async () => {
  assert.throws(() => assert.throws(() => 1), /nothing was thrown/);
  await assert.rejects(async () => {
    throw new Error("the server is gone");
  }, /gone/);
  await assert.rejects(() => assert.rejects(() => Promise.reject(new Error("a")), /b/), /"a" does not match/);
});

test("a mount point is in the page, alone", () => {
  const element = mountPoint();
  assert.equal(element.parentElement, document.body);
  assert.equal(document.body.children.length, 1);
});
