import { activationOf } from "../../static/js/cells/activations.js";
import { assert, test } from "./harness.js";

test("functions are found by the names that the API gives them", () => {
  const at = (/** @type {string} */ name, /** @type {number} */ x) => activationOf(name).at(x);
  assert.equal(at("sigmoid", 0), 0.5);
  assert.equal(at("relu", -2), 0);
  assert.equal(at("linear", -2), -2);
  assert.equal(at("softsign", 3), 0.75);
  assert.close(at("softplus", 800), 800, 1e-12, "without overflow");
  assert.equal(at("hard_sigmoid(0.2,0.5)", 1), 0.7);
  assert.close(at("hard_sigmoid(1/6,0.5)", 1), 2 / 3, 1e-15);
  assert.equal(at("hard_sigmoid(0.2,0.5)", -9), 0);
  assert.equal(at("leaky_relu(0.1)", -2), -0.2);
  assert.equal(at("thresholded_relu(2)", 2), 0, "at its threshold it is still shut");
  assert.close(at("elu(0.5)", -1), 0.5 * (Math.exp(-1) - 1), 1e-15);
  assert.close(at("scaled_tanh(1.7,0.66)", 1), 1.7 * Math.tanh(0.66), 1e-15);
  assert.equal(at("affine(2,-1)", 3), 5);
  assert.close(at("silu", 1), 1 / (1 + Math.exp(-1)), 1e-15);
  assert.close(at("selu", 1), 1.0507009873554805, 1e-15);
});

test("a formula names the numbers of the file", () => {
  assert.equal(activationOf("hard_sigmoid(1/6,0.5)").formula, "min(1, max(0, 0.167·a + 0.5))");
  assert.equal(activationOf("affine(-2,1)").formula, "−2·a + 1");
});

test("an unknown function is refused with the choices", () => {
  for (const name of ["fancy", "fancy(1)", "toString", ""])
    assert.throws(() => activationOf(name), /no function ".*": one of sigmoid, tanh, relu/);
});
