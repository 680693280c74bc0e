/** What the head said after a step, and what would have been right. Pure: words by key, no DOM. */

import { decimals, glyphs } from "../core/format.js";
import { symmetricEnd } from "../core/scale.js";

/** @typedef {import("./types.js").TraceData} TraceData */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Boot} Boot */
/** @typedef {Pick<State, "trace" | "truth"> & { came?: boolean }} Told `came`: the truth is what came next in the text */
/** @typedef {{ index: number, label: string, p: number, right: boolean }} Guess */
/** @typedef {{ low: number, high: number }} Axis */
/** @typedef {{ key: string, args: Record<string, string | number> }} Remark words and what stands in their places */

/** So many of the likeliest labels are told. */
export const GUESSES = 5;

/** Up to this many labels are all drawn, a row each. */
export const FEW_LABELS = 7;

/** Where a scale of numbers ends at least, so that what is next to nothing looks like it. */
const LEAST = 0.5;

/** @typedef {"curve" | "rows" | "guesses"} Look how a head's answers are drawn */

/**
 * Numbers as a curve, a few labels as rows of dots, many as the likeliest ones.
 *
 * @param {TraceData | null} trace
 * @returns {Look | null} null without a head
 */
export function lookOf(trace) {
  if (!trace?.predictions) return null;
  if (trace.predictions.kind !== "softmax") return "curve";
  return labelCount(trace) <= FEW_LABELS ? "rows" : "guesses";
}

/** Each step says something about the next one. @param {Boot} boot @param {Pick<State, "model">} state */
export function saysNext(boot, { model }) {
  return boot.cards[model]?.predicts === "next";
}

/** @type {WeakMap<TraceData, Told>} Looking through a long text takes a moment. */
const cameCache = new WeakMap();

/**
 * What was said, and what is right. Where no rule knows what may come next in a text, it is what came.
 *
 * @param {Boot} boot
 * @param {State} state
 * @returns {Told}
 */
export function toldIn(boot, state) {
  const { trace, truth } = state;
  if (!trace || hasTruth(state) || !saysNext(boot, { model: trace.model })) return { trace, truth };
  const known = cameCache.get(trace) ?? { trace, truth: whatCame(trace), came: true };
  cameCache.set(trace, known);
  return known;
}

/** @param {TraceData} trace @returns {State["truth"]} */
function whatCame({ model, tokens, predictions, length }) {
  const labels = predictions?.labels;
  if (predictions?.kind !== "softmax" || !labels || !tokens) return null;
  const places = new Map(labels.map((label, index) => [label, index]));
  const expected = Array.from({ length }, (_, step) => {
    const index = places.get(tokens[step + 1]?.text ?? "");
    return index === undefined ? null : [index];
  });
  return { model, kind: "softmax", labels, expected };
}

/** How many numbers the head gives at a step. @param {TraceData | null} trace */
export function labelCount(trace) {
  return trace?.predictions?.values[0]?.length ?? 0;
}

/**
 * What is right at a step: numbers, or for labels their places; null where nothing is known.
 *
 * @param {Told} told
 * @param {number} step
 */
export function rightAt({ trace, truth }, step) {
  if (!truth || truth.model !== trace?.model) return null;
  return truth.expected[step] ?? null;
}

/** Whether anything is known of what is right. @param {Told} told */
export function hasTruth({ trace, truth }) {
  return !!truth && truth.model === trace?.model && truth.expected.some((one) => one !== null);
}

/**
 * The name of a label, with blanks that can be seen.
 *
 * @param {TraceData | null} trace
 * @param {number} index
 */
export function labelOf(trace, index) {
  const label = trace?.predictions?.labels?.[index];
  return label === undefined ? String(index + 1) : glyphs(label);
}

/**
 * The labels of a step, the likeliest first.
 *
 * @param {Told} told
 * @param {number} step
 * @param {number} [most]
 * @returns {Guess[]}
 */
export function guessesAt(told, step, most = GUESSES) {
  const row = told.trace?.predictions?.values[step] ?? [];
  const right = new Set(rightAt(told, step) ?? []);
  return row
    .map((p, index) => ({ index, label: labelOf(told.trace, index), p, right: right.has(index) }))
    .sort((a, b) => b.p - a.p || a.index - b.index)
    .slice(0, most);
}

/**
 * The probability given to all that is right together; null where that is not known.
 *
 * @param {Told} told
 * @param {number} step
 */
export function shareOfRight(told, step) {
  const right = rightAt(told, step);
  const row = told.trace?.predictions?.values[step];
  return right && row ? right.reduce((sum, index) => sum + (row[index] ?? 0), 0) : null;
}

/**
 * The ends of the scale on which numbers are drawn: a probability's 0 and 1; else from zero, or the same way
 * up and down where there is something below it. What is a hair below zero does not turn the scale.
 *
 * @param {Told} told
 * @returns {Axis}
 */
export function axisOf(told) {
  const { trace } = told;
  if (trace?.predictions?.kind !== "linear") return { low: 0, high: 1 };
  const known = hasTruth(told) ? (told.truth?.expected ?? []) : [];
  const numbers = [...trace.predictions.values, ...known].map((row) => row?.[0] ?? 0);
  const end = Math.max(LEAST, symmetricEnd(numbers));
  return { low: numbers.some((number) => number < -end / 10) ? -end : 0, high: end };
}

/**
 * A step in words: "said 2.98, true 3".
 *
 * @param {Told} told
 * @param {number} step
 * @returns {Remark | null} null without a head
 */
export function remarkAt(told, step) {
  const row = told.trace?.predictions?.values[step];
  if (!row) return null;
  return told.trace?.predictions?.kind === "softmax" ? labelRemark(told, step) : numberRemark(told, step);
}

/** @param {Told} told @param {number} step @returns {Remark} */
function numberRemark(told, step) {
  const value = told.trace?.predictions?.values[step]?.[0] ?? 0;
  const said = decimals(value, digitsOf(value));
  const right = rightAt(told, step)?.[0];
  if (right === undefined) return { key: "prediction.number", args: { said } };
  return { key: "prediction.number.true", args: { said, truth: number(right) } };
}

/** @param {Told} told @param {number} step @returns {Remark | null} */
function labelRemark(told, step) {
  const [best] = guessesAt(told, step, 1);
  if (!best) return null;
  const said = { said: best.label, p: decimals(best.p, 2) };
  const right = rightAt(told, step);
  const share = decimals(shareOfRight(told, step) ?? 0, 2);
  if (!right?.length) return { key: "prediction.label", args: said };
  const truth = right.map((index) => labelOf(told.trace, index)).join(" ");
  if (right.length > 1) return { key: "prediction.label.several", args: { truth, share } };
  const kind = told.came ? "came" : "right";
  if (best.right) return { key: `prediction.label.${kind}`, args: said };
  return { key: `prediction.label.other.${kind}`, args: { ...said, truth, share } };
}

/** A number of the truth: whole ones are written as such. @param {number} value */
export function number(value) {
  return decimals(value, Number.isInteger(value) ? 0 : digitsOf(value));
}

/** A number from a hundred on needs no hundredths. @param {number} value */
function digitsOf(value) {
  return Math.abs(value) < 100 ? 2 : 1;
}

/**
 * What was said, as a table has it: the number, or the likeliest label and its probability.
 *
 * @param {Told} told
 * @param {number} step
 */
export function saidAt(told, step) {
  if (told.trace?.predictions?.kind !== "softmax")
    return decimals(told.trace?.predictions?.values[step]?.[0] ?? 0, 4);
  const [best] = guessesAt(told, step, 1);
  return best ? `${best.label} ${decimals(best.p, 4)}` : "";
}

/**
 * What is true, as a table has it: the number, or the labels that are right; empty where nothing is known.
 *
 * @param {Told} told
 * @param {number} step
 */
export function trueAt(told, step) {
  const right = rightAt(told, step);
  if (!right) return "";
  if (told.trace?.predictions?.kind !== "softmax") return right[0] === undefined ? "" : number(right[0]);
  return right.map((index) => labelOf(told.trace, index)).join(" ");
}
