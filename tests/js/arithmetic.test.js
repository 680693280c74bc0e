import { lstm } from "../../static/js/cells/lstm.js";
import { explain, folds, selectTerms } from "../../static/js/state/arithmetic.js";
import { decodeTrace } from "../../static/js/state/trace.js";
import { answer, state } from "./example.js";
import { assert, test } from "./harness.js";

/** @param {string} channel @param {number} [unit] */
const at = (channel, unit = 1) => {
  const found = explain(state, { channel, step: 0, unit }, lstm.formulas);
  assert(found, `${channel} cannot be explained`);
  return found;
};

test("a forget gate: inputs, hidden states, bias, sigmoid", () => {
  const { terms, bias, sum, value, function: name } = at("forget_gate");
  assert.deepEqual(
    terms.map(({ product }) => product.toFixed(4)),
    ["0.0000", "-3.1042", "-0.3314", "0.8256", "-0.0354"],
  );
  assert.equal(bias, 0.2013);
  assert.close(sum, -2.444036, 2e-6); // the states are float32
  assert.close(value, 1 / (1 + Math.exp(2.444036)), 1e-6);
  assert.equal(name, "sigmoid");
  assert.equal(
    sum,
    terms.reduce((total, { product }) => total + product, 0.2013),
  );
});

test("a candidate ends in tanh", () => {
  const weights = { ...state.weights, gates: ["candidate"] };
  const found = explain({ ...state, weights }, { channel: "candidate", step: 0, unit: 1 }, lstm.formulas);
  assert.equal(found?.function, "tanh");
  assert.equal(found?.value, Math.tanh(found?.sum ?? 0));
});

test("a cell state is what was kept and what was written", () => {
  const { terms, value, bias, function: name } = at("cell_state");
  assert.deepEqual(
    terms.map(({ product }) => product.toFixed(4)),
    ["-0.0400", "0.8184"],
  );
  assert.close(value, 0.7784, 1e-6);
  assert.equal(bias, null);
  assert.equal(name, "sum");
  assert.equal(terms[0]?.factor.before, true);
  assert.equal(terms[0]?.factor.place, null, "the state before the first step stands nowhere");
  assert.deepEqual(terms[1]?.factor.place, { channel: "candidate", step: 0, unit: 1 });
});

test("a hidden state is the output gate times tanh of the cell state", () => {
  const { terms, value, function: name } = at("hidden_state");
  assert.close(value, 0.1 * Math.tanh(0.7784), 1e-7);
  assert.equal(name, "product");
  assert.equal(terms[0]?.factor.squash?.name, "tanh");
});

test("a projected hidden state is a sum over all units", () => {
  const [layer] = answer.layers;
  const trace = decodeTrace({ ...answer, layers: [{ ...layer, hidden_state: [[0.5]] }] });
  const weights = { ...state.weights, W_p: [[1, 2, 0]] };
  const found = explain(
    { ...state, trace, weights },
    { channel: "hidden_state", step: 0, unit: 0 },
    lstm.formulas,
  );
  assert.equal(found?.terms.length, 3);
  assert.close(found?.value ?? 0, 0.91 * Math.tanh(0.824) + 2 * 0.1 * Math.tanh(0.7784), 1e-6);
});

test("without the weights there is nothing to explain", () => {
  assert.equal(
    explain({ ...state, weights: null }, { channel: "forget_gate", step: 0, unit: 1 }, lstm.formulas),
    null,
  );
  assert.equal(explain(state, { channel: "forget_gate", step: 0, unit: 0 }, lstm.formulas), null);
});

test("many terms of zero fold into their number", () => {
  const terms = at("forget_gate").terms.map((term, k) => (k < 3 ? { ...term, product: 0 } : term));
  const view = { sorted: false, whole: false, most: 16, keep: 8 };
  const { shown, zeros, rest } = selectTerms(terms, view);
  assert.deepEqual([shown.length, zeros, rest], [2, 3, null]);
  assert.equal(folds(terms, 16), true);
  assert.equal(folds(terms.slice(1), 16), false, "two zeros are shown");
  assert.equal(selectTerms(terms, { ...view, whole: true }).shown.length, 5);
});

test("terms stand by size or in order, and the small ones fold into one sum", () => {
  const { terms } = at("forget_gate");
  const view = { sorted: true, whole: false, most: 16, keep: 8 };
  const bySize = selectTerms(terms, view);
  assert.deepEqual(
    bySize.shown.map(({ factor }) => `${factor.source} ${factor.index}`),
    ["input 1", "hidden_state 1", "hidden_state 0", "hidden_state 2", "input 0"],
  );
  assert.equal(bySize.rest, null);
  const inOrder = selectTerms(terms, { ...view, sorted: false });
  assert.deepEqual(inOrder.shown, terms);
  const few = selectTerms(terms, { ...view, sorted: false, most: 4, keep: 2 });
  assert.deepEqual(
    few.shown.map(({ factor }) => factor.source),
    ["input", "hidden_state"],
  );
  assert.equal(few.rest?.count, 3);
  assert.close(few.rest?.sum ?? 0, -0.331375 - 0.03536, 1e-5);
  assert.equal(selectTerms(terms, { ...view, whole: true, most: 4, keep: 2 }).rest, null);
});
