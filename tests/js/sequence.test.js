import { checkSequence } from "../../static/js/state/sequence.js";
import { assert, test } from "./harness.js";

const LIMITS = { steps: 3, text: 10 };

/** @param {string} value */
const text = (value) => checkSequence({ kind: "text", value }, 2, LIMITS);
/** @param {string} value */
const values = (value) => checkSequence({ kind: "values", value }, 2, LIMITS);

test("text is sent as it was typed", () =>
  assert.deepEqual(text(" not bad"), { body: { text: " not bad" } }));

test("nothing but blanks is an empty sequence", () => {
  assert.deepEqual(text("  \n").error, { kind: "error", code: "empty_sequence", args: {} });
  assert.equal(values("\n").error?.code, "empty_sequence");
});

test("a text beyond the limit is counted in code points", () => {
  assert.deepEqual(text("😀".repeat(11)).error?.args, { length: 11, limit: 10 });
  assert.equal(text("😀".repeat(10)).error, undefined);
});

test("rows of numbers may be separated by commas, tabs, semicolons or blanks", () => {
  const rows = "1, 2\n\n.5\t-1e3\r\n +3 ; −4";
  assert.deepEqual(values(rows), {
    body: {
      values: [
        [1, 2],
        [0.5, -1000],
        [3, -4],
      ],
    },
  });
});

test("a word among numbers is named by row and column", () => {
  assert.deepEqual(values("1, 2\n3, four").error?.args, { row: 2, column: 2, value: "four" });
  assert.equal(values("1, NaN").error?.code, "not_a_number");
  assert.equal(values("1, Infinity").error?.code, "not_a_number");
  assert.equal(values("1, 1e999").error?.code, "not_a_number");
  assert.deepEqual(values("1,,2").error?.args, { row: 1, column: 2, value: "∅" });
});

test("a row of the wrong width is named", () => {
  assert.deepEqual(values("1, 2\n3").error, {
    kind: "error",
    code: "wrong_width",
    args: { row: 2, found: 1, expected: 2 },
  });
});

test("too many rows are too long a sequence", () => {
  assert.deepEqual(values("1 2\n".repeat(4)).error, {
    kind: "error",
    code: "sequence_too_long",
    args: { length: 4, limit: 3 },
  });
});

test("for one input a single line is one number a step, unless it may be one decimal number", () => {
  const one = (/** @type {string} */ value) => checkSequence({ kind: "values", value }, 1, LIMITS);
  for (const value of ["5, 11, 16", "5 11 16\n", "5;11;16", "5,11,16"])
    assert.deepEqual(one(value).body, { values: [[5], [11], [16]] }, value);
  assert.deepEqual(one("5\n11").body, { values: [[5], [11]] });
  assert.equal(one("5,11").error?.code, "wrong_width");
  assert.equal(one("5, 11\n16, 17").error?.code, "wrong_width");
  assert.deepEqual(one("1 2 3 4").error?.args, { length: 4, limit: 3 });
});
