/**
 * The plain RNN on the page: one sum, one function, and what it makes is all that is remembered. Its operations and
 * places are data beside.
 */

import { stepBefore, valueAt } from "../state/selectors.js";
import { activationOf } from "./activations.js";
import { frame } from "./frame.js";
import { layout } from "./rnn_layout.js";
import { operationsWith } from "./rnn_operations.js";
import { curveOf, vectorOf } from "./vectors.js";

/** @typedef {import("./index.js").Cell} Cell */
/** @typedef {import("../state/formulas.js").Formula} Formula */

/** @type {Readonly<Record<string, import("./vectors.js").VectorSpec>>} */
const VECTORS = Object.freeze({
  h_prev: { symbol: "h", below: "t−1", channel: "hidden_state", before: true },
  x: { symbol: "x", below: "t", channel: "input" },
  joined: { symbol: "[h; x]", below: "", channel: "input", parts: ["h_prev", "x"] },
  a_h: { symbol: "a", below: "t", channel: "hidden_state", read: "candidate_preactivation" },
  h: { symbol: "h", below: "t", channel: "hidden_state" },
  y: { symbol: "y", below: "t", channel: "hidden_state" },
});

/**
 * @param {import("./index.js").Variant} of
 * @returns {Readonly<Cell>}
 */
export function rnnWith({ options = {}, projection_size = null }) {
  const squash = activationOf(String(options.activation ?? "tanh"));
  const operations = operationsWith(squash);
  const script = {
    operations,
    present: { h_prev: "h_prev", x: "x" },
    passing: new Set(["a_h", "y"]),
    ends: ["h"],
  };
  /** @type {import("./index.js").Channel} */
  const hidden = {
    name: "hidden_state",
    symbol: "h",
    range: squash.range === "free" ? "free" : "signed",
    hue: null,
    words: "rnn_hidden_state",
  };
  /** @type {Formula} */
  const made = {
    gate: "candidate",
    parts: [{ kind: "inputs" }, { kind: "states" }],
    bias: "b",
    squash,
    ...(typeof options.clip === "number" && { clip: options.clip }),
  };
  return {
    name: "rnn",
    // Unless it is projected, the candidate is the hidden state.
    channels:
      projection_size === null
        ? [hidden]
        : [{ name: "candidate", symbol: "g", range: squash.range, hue: null }, hidden],
    gates: ["candidate"],
    memory: "hidden_state",
    formulas: {
      candidate: made,
      hidden_state: {
        ...made,
        projected: { parts: [{ kind: "projected", of: [{ channel: "candidate" }] }] },
      },
    },
    movement: (layer, step) =>
      layer.units.map((_, unit) => {
        const before = valueAt(layer, "hidden_state", stepBefore(layer, step), unit);
        return Math.abs(valueAt(layer, "hidden_state", step, unit) - before);
      }),
    meaning,
    clip: made.clip,
    chapters: { hidden_state: "control-flow" },
    operations,
    vectors: VECTORS,
    layout: (shape) => {
      const places = layout(shape);
      return { ...places, operators: { ...places.operators, ...curveOf(places, ["squash_h"], squash) } };
    },
    frame: (shape, index, u) => frame(script, layout(shape), index, u),
    vector: (name, layer, step) => vectorOf(VECTORS, name, layer, step),
  };
}

/** @type {Cell["meaning"]} */
function meaning({ value }) {
  if (Math.abs(value) < 0.1) return "rnn.silent";
  return value > 0 ? "rnn.up" : "rnn.down";
}
