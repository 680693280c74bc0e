// Traces for the tests of cells and stage: the worked example with three units, and wider ones of any size.

import { computeGru } from "../../static/js/cells/gru_compute.js";
import { cellNames, fetchCell, getCell } from "../../static/js/cells/index.js";
import { computeLayer } from "../../static/js/cells/lstm_compute.js";
import { computeRnn } from "../../static/js/cells/rnn_compute.js";
import { traceOf } from "../../static/js/figures/numbers.js";
import { explain } from "../../static/js/state/arithmetic.js";
import { NO_EDITS } from "../../static/js/state/edits.js";
import { decodeWeights } from "../../static/js/state/weights.js";
import { pageBoot } from "./page_boot.js";

await Promise.all(cellNames().map(fetchCell));

/** @typedef {import("../../static/js/state/types.js").LayerTrace} LayerTrace */
/** @typedef {import("../../static/js/state/types.js").TraceData} TraceData */

const boot = await pageBoot();

/** The worked example as a page of the article has it: unit 1 keeps, unit 2 is overwritten but hidden, unit 3 blends. */
export const WORKED = /** @type {import("../../static/js/figures/script.js").Dataset} */ (
  boot.datasets.worked
);

/** @returns {TraceData} computed from the weights of the worked example, three steps */
export const worked = () => traceOf(WORKED, NO_EDITS);

/** A layer of each cell in the page. */
const COMPUTE = Object.freeze({ gru: computeGru, lstm: computeLayer, rnn: computeRnn });
/**
 * Rows of weights that a cell has, and which of the worked example's they are: z is the f of before, so that unit 1
 * keeps, unit 2 is replaced and unit 3 blends.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
const GATES = Object.freeze({
  gru: { reset_gate: "output_gate", update_gate: "forget_gate", candidate: "candidate" },
  rnn: { candidate: "candidate" },
});

/**
 * The weights of the worked example, as far as a cell has them, and what else it has.
 *
 * @param {string} cell
 * @param {Partial<import("../../static/js/state/types.js").WeightsData>} [more]
 * @returns {import("../../static/js/state/types.js").WeightsData}
 */
export function sampleWeights(cell, more = {}) {
  const all = decodeWeights(WORKED.weights);
  const own = getCell(cell).gates.map((gate, k) => [gate, all.gates[k % all.gates.length] ?? gate]);
  const taken = GATES[cell] ?? Object.fromEntries(own);
  const of = (/** @type {readonly any[]} */ rows) =>
    Object.values(taken).map((gate) => rows[all.gates.indexOf(gate)]);
  return { ...all, gates: Object.keys(taken), W_x: of(all.W_x), W_h: of(all.W_h), b: of(all.b), ...more };
}

/**
 * What a cell makes of the worked example's inputs.
 *
 * @param {string} cell
 * @param {Record<string, unknown>} [options]
 * @param {Parameters<typeof sampleWeights>[1]} [more]
 * @returns {TraceData}
 */
export function sampleOf(cell, options = {}, more = {}) {
  const { inputs, initial_state } = WORKED;
  const compute = COMPUTE[/** @type {keyof typeof COMPUTE} */ (cell)];
  if (!compute) return sampleByFormulas(cell, options, more);
  const weights = sampleWeights(cell, more);
  const layer = compute({ weights, inputs, initialState: initial_state, edits: NO_EDITS, options });
  const { hidden_state } = layer.initialState;
  const initialState = cell === "lstm" || !hidden_state ? layer.initialState : { hidden_state };
  return { ...worked(), cell, stack: cell, layers: [{ ...layer, initialState }] };
}

/**
 * The same by nothing but the formulas that the cell gives for the arithmetic card, a step at a time, each channel as
 * often as there are channels: whatever reads another comes right in the end.
 *
 * @param {string} name
 * @param {Record<string, unknown>} [options]
 * @param {Parameters<typeof sampleWeights>[1]} [more]
 * @returns {TraceData}
 */
export function sampleByFormulas(name, options = {}, more = {}) {
  const { inputs, initial_state } = WORKED;
  const weights = sampleWeights(name, more);
  const { formulas, gates } = getCell(name, { options });
  const [steps, units] = [inputs.length, weights.units.length];
  const empty = () => ({ data: new Float64Array(steps * units), shape: [steps, units] });
  /** @type {Record<string, { data: Float64Array, shape: number[] }>} */
  const channels = {
    input: { data: Float64Array.from(inputs.flat()), shape: [steps, inputs[0]?.length ?? 0] },
  };
  for (const channel of Object.keys(formulas)) channels[channel] = empty();
  for (const gate of gates) channels[`${gate}_preactivation`] = empty();
  const initialState = Object.fromEntries(
    Object.entries(initial_state).map(([state, values]) => [state, Float64Array.from(values)]),
  );
  const layer = {
    index: 0,
    direction: /** @type {const} */ ("forward"),
    units: weights.units,
    initialState,
    channels,
  };
  const trace = { ...worked(), cell: name, stack: name, layers: [layer] };
  const state = { trace, weights, layer: 0, direction: layer.direction };
  /** @param {string} channel @param {number} step @param {number} unit */
  const make = (channel, step, unit) => {
    const found = explain(state, { channel, step, unit }, formulas);
    const place = step * units + unit;
    if (!found) throw new RangeError(`no formula makes ${channel}`);
    /** @type {Float64Array} */ (channels[channel]?.data)[place] = found.value;
    const sum = channels[`${channel}_preactivation`];
    if (sum) sum.data[place] = found.sum;
  };
  for (let step = 0; step < steps; step += 1) {
    for (const _ of Object.keys(formulas)) {
      for (const channel of Object.keys(formulas)) {
        for (let unit = 0; unit < units; unit += 1) make(channel, step, unit);
      }
    }
  }
  return trace;
}

/**
 * Numbers made by a formula, not by a network: enough for where things are drawn.
 *
 * @param {number} units
 * @param {number} steps
 * @returns {TraceData}
 */
export function formula(units, steps) {
  /** @param {(k: number) => number} value */
  const matrix = (value) => ({
    data: Float64Array.from({ length: units * steps }, (_, k) => value(k)),
    shape: [steps, units],
  });
  const gate = matrix((k) => (Math.sin(k) + 1) / 2);
  const signed = matrix((k) => Math.cos(k));
  return traceFrom(
    [
      {
        index: 0,
        direction: "forward",
        units: Array.from({ length: units }, (_, k) => k),
        initialState: { cell_state: new Float64Array(units), hidden_state: new Float64Array(units) },
        channels: {
          forget_gate: gate,
          input_gate: gate,
          candidate: signed,
          output_gate: gate,
          cell_state: matrix((k) => 3 * Math.cos(k)),
          hidden_state: signed,
          input: signed,
        },
      },
    ],
    steps,
    Array.from({ length: steps }, (_, k) => `word${k}`),
  );
}

/**
 * @param {LayerTrace[]} layers
 * @param {number} length
 * @param {string[]} tokens
 * @returns {TraceData}
 */
function traceFrom(layers, length, tokens) {
  return {
    model: "sample",
    digest: "",
    stack: "lstm",
    cell: "lstm",
    length,
    start: 0,
    stop: length,
    tokens: tokens.map((text, id) => ({ text, id, known: true })),
    layers,
    predictions: null,
  };
}
