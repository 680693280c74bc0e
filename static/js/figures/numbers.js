/** The numbers of a figure that shows a cell: a dataset, run in the page with the reader's edits. */

import { predict } from "../cells/head.js";
import { computeLayer, editedWeights } from "../cells/lstm_compute.js";
import { computeRnn } from "../cells/rnn_compute.js";
import { decodeWeights } from "../state/weights.js";

/** @typedef {import("./script.js").Dataset} Dataset */
/** @typedef {import("./script.js").Edits} Edits */
/** @typedef {import("../state/types.js").TraceData} TraceData */
/** @typedef {import("../state/types.js").WeightsData} WeightsData */

/** The variant that leaves of the cell what a plain RNN has. */
export const PLAIN = "plain_rnn";

/**
 * @param {Dataset | null} dataset
 * @param {Edits} edits
 * @returns {TraceData} one layer, forward
 */
export function traceOf(dataset, edits) {
  if (!dataset) throw new TypeError("a cell needs a network and a sequence");
  const { model, inputs, initial_state: initialState, tokens, head } = dataset;
  const plain = edits.variants.includes(PLAIN);
  const weights = weightsOf(dataset, edits);
  const compute = plain ? computeRnn : computeLayer;
  const layer = compute({ weights, inputs, initialState, edits: { ...edits, weights: [] } });
  return Object.freeze({
    model: model.id,
    digest: "",
    stack: model.stacks[0]?.name ?? "",
    cell: plain ? "rnn" : "lstm",
    length: inputs.length,
    start: 0,
    stop: inputs.length,
    tokens,
    layers: Object.freeze([layer]),
    // The head was trained on the h of the LSTM: it has nothing to say of another.
    predictions: plain
      ? null
      : predict(head, /** @type {import("../state/types.js").Matrix} */ (layer.channels.hidden_state)),
  });
}

/**
 * @param {Dataset | null} dataset
 * @param {Edits} edits
 * @returns {WeightsData}
 */
export function weightsOf(dataset, edits) {
  if (!dataset) throw new TypeError("a cell needs a network and a sequence");
  return editedWeights(decodeWeights(dataset.weights), edits.weights);
}
