/** The sequence as a text to read, coloured by one unit. Pure. */

import { scaleEnd, valueAt } from "./selectors.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").LayerTrace} LayerTrace */
/** @typedef {import("./columns.js").Run} Run */

/** Signs that are set without a space before, and after, them. */
const CLOSING = /^[\s.,!?;:)\]}%’”…、。，！？；：）》」]/u;
const OPENING = /[\s([{“‘「《（]$/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/**
 * How the whole sequence is shown: numbers have no text.
 *
 * @param {Pick<State, "overview" | "trace">} state
 * @returns {State["overview"]}
 */
export function shownOverview({ overview, trace }) {
  return overview === "text" && trace?.tokens ? "text" : "lanes";
}

/**
 * What stands between two words of a text.
 *
 * @param {string} before
 * @param {string} after
 * @returns {"" | " "}
 */
export function between(before, after) {
  if (CLOSING.test(after) || OPENING.test(before)) return "";
  if (UNSPACED.test(before.slice(-1)) || UNSPACED.test(after.slice(0, 1))) return "";
  return " ";
}

/**
 * The tokens as they are set, each with what stands before it; a break is seen and breaks the line.
 *
 * @param {readonly { text: string }[]} tokens
 * @param {string} kind of input
 * @returns {{ before: string, text: string }[]}
 */
export function setTokens(tokens, kind) {
  return tokens.map(({ text }, step) => {
    const previous = tokens[step - 1]?.text;
    const joined = kind === "characters" || previous === undefined;
    return { before: joined ? "" : between(previous, text), text: text.replace(/\n/g, "⏎\n") };
  });
}

/**
 * The number that colours a step: what leaves −1 to 1 through tanh, everything else as it is.
 *
 * @param {LayerTrace} layer
 * @param {string} channel
 * @param {number} step
 * @param {number} unit
 */
export function colouring(layer, channel, step, unit) {
  const value = valueAt(layer, channel, step, unit);
  return isFree(layer, channel) ? Math.tanh(value) : value;
}

/**
 * Whether a channel leaves −1 to 1, or may.
 *
 * @param {LayerTrace} layer
 * @param {string} channel
 */
export function isFree(layer, channel) {
  return channel === "cell_state" || scaleEnd(layer, channel) > 1;
}

/**
 * The smallest and the largest of these numbers over all steps.
 *
 * @param {LayerTrace} layer
 * @param {string} channel
 * @param {number} unit
 * @returns {{ low: number, high: number }}
 */
export function colouringRange(layer, channel, unit) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let step = 0; step < (layer.channels[channel]?.shape[0] ?? 0); step++) {
    const value = colouring(layer, channel, step, unit);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}
