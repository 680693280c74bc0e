/**
 * A plain RNN layer in the page: h = tanh(W_x x + W_h h + b), nothing else between one step and the
 * next; or another function in the place of tanh.
 */

import { bounded, holder, layerOf, matrix, preactivations, rowsOf } from "./lstm_compute.js";
import { usedBy } from "./options.js";

/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */

/**
 * @param {import("./lstm_compute.js").Run} run with a row of weights called candidate: those of a plain RNN, or those
 *   that an LSTM makes its candidate with
 * @returns {LayerTrace} candidate, its preactivation, hidden state and input; it has no cell state, so
 *   that of `initialState` only says how many units there are
 */
export function computeRnn({ weights, inputs, initialState, edits, options = {} }) {
  const { candidate, clip } = usedBy(options);
  const rows = rowsOf(weights, "candidate");
  const hold = holder(edits.overrides);
  let h = Array.from(initialState.hidden_state);
  const steps = inputs.map((x) => {
    const sum = preactivations(rows, x, h);
    const g = hold(
      "candidate",
      sum.map((one) => candidate.at(bounded(one, clip))),
    );
    h = hold("hidden_state", g);
    return { sum, g, h, x };
  });
  return layerOf(weights, initialState, {
    candidate: matrix(steps.map(({ g }) => g)),
    candidate_preactivation: matrix(steps.map(({ sum }) => sum)),
    hidden_state: matrix(steps.map((step) => step.h)),
    input: matrix(steps.map(({ x }) => x)),
  });
}
