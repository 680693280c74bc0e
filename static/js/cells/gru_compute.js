/**
 * A GRU layer in the page, in float64: what the server computes, and what follows when a reader changes a weight or
 * holds a value, as `lstm_compute.js` does it.
 */

import { bounded, editedWeights, holder, matrix, preactivations, rowsOf } from "./lstm_compute.js";
import { usedBy } from "./options.js";

/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */
/** @typedef {import("./lstm_compute.js").GateRows} GateRows */
/** @typedef {import("./options.js").Used & { resetAfter: boolean }} Used `resetAfter`: r multiplies what W_h has made,
 *   not what it reads */

/**
 * What the options make of the cell.
 *
 * @param {Readonly<Record<string, unknown>>} options
 * @returns {Used}
 */
export function gruUsedBy(options) {
  return { ...usedBy(options), resetAfter: options.reset_after !== false };
}

/**
 * @param {Omit<import("./lstm_compute.js").Run, "initialState"> & { initialState: { hidden_state: ArrayLike<number> } }} run
 *   with rows called reset_gate, update_gate and candidate
 * @returns {LayerTrace} three gates and their preactivations, recalled, hidden state and input
 */
export function computeGru({ weights, inputs, initialState, edits, options = {} }) {
  const { gate, candidate, clip, resetAfter } = gruUsedBy(options);
  const changed = editedWeights(weights, edits.weights);
  const [rows_r, rows_z, rows_n] = /** @type {const} */ (["reset_gate", "update_gate", "candidate"]).map(
    (name) => rowsOf(changed, name),
  );
  const recall = recallWith(/** @type {GateRows} */ (rows_n), changed.b_h ?? null);
  const hold = holder(edits.overrides);
  let h = Array.from(initialState.hidden_state);
  const steps = inputs.map((x) => {
    const before = h;
    const a_r = preactivations(/** @type {GateRows} */ (rows_r), x, before);
    const a_z = preactivations(/** @type {GateRows} */ (rows_z), x, before);
    const r = hold(
      "reset_gate",
      a_r.map((sum) => gate.at(bounded(sum, clip))),
    );
    const z = hold(
      "update_gate",
      a_z.map((sum) => gate.at(bounded(sum, clip))),
    );
    const m = hold("recalled", resetAfter ? recall(before) : times(r, before));
    const a_n = sumOf(/** @type {GateRows} */ (rows_n), x, m, resetAfter ? r : null);
    const n = hold(
      "candidate",
      a_n.map((sum) => candidate.at(bounded(sum, clip))),
    );
    h = hold(
      "hidden_state",
      n.map((fresh, k) => (1 - at(z, k)) * fresh + at(z, k) * at(before, k)),
    );
    return { a_r, a_z, a_n, r, z, m, n, h };
  });
  const of = (/** @type {keyof typeof steps[number]} */ name) => matrix(steps.map((step) => step[name]));
  return Object.freeze({
    index: weights.layer,
    direction: weights.direction,
    units: weights.units,
    initialState: { hidden_state: Float64Array.from(initialState.hidden_state) },
    channels: Object.freeze({
      reset_gate: of("r"),
      update_gate: of("z"),
      recalled: of("m"),
      candidate: of("n"),
      hidden_state: of("h"),
      reset_gate_preactivation: of("a_r"),
      update_gate_preactivation: of("a_z"),
      candidate_preactivation: of("a_n"),
      input: matrix(inputs),
    }),
  });
}

/**
 * W_h h + b_h.
 *
 * @param {GateRows} rows
 * @param {readonly number[] | null} b_h
 */
function recallWith({ W_h, b }, b_h) {
  const rows = { W_x: b.map(() => []), W_h, b: b_h ?? b.map(() => 0) };
  return (/** @type {readonly number[]} */ h) => preactivations(rows, [], h);
}

/**
 * The candidate's sum: W_x x + b and r times m, or W_h m where there is no r.
 *
 * @param {GateRows} rows
 * @param {readonly number[]} x
 * @param {readonly number[]} m
 * @param {readonly number[] | null} r
 */
function sumOf(rows, x, m, r) {
  if (!r) return preactivations(rows, x, m);
  return preactivations(rows, x, []).map((sum, k) => sum + at(r, k) * at(m, k));
}

/** @param {readonly number[]} left @param {readonly number[]} right */
const times = (left, right) => left.map((value, k) => value * at(right, k));

/** @param {readonly number[]} values @param {number} k */
const at = (values, k) => values[k] ?? 0;
