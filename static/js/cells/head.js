/** A head in the page: what turns the hidden state of every step into a prediction. */

import { sigmoid } from "./activations.js";

/**
 * @typedef {object} Head
 * @property {string} kind linear, sigmoid or softmax
 * @property {readonly string[] | null} labels
 * @property {readonly (readonly number[])[]} W [K][H]
 * @property {readonly number[]} b [K]
 */

/**
 * @param {Head | null} head
 * @param {import("../state/types.js").Matrix} hidden [T][H]
 * @returns {import("../state/types.js").TraceData["predictions"]} [T][K]; null without a head
 */
export function predict(head, { data, shape }) {
  if (!head) return null;
  const [steps = 0, units = 0] = shape;
  const values = Array.from({ length: steps }, (_, step) => {
    const h = data.subarray(step * units, (step + 1) * units);
    return activate(
      head.kind,
      head.W.map((row, k) => row.reduce((sum, w, unit) => sum + w * (h[unit] ?? 0), head.b[k] ?? 0)),
    );
  });
  return { kind: head.kind, labels: head.labels, values };
}

/**
 * @param {string} kind
 * @param {number[]} scores
 * @returns {number[]}
 */
function activate(kind, scores) {
  if (kind === "linear") return scores;
  if (kind === "sigmoid") return scores.map(sigmoid);
  if (kind !== "softmax") throw new RangeError(`no head "${kind}": linear, sigmoid or softmax`);
  const most = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - most));
  const total = raised.reduce((sum, one) => sum + one, 0);
  return raised.map((one) => one / total);
}
