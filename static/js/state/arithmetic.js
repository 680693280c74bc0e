/**
 * How one number came to be, from the trace and the weights alone: the products, their sum, the function. Which they
 * are, the cell says as data (`formulas.js`). Products and sums are taken in float64, as the server does for the same
 * question.
 */

import { shownLayer, stepBefore, unitsOf, valueAt } from "./selectors.js";
import { gateRow } from "./weights.js";

/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").LayerTrace} LayerTrace */
/** @typedef {import("./formulas.js").Formula} Formula */
/** @typedef {import("./formulas.js").Source} Source */
/** @typedef {import("./formulas.js").Squash} Squash */

/**
 * @typedef {object} Factor a number with its name and, where it can be visited, its place
 * @property {string} source "weight", "input", "product", "sign" or a channel
 * @property {number} index
 * @property {boolean} before taken from the step before
 * @property {boolean} rest what is missing to 1
 * @property {Squash | null} squash what was applied to it
 * @property {readonly Factor[]} factors of a product
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
 * @property {number | null} clip how far from 0 the sum may go; null: as far as it likes
 * @property {string} function what is done to the sum, by its name; "product" and "sum": nothing
 * @property {Squash | null} squash the same as a function
 * @property {number} value
 * @property {number | null} replaced what this makes, where the reader has set the value instead
 */
/**
 * @typedef {object} Here what a part of a formula is worked out from
 * @property {LayerTrace} layer
 * @property {Place} place
 * @property {NonNullable<ReturnType<typeof gateRow>> | null} row
 * @property {readonly (readonly number[])[] | null} projection W_p
 */

/**
 * @param {Pick<State, "trace" | "weights" | "layer" | "direction"> & { edits?: State["edits"] }} state
 * @param {Place} place
 * @param {import("./formulas.js").Formulas} formulas of the cell
 * @returns {Breakdown | null} null while the weights needed are not here
 */
export function explain(state, place, formulas) {
  const layer = shownLayer(state);
  const computed = layer && explainComputed(layer, state, place, formulas);
  const { channel, step, unit } = place;
  const set = state.edits?.overrides.some((one) => one.channel === channel && (one.unit ?? unit) === unit);
  if (!computed || !set) return computed;
  return { ...computed, value: valueAt(layer, channel, step, unit), replaced: computed.value };
}

/**
 * @param {LayerTrace} layer
 * @param {Pick<State, "weights">} state
 * @param {Place} place
 * @param {import("./formulas.js").Formulas} formulas
 * @returns {Breakdown | null}
 */
function explainComputed(layer, { weights }, place, formulas) {
  const whole = formulas[place.channel];
  if (!whole) return null;
  const projected = (layer.channels.hidden_state?.shape[1] ?? 0) !== unitsOf(layer);
  const formula = (projected && whole.projected) || whole;
  const mine = weights?.layer === layer.index && weights.direction === layer.direction ? weights : null;
  const row = formula.gate ? gateRow(mine, formula.gate, place.unit) : null;
  if (formula.gate && !row) return null;
  const projection = mine?.W_p ?? null;
  if (formula.parts.some(({ kind }) => kind === "projected") && !projection?.[place.unit]) return null;
  const here = { layer, place, row, projection };
  const bias = typeof formula.bias === "string" ? (row?.[formula.bias] ?? 0) : (formula.bias ?? null);
  const terms = formula.parts.flatMap((part) => PARTS[part.kind](/** @type {any} */ (part), here));
  return finish(place, terms, bias, formula);
}

/**
 * The terms of each kind of part.
 *
 * @type {{ [K in import("./formulas.js").Part["kind"]]:
 *   (part: Extract<import("./formulas.js").Part, { kind: K }>, here: Here) => Term[] }}
 */
const PARTS = {
  inputs: (_, { layer, place, row }) =>
    (row?.W_x ?? []).map((weight, index) =>
      term(plainFactor("weight", index, weight), {
        ...plainFactor("input", index, valueAt(layer, "input", place.step, index)),
        place: { channel: "input", step: place.step, unit: index },
      }),
    ),
  states: ({ times }, { layer, place, row }) =>
    (row?.W_h ?? []).map((weight, unit) => {
      const there = { layer, place: { ...place, unit } };
      const state = read({ channel: "hidden_state", before: true }, there);
      const factor = times ? product([read({ channel: times }, there), state]) : state;
      return term(plainFactor("weight", unit, weight), factor);
    }),
  peephole: ({ row, of }, here) => {
    const weight = here.row?.W_c?.[row];
    return weight === undefined ? [] : [term(plainFactor("weight", here.place.unit, weight), read(of, here))];
  },
  product: ({ of: [left, right] }, here) => [term(read(left, here), read(right, here))],
  copy: ({ of, sign }, here) => [term(plainFactor("sign", here.place.unit, sign), read(of, here))],
  projected: ({ of }, { layer, place, projection }) =>
    (projection?.[place.unit] ?? []).map((weight, unit) => {
      const factors = of.map((one) => read(one, { layer, place: { ...place, unit } }));
      return term(plainFactor("weight", unit, weight), product(factors));
    }),
};

/**
 * Several numbers of one unit, multiplied: it can be visited where the first of them stands.
 *
 * @param {readonly Factor[]} factors
 * @returns {Factor}
 */
function product(factors) {
  const [first] = factors;
  const value = factors.reduce((all, one) => all * one.value, 1);
  if (factors.length === 1 && first) return first;
  return { ...plainFactor("product", first?.index ?? 0, value), factors, place: first?.place ?? null };
}

/**
 * @param {Source} source
 * @param {Pick<Here, "layer" | "place">} here
 * @returns {Factor}
 */
function read({ channel, before = false, rest = false, squash }, { layer, place: { step, unit } }) {
  const at = before ? stepBefore(layer, step) : step;
  const steps = layer.channels[channel]?.shape[0] ?? 0;
  const stored = valueAt(layer, channel, at, unit);
  const value = squash ? squash.at(stored) : stored;
  return {
    ...plainFactor(channel, unit, rest ? 1 - value : value),
    before,
    rest,
    squash: squash ?? null,
    place: at >= 0 && at < steps ? { channel, step: at, unit } : null,
  };
}

/**
 * @param {string} source
 * @param {number} index
 * @param {number} value
 * @returns {Factor}
 */
function plainFactor(source, index, value) {
  return { source, index, before: false, rest: false, squash: null, factors: [], value, place: null };
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
 * @param {Formula} formula
 * @returns {Breakdown}
 */
function finish(place, terms, bias, { squash, clip, parts }) {
  const sum = terms.reduce((total, one) => total + one.product, bias ?? 0);
  const kept = clip === undefined ? sum : Math.min(clip, Math.max(-clip, sum));
  const direct = parts.length === 1 && parts[0]?.kind === "product" ? "product" : "sum";
  const value = squash ? squash.at(kept) : kept;
  return {
    place,
    terms,
    bias,
    sum,
    clip: clip ?? null,
    function: squash?.name ?? direct,
    squash: squash ?? null,
    value,
    replaced: null,
  };
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
