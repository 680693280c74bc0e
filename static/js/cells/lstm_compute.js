/**
 * An LSTM layer in the page, in float64: what the server computes, and what follows when a reader changes a
 * weight or holds a value. Everything downstream is computed again.
 *
 * A weight that is edited has its new value at every step. An override replaces what the cell has computed for a
 * channel, at every step, before anything reads it: a gate held at 1 lets everything through; a cell state that is
 * held is what tanh and the next step see; a hidden state that is held is what leaves the cell and what all gates
 * of the next step read. The preactivations and the initial states stay as they are.
 */

import { sigmoid } from "./activations.js";

/** @typedef {import("../state/types.js").WeightsData} WeightsData */
/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */
/** @typedef {import("../state/types.js").Matrix} Matrix */
/** @typedef {import("../state/edits.js").Edits} Edits */
/** @typedef {import("../state/edits.js").Override} Override */
/** @typedef {import("../state/edits.js").WeightEdit} WeightEdit */

/**
 * @typedef {object} Run
 * @property {WeightsData} weights of every unit
 * @property {readonly (readonly number[])[]} inputs [T][D]
 * @property {{ cell_state: ArrayLike<number>, hidden_state: ArrayLike<number> }} initialState
 * @property {Pick<Edits, "weights" | "overrides">} edits
 */

const SQUASH = Object.freeze({
  forget_gate: sigmoid,
  input_gate: sigmoid,
  candidate: Math.tanh,
  output_gate: sigmoid,
});
const GATES = /** @type {(keyof typeof SQUASH)[]} */ (Object.keys(SQUASH));

/**
 * @param {Run} run
 * @returns {LayerTrace} six channels, the input, four preactivations
 */
export function computeLayer({ weights, inputs, initialState, edits }) {
  const changed = editedWeights(weights, edits.weights);
  const rows = GATES.map((gate) => rowsOf(changed, gate));
  const hold = holder(edits.overrides);
  let c = Array.from(initialState.cell_state);
  let h = Array.from(initialState.hidden_state);
  const steps = inputs.map((x) => {
    const sums = rows.map((row) => preactivations(row, x, h));
    const [f = [], i = [], g = [], o = []] = GATES.map((gate, k) =>
      hold(gate, (sums[k] ?? []).map(SQUASH[gate])),
    );
    c = hold(
      "cell_state",
      c.map((old, k) => at(f, k) * old + at(i, k) * at(g, k)),
    );
    const shown = c.map((value, k) => at(o, k) * Math.tanh(value));
    h = hold("hidden_state", changed.W_p ? changed.W_p.map((row) => dot(row, shown)) : shown);
    return { input: x, gates: [f, i, g, o], sums, cell_state: c, hidden_state: h };
  });
  /** @type {Record<string, Matrix>} */
  const channels = {};
  for (const [k, gate] of GATES.entries()) {
    channels[gate] = matrix(steps.map(({ gates }) => gates[k] ?? []));
    channels[`${gate}_preactivation`] = matrix(steps.map(({ sums }) => sums[k] ?? []));
  }
  for (const name of /** @type {const} */ (["cell_state", "hidden_state", "input"])) {
    channels[name] = matrix(steps.map((step) => step[name]));
  }
  return layerOf(weights, initialState, channels);
}

/**
 * @param {Pick<WeightsData, "layer" | "direction" | "units">} weights
 * @param {Run["initialState"]} initialState
 * @param {Record<string, Matrix>} channels
 * @returns {LayerTrace}
 */
export function layerOf({ layer, direction, units }, { cell_state, hidden_state }, channels) {
  return Object.freeze({
    index: layer,
    direction,
    units,
    initialState: {
      cell_state: Float64Array.from(cell_state),
      hidden_state: Float64Array.from(hidden_state),
    },
    channels: Object.freeze(channels),
  });
}

/**
 * @param {WeightsData} weights
 * @param {readonly WeightEdit[]} edits
 * @returns {WeightsData} a copy with the new values; the same object where nothing is edited
 */
export function editedWeights(weights, edits) {
  if (edits.length === 0) return weights;
  const copy = {
    W_x: weights.W_x.map((gate) => gate.map((row) => [...row])),
    W_h: weights.W_h.map((gate) => gate.map((row) => [...row])),
    b: weights.b.map((row) => [...row]),
  };
  for (const { gate, part, unit, index, value } of edits) {
    const g = weights.gates.indexOf(gate);
    const row = part === "b" ? copy.b[g] : copy[part][g]?.[unit];
    const column = part === "b" ? unit : index;
    if (row?.[column] === undefined)
      throw new RangeError(`no weight ${part} ${gate} ${unit} ${index} to edit`);
    row[column] = value;
  }
  return Object.freeze({ ...weights, ...copy });
}

/**
 * What a channel's values become under the overrides, in the order in which they were made.
 *
 * @param {readonly Override[]} overrides
 * @returns {(channel: string, values: number[]) => number[]}
 */
export function holder(overrides) {
  return (channel, values) => {
    const mine = overrides.filter((override) => override.channel === channel);
    if (mine.length === 0) return values;
    return values.map((computed, k) => {
      const here = mine.filter(({ unit }) => unit === null || unit === k);
      return here.reduce((now, { kind, value }) => (kind === "negate" ? -now : value), computed);
    });
  };
}

/**
 * @typedef {object} GateRows the weights of one gate, a row a unit
 * @property {readonly (readonly number[])[]} W_x
 * @property {readonly (readonly number[])[]} W_h
 * @property {readonly number[]} b
 */

/**
 * @param {WeightsData} weights
 * @param {string} gate
 * @returns {GateRows}
 */
export function rowsOf(weights, gate) {
  const g = weights.gates.indexOf(gate);
  const [W_x, W_h, b] = [weights.W_x[g], weights.W_h[g], weights.b[g]];
  if (!W_x || !W_h || !b) throw new RangeError(`no weights of ${gate}: ${weights.gates.join(", ")} are held`);
  return { W_x, W_h, b };
}

/**
 * @param {GateRows} rows
 * @param {readonly number[]} x
 * @param {readonly number[]} h
 */
export function preactivations({ W_x, W_h, b }, x, h) {
  return b.map((bias, k) => dot(W_x[k] ?? [], x) + dot(W_h[k] ?? [], h) + bias);
}

/** @param {readonly number[]} row @param {readonly number[]} values */
function dot(row, values) {
  return row.reduce((sum, weight, k) => sum + weight * at(values, k), 0);
}

/** @param {readonly number[]} values @param {number} k */
const at = (values, k) => values[k] ?? 0;

/**
 * @param {readonly (readonly number[])[]} rows [T][N]
 * @returns {Matrix}
 */
export function matrix(rows) {
  return { data: Float64Array.from(rows.flat()), shape: [rows.length, rows[0]?.length ?? 0] };
}
