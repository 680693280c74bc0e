/** The words on the stage beside the caption: which gate, what came in, what went out, what is summed up. */

import { glyphs, integer, long, visible } from "../core/format.js";
import { headLabel } from "../i18n/translate.js";
import { ALL_DRAWN, probesWith, stepBefore, tokenAt, unitsOf } from "../state/selectors.js";
import { shapeOf } from "./scene.js";
import { MOST_BINS } from "./strips.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */
/** @typedef {import("../cells/index.js").Cell} Cell */
/** @typedef {import("../i18n/translate.js").Translate} Translate */

/**
 * @param {State} state
 * @param {Cell} cell
 * @param {LayerTrace} layer
 * @param {Translate} t
 */
export function wordsOf(state, cell, layer, t) {
  const operation = cell.operations[state.operation];
  const inside = cell.operations.filter(({ gate }) => gate === operation?.gate);
  return {
    gate: `${operation?.figure || ""} ${t(`gate.${operation?.gate ?? ""}`)}`.trim(),
    place: t("stage.place", { k: operation ? inside.indexOf(operation) + 1 : 1, n: inside.length }),
    input: inputWords(state, layer.index, t),
    next: inputWords({ ...state, step: 2 * state.step - stepBefore(layer, state.step) }, layer.index, t),
    legend: legendWords(state, layer, t),
    shares: sharesWords(state, cell, layer, t),
    special: specialWords(state, cell, t),
    output: outputWords(state, cell, t),
    ...endsWords(cell, layer, t),
  };
}

/**
 * What the ends of a gate mean, where its curve is to say it.
 *
 * @param {Cell} cell
 * @param {LayerTrace} layer
 * @param {Translate} t
 * @returns {Record<string, string>}
 */
function endsWords(cell, layer, t) {
  const { operators } = cell.layout(shapeOf(layer));
  const ends = Object.values(operators).flatMap((operator) => operator.ends ?? []);
  return Object.fromEntries(ends.map((end) => [end, t(`stage.${end}`)]));
}

/**
 * What x is: the word read here, or the hidden state of the layer below.
 *
 * @param {Pick<State, "trace" | "step">} state
 * @param {number} index
 * @param {import("../i18n/translate.js").Translate} t
 */
function inputWords({ trace, step }, index, t) {
  const text = tokenAt(trace, step)?.text;
  const token =
    text === undefined ? t("stage.step", { step: step + 1 }) : t("stage.token", { token: visible(text) });
  return index > 0 ? t("stage.below", { layer: index, token }) : token;
}

/**
 * The prediction, from the moment the hidden state has left the cell.
 *
 * @param {State} state
 * @param {Cell} cell
 * @param {import("../i18n/translate.js").Translate} t
 */
function outputWords({ trace, step, operation, u }, { operations }, t) {
  const row = trace?.predictions?.values[step];
  const left = operations[operation]?.wires.includes("y_up") && u === 1;
  if (!trace?.predictions || !row || !left) return "";
  const best = trace.predictions.kind === "softmax" ? row.indexOf(Math.max(...row)) : 0;
  return t("stage.output", {
    label: headLabel(t, glyphs(trace.predictions.labels?.[best] ?? "y")),
    value: long(row[best] ?? 0),
  });
}

/**
 * What a strip leaves out.
 *
 * @param {State} state
 * @param {LayerTrace} layer
 * @param {Translate} t
 */
function legendWords({ language, probes, unit }, layer, t) {
  const count = unitsOf(layer);
  if (count <= ALL_DRAWN) return "";
  const args = {
    shown: Math.min(3, probesWith(probes, unit, count).length),
    units: integer(count, language),
    bins: MOST_BINS,
  };
  return t(count > MOST_BINS ? "stage.binned" : "stage.probes", args);
}

/**
 * What this network does otherwise than the drawing shows.
 *
 * @param {Pick<State, "weights">} state
 * @param {Cell} cell
 * @param {Translate} t
 */
function specialWords({ weights }, { clip }, t) {
  return [weights?.W_c ? t("stage.peepholes") : "", clip === undefined ? "" : t("stage.clip", { clip })]
    .filter(Boolean)
    .join(" · ");
}

/**
 * How many units of the gate at work are nearly shut and nearly open: what a strip of many cannot show.
 *
 * @param {State} state
 * @param {Cell} cell
 * @param {LayerTrace} layer
 * @param {Translate} t
 */
function sharesWords({ step, operation }, cell, layer, t) {
  const name = cell.operations[operation]?.channel ?? "";
  const channel = cell.channels.find((one) => one.name === name);
  const values = layer.channels[name];
  const count = values?.shape[1] ?? 0;
  if (!values || channel?.range !== "unit" || count <= ALL_DRAWN) return "";
  const row = values.data.subarray(step * count, (step + 1) * count);
  const percent = (/** @type {number} */ n) => Math.round((100 * n) / count);
  return t("stage.shares", {
    symbol: channel.symbol,
    shut: percent(row.filter((value) => value < 0.1).length),
    open: percent(row.filter((value) => value > 0.9).length),
  });
}
