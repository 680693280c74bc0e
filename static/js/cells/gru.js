/**
 * The GRU on the page: the hidden state is the road, the update gate blends old and new on it, the reset gate decides
 * what of the old the candidate reads: after its matrix (torch, Keras 3) or before it (the paper). Its operations and
 * places are data beside.
 */

import { stepBefore, valueAt } from "../state/selectors.js";
import { frame } from "./frame.js";
import { gruUsedBy } from "./gru_compute.js";
import { layoutOf } from "./gru_layout.js";
import { operationsWith } from "./gru_operations.js";
import { curveOf, vectorOf } from "./vectors.js";

/** @typedef {import("./index.js").Cell} Cell */
/** @typedef {import("./vectors.js").VectorSpec} VectorSpec */
/** @typedef {import("../state/formulas.js").Formula} Formula */
/** @typedef {import("./gru_compute.js").Used} Used */

const BEFORE = Object.freeze({ channel: "hidden_state", before: true });
/** What is missing to 1: how much of the candidate comes in. */
const REST = Object.freeze({
  name: "rest",
  symbol: "1 −",
  at: (/** @type {number} */ a) => 1 - a,
  formula: "1 − a",
});

/**
 * @param {import("./index.js").Variant} of
 * @returns {Readonly<Cell>}
 */
export function gruWith({ options = {} }) {
  const used = gruUsedBy(options);
  const { gate, candidate, resetAfter } = used;
  const operations = operationsWith(resetAfter, candidate);
  const vectors = vectorsWith(used);
  const bare = layoutOf(resetAfter);
  const places = Object.freeze({
    ...bare,
    operators: {
      ...bare.operators,
      ...curveOf(bare, ["squash_z", "squash_r"], gate),
      ...curveOf(bare, ["squash_n"], candidate),
    },
  });
  const script = {
    operations,
    present: { h_prev: "h_prev", x: "x" },
    passing: new Set(["a_z", "a_r", "a_n", "rz", "y"]),
    ends: ["z", "r", "m", "n", "h"],
  };
  /** @type {(name: string, symbol: string, hue: "f" | "i") => import("./index.js").Channel} */
  const gateChannel = (name, symbol, hue) =>
    // A hue is a scale from 0 to 1.
    ({ name, symbol, range: gate.range, hue: gate.range === "unit" ? hue : null });
  const signed = candidate.range === "free" ? "free" : "signed";
  return {
    name: "gru",
    // In the order of the operations, which is that of the picture.
    channels: [
      gateChannel("update_gate", "z", "i"),
      gateChannel("reset_gate", "r", "f"),
      { name: "recalled", symbol: "m", range: resetAfter ? "free" : signed, hue: null },
      { name: "candidate", symbol: "n", range: candidate.range, hue: null, words: "gru_candidate" },
      { name: "hidden_state", symbol: "h", range: signed, hue: null, words: "gru_hidden_state" },
    ],
    gates: ["reset_gate", "update_gate", "candidate"],
    memory: "hidden_state",
    formulas: formulasWith(used),
    movement: (layer, step) =>
      layer.units.map((_, unit) => {
        const before = valueAt(layer, "hidden_state", stepBefore(layer, step), unit);
        return Math.abs(valueAt(layer, "hidden_state", step, unit) - before);
      }),
    meaning,
    clip: used.clip,
    operations,
    vectors,
    layout: () => places,
    frame: (_, index, u) => frame(script, places, index, u),
    vector: (name, layer, step) => vectorOf(vectors, name, layer, step),
  };
}

/**
 * @param {Used} used
 * @returns {Readonly<Record<string, VectorSpec>>}
 */
function vectorsWith({ gate, resetAfter }) {
  const hued = gate.range === "unit";
  return Object.freeze({
    h_prev: { symbol: "h", below: "t−1", channel: "hidden_state", before: true },
    x: { symbol: "x", below: "t", channel: "input" },
    joined: { symbol: "[h; x]", below: "", channel: "input", parts: ["h_prev", "x"] },
    a_z: { symbol: "a", below: "z", channel: "update_gate", read: "update_gate_preactivation" },
    a_r: { symbol: "a", below: "r", channel: "reset_gate", read: "reset_gate_preactivation" },
    a_n: { symbol: "a", below: "n", channel: "candidate", read: "candidate_preactivation" },
    z: { symbol: "z", below: "t", channel: "update_gate", hue: hued ? "i" : null },
    r: { symbol: "r", below: "t", channel: "reset_gate", hue: hued ? "f" : null },
    m: { symbol: "m", below: "t", channel: "recalled" },
    ...(resetAfter
      ? {
          rm: {
            symbol: "r∗m",
            below: "",
            channel: "candidate",
            product: ["reset_gate", "recalled"],
            scale: "recalled",
          },
        }
      : { joined_n: { symbol: "[m; x]", below: "", channel: "candidate", parts: ["m", "x"] } }),
    n: { symbol: "n", below: "t", channel: "candidate" },
    rz: { symbol: "1−z", below: "", channel: "update_gate", squash: REST, hue: hued ? "i" : null },
    zh: {
      symbol: "z∗h",
      below: "",
      channel: "hidden_state",
      product: ["update_gate", "hidden_state*before"],
      scale: "hidden_state",
    },
    zn: {
      symbol: "(1−z)∗n",
      below: "",
      channel: "hidden_state",
      product: ["update_gate*rest", "candidate"],
      scale: "hidden_state",
    },
    h: { symbol: "h", below: "t", channel: "hidden_state" },
    y: { symbol: "y", below: "t", channel: "hidden_state" },
  });
}

/**
 * @param {Used} used
 * @returns {import("../state/formulas.js").Formulas}
 */
function formulasWith({ gate, candidate, clip, resetAfter }) {
  const limit = clip === undefined ? {} : { clip };
  /** @type {(name: string) => Formula} */
  const row = (name) => ({
    gate: name,
    parts: [{ kind: "inputs" }, { kind: "states" }],
    bias: "b",
    squash: gate,
    ...limit,
  });
  /** @type {Formula} */
  const recalled = resetAfter
    ? { gate: "candidate", parts: [{ kind: "states" }], bias: "b_h" }
    : { parts: [{ kind: "product", of: [{ channel: "reset_gate" }, BEFORE] }] };
  return Object.freeze({
    update_gate: row("update_gate"),
    reset_gate: row("reset_gate"),
    recalled,
    candidate: {
      gate: "candidate",
      parts: [
        { kind: "inputs" },
        resetAfter
          ? { kind: "product", of: [{ channel: "reset_gate" }, { channel: "recalled" }] }
          : { kind: "states", times: "reset_gate" },
      ],
      bias: "b",
      squash: candidate,
      ...limit,
    },
    hidden_state: {
      parts: [
        { kind: "product", of: [{ channel: "update_gate" }, BEFORE] },
        { kind: "product", of: [{ channel: "update_gate", rest: true }, { channel: "candidate" }] },
      ],
    },
  });
}

const LOW = 0.2;
const HIGH = 0.8;

/** @type {Cell["meaning"]} */
function meaning({ place: { channel }, value, terms }) {
  if (channel === "hidden_state") {
    const [kept = 0, written = 0] = terms.map(({ product }) => Math.abs(product));
    if (kept > 4 * written) return "gru.hidden_state.kept";
    return `gru.hidden_state.${written > 4 * kept ? "written" : "blended"}`;
  }
  if (channel === "candidate" || channel === "recalled") {
    if (Math.abs(value) < 0.1) return `gru.${channel}.small`;
    return `gru.${channel}.${value > 0 ? "up" : "down"}`;
  }
  return `gru.${channel}.${value < LOW ? "low" : value > HIGH ? "high" : "middle"}`;
}
