/**
 * An LSTM layer in the page, in float64: what the server computes, and what follows when a reader changes a
 * weight or holds a value. Everything downstream is computed again.
 *
 * A weight that is edited has its new value at every step. An override replaces what the cell has computed for a
 * channel, at every step, before anything reads it: a gate held at 1 lets everything through; a cell state that is
 * held is what tanh and the next step see; a hidden state that is held is what leaves the cell and what all gates
 * of the next step read. The preactivations and the initial states stay as they are.
 */

import { usedBy } from "./options.js";

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
 * @property {Readonly<Record<string, unknown>>} [options] of the cell, as a stack names them
 */
const GATES = Object.freeze(["forget_gate", "input_gate", "candidate", "output_gate"]);

/**
 * @param {Run} run
 * @returns {LayerTrace} six channels, the input, four preactivations
 */
export function computeLayer({ weights, inputs, initialState, edits, options = {} }) {
  const changed = editedWeights(weights, edits.weights);
  const rows = GATES.map((gate) => rowsOf(changed, gate));
  const hold = holder(edits.overrides);
  const used = usedBy(options);
  const [seeF, seeI, seeO] = [0, 1, 2].map((row) => peephole(changed.W_c?.[row]));
  const squash = (/** @type {"gate" | "candidate"} */ by, /** @type {number[]} */ sums) =>
    sums.map((sum) => used[by].at(bounded(sum, used.clip)));
  let c = Array.from(initialState.cell_state);
  let h = Array.from(initialState.hidden_state);
  const steps = inputs.map((x) => {
    const [a_f = [], a_i = [], a_g = [], plain_o = []] = rows.map((row) => preactivations(row, x, h));
    const sum_i = seeI?.(a_i, c) ?? a_i;
    const i = hold("input_gate", squash("gate", sum_i));
    const sum_f = used.tied ? i.map((value) => 1 - value) : (seeF?.(a_f, c) ?? a_f);
    const f = hold("forget_gate", used.tied ? sum_f : squash("gate", sum_f));
    const g = hold("candidate", squash("candidate", a_g));
    c = hold(
      "cell_state",
      c.map((old, k) => at(f, k) * old + at(i, k) * at(g, k)),
    );
    const sum_o = seeO?.(plain_o, c) ?? plain_o;
    const o = hold("output_gate", squash("gate", sum_o));
    const shown = c.map((value, k) => at(o, k) * used.output.at(value));
    h = hold("hidden_state", changed.W_p ? changed.W_p.map((row) => dot(row, shown)) : shown);
    return {
      input: x,
      gates: [f, i, g, o],
      sums: [sum_f, sum_i, a_g, sum_o],
      cell_state: c,
      hidden_state: h,
    };
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
 * What a gate's sums become where it sees the cell state of its own unit.
 *
 * @param {readonly number[] | undefined} row of W_c
 */
function peephole(row) {
  if (!row) return null;
  return (/** @type {readonly number[]} */ sums, /** @type {readonly number[]} */ c) =>
    sums.map((sum, k) => sum + at(row, k) * at(c, k));
}

/** @param {number} sum @param {number | undefined} clip how far from 0 it may go */
export function bounded(sum, clip) {
  return clip === undefined ? sum : Math.min(clip, Math.max(-clip, sum));
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
