/**
 * How one number came to be, from the trace and the weights alone: the products, their sum, the function.
 * Products and sums are taken in float64, as the server does for the same question.
 */

import { shownLayer, stepBefore, valueAt } from "./selectors.js";
import { gateRow } from "./weights.js";

/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").LayerTrace} LayerTrace */

/**
 * @typedef {object} Factor a number with its name and, where it can be visited, its place
 * @property {string} source "weight", "input" or a channel
 * @property {number} index
 * @property {boolean} before taken from the step before
 * @property {boolean} squashed tanh was applied to it
 * @property {number} value
 * @property {Place | null} place
 */
/**
 * @typedef {object} Term
 * @property {Factor} weight
 * @property {Factor} factor
 * @property {number} product
 */
/**
 * @typedef {object} Breakdown
 * @property {Place} place
 * @property {readonly Term[]} terms
 * @property {number | null} bias null where the formula has none
 * @property {number} sum of the products and the bias
 * @property {"sigmoid" | "tanh" | "product" | "sum"} function what is done to the sum
 * @property {number} value
 * @property {number | null} replaced what this makes, where the reader has set the value instead
 */

const SQUASH = Object.freeze({
  /** @param {number} a */
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  tanh: Math.tanh,
});

/**
 * @param {Pick<State, "trace" | "weights" | "layer" | "direction"> & { edits?: State["edits"] }} state
 * @param {Place} place
 * @returns {Breakdown | null} null while the weights needed are not here
 */
export function explain(state, place) {
  const layer = shownLayer(state);
  const computed = layer && explainComputed(layer, state, place);
  const { channel, step, unit } = place;
  const set = state.edits?.overrides.some((one) => one.channel === channel && (one.unit ?? unit) === unit);
  if (!computed || !set) return computed;
  return { ...computed, value: valueAt(layer, channel, step, unit), replaced: computed.value };
}

/**
 * @param {LayerTrace} layer
 * @param {Pick<State, "weights" | "layer" | "direction">} state
 * @param {Place} place
 */
function explainComputed(layer, state, place) {
  if (place.channel === "cell_state") return explainCellState(layer, place);
  if (place.channel !== "hidden_state") return explainGate(layer, place, state);
  // A plain RNN has no gate: its h is the candidate itself.
  if (!layer.channels.output_gate) return explainGate(layer, place, state, "candidate");
  return explainHiddenState(layer, place, state);
}

/**
 * @param {LayerTrace} layer
 * @param {Place} place
 * @param {Pick<State, "weights" | "layer" | "direction">} state
 * @param {string} [gate] whose weights make it
 * @returns {Breakdown | null}
 */
function explainGate(layer, place, { weights }, gate = place.channel) {
  const mine = weights?.layer === layer.index && weights.direction === layer.direction ? weights : null;
  const row = gateRow(mine, gate, place.unit);
  if (!row) return null;
  const before = stepBefore(layer, place.step);
  const inputs = row.W_x.map((weight, index) =>
    term(plainFactor("weight", index, weight), {
      ...plainFactor("input", index, valueAt(layer, "input", place.step, index)),
      place: { channel: "input", step: place.step, unit: index },
    }),
  );
  const states = row.W_h.map((weight, index) =>
    term(plainFactor("weight", index, weight), read(layer, "hidden_state", before, index, true)),
  );
  return finish(place, [...inputs, ...states], row.b, gate === "candidate" ? "tanh" : "sigmoid");
}

/**
 * @param {LayerTrace} layer
 * @param {Place} place
 */
function explainCellState(layer, place) {
  const { step, unit } = place;
  const kept = term(
    read(layer, "forget_gate", step, unit),
    read(layer, "cell_state", stepBefore(layer, step), unit, true),
  );
  const written = term(read(layer, "input_gate", step, unit), read(layer, "candidate", step, unit));
  return finish(place, [kept, written], null, "sum");
}

/**
 * @param {LayerTrace} layer
 * @param {Place} place
 * @param {Pick<State, "weights">} state
 * @returns {Breakdown | null}
 */
function explainHiddenState(layer, place, { weights }) {
  const { step, unit } = place;
  const cells = layer.channels.cell_state?.shape[1] ?? 0;
  const projected = (layer.channels.hidden_state?.shape[1] ?? cells) !== cells;
  if (!projected) {
    return finish(
      place,
      [term(read(layer, "output_gate", step, unit), squashed(layer, step, unit))],
      null,
      "product",
    );
  }
  const row =
    weights?.layer === layer.index && weights.direction === layer.direction ? weights.W_p?.[unit] : null;
  if (!row) return null;
  const terms = row.map((weight, index) => {
    const value = valueAt(layer, "output_gate", step, index) * squashed(layer, step, index).value;
    return term(plainFactor("weight", index, weight), {
      ...plainFactor("output", index, value),
      place: { channel: "output_gate", step, unit: index },
    });
  });
  return finish(place, terms, null, "sum");
}

/**
 * @param {LayerTrace} layer
 * @param {number} step
 * @param {number} unit
 * @returns {Factor}
 */
function squashed(layer, step, unit) {
  const factor = read(layer, "cell_state", step, unit);
  return { ...factor, squashed: true, value: Math.tanh(factor.value) };
}

/**
 * @param {LayerTrace} layer
 * @param {string} channel
 * @param {number} step
 * @param {number} unit
 * @param {boolean} [before]
 * @returns {Factor}
 */
function read(layer, channel, step, unit, before = false) {
  const steps = layer.channels[channel]?.shape[0] ?? 0;
  const place = step >= 0 && step < steps ? { channel, step, unit } : null;
  return { ...plainFactor(channel, unit, valueAt(layer, channel, step, unit)), before, place };
}

/**
 * @param {string} source
 * @param {number} index
 * @param {number} value
 * @returns {Factor}
 */
function plainFactor(source, index, value) {
  return { source, index, before: false, squashed: false, value, place: null };
}

/**
 * @param {Factor} weight
 * @param {Factor} factor
 * @returns {Term}
 */
function term(weight, factor) {
  return { weight, factor, product: weight.value * factor.value };
}

/**
 * @param {Place} place
 * @param {readonly Term[]} terms
 * @param {number | null} bias
 * @param {Breakdown["function"]} name
 * @returns {Breakdown}
 */
function finish(place, terms, bias, name) {
  const sum = terms.reduce((total, one) => total + one.product, bias ?? 0);
  const value = name === "sigmoid" || name === "tanh" ? SQUASH[name](sum) : sum;
  return { place, terms, bias, sum, function: name, value, replaced: null };
}

/** Up to this many terms of zero are shown one by one. */
const FEW_ZEROS = 2;

/**
 * The terms as a card shows them: without many zeros, the largest few and the sum of the others.
 *
 * @param {readonly Term[]} terms
 * @param {{ sorted: boolean, whole: boolean, most: number, keep: number }} view
 *   more than `most` terms are cut to the `keep` largest; `whole`: every term is shown
 * @returns {{ shown: readonly Term[], zeros: number, rest: { count: number, sum: number } | null }}
 */
export function selectTerms(terms, { sorted, whole, most, keep }) {
  const long = terms.length > most;
  const some = terms.filter(({ product }) => product !== 0);
  const zeros = whole || long || !folds(terms, most) ? 0 : terms.length - some.length;
  const wanted = zeros ? some : terms;
  const bySize = [...wanted].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
  const few = new Set(long && !whole ? bySize.slice(0, keep) : wanted);
  const shown = (sorted ? bySize : wanted).filter((one) => few.has(one));
  const others = wanted.filter((one) => !few.has(one));
  const sum = others.reduce((total, one) => total + one.product, 0);
  return { shown, zeros, rest: others.length ? { count: others.length, sum } : null };
}

/**
 * Whether `selectTerms` leaves something out unless asked for the whole.
 *
 * @param {readonly Term[]} terms
 * @param {number} most
 */
export function folds(terms, most) {
  return terms.length > most || terms.filter(({ product }) => product === 0).length > FEW_ZEROS;
}
