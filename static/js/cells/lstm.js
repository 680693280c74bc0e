/**
 * The LSTM on the page: its channels, its vectors, its drawing, how each number is made. The operations and places are
 * data beside. A network of another program may squash by other functions and clip its sums, let its gates see the
 * cell state (peepholes), or tie the forget gate to the input gate.
 */

import { stepBefore, valueAt } from "../state/selectors.js";
import { frame } from "./frame.js";
import { layout } from "./lstm_layout.js";
import { OPERATIONS, TIED } from "./lstm_operations.js";
import { usedBy } from "./options.js";
import { curveOf, vectorOf } from "./vectors.js";

/** @typedef {import("./vectors.js").VectorSpec} VectorSpec */
/** @typedef {import("./index.js").Cell} Cell */
/** @typedef {import("../state/formulas.js").Formula} Formula */
/** @typedef {import("../state/formulas.js").Source} Source */
/** @typedef {import("./activations.js").Activation} Activation */
/** @typedef {import("./options.js").Used} Used */

/** @type {(used: Used) => Readonly<Record<string, VectorSpec>>} */
const vectorsWith = ({ output, tied }) =>
  Object.freeze({
    c_prev: { symbol: "c", below: "t−1", channel: "cell_state", before: true },
    h_prev: { symbol: "h", below: "t−1", channel: "hidden_state", before: true },
    x: { symbol: "x", below: "t", channel: "input" },
    joined: { symbol: "[h; x]", below: "", channel: "input", parts: ["h_prev", "x"] },
    a_f: tied
      ? { symbol: "a", below: "i", channel: "input_gate", read: "input_gate_preactivation" }
      : { symbol: "a", below: "f", channel: "forget_gate", read: "forget_gate_preactivation" },
    a_i: { symbol: "a", below: "i", channel: "input_gate", read: "input_gate_preactivation" },
    a_g: { symbol: "a", below: "g", channel: "candidate", read: "candidate_preactivation" },
    a_o: { symbol: "a", below: "o", channel: "output_gate", read: "output_gate_preactivation" },
    f: { symbol: "f", below: "t", channel: "forget_gate", hue: "f" },
    i: { symbol: "i", below: "t", channel: "input_gate", hue: "i" },
    g: { symbol: "g", below: "t", channel: "candidate" },
    o: { symbol: "o", below: "t", channel: "output_gate", hue: "o" },
    fc: {
      symbol: "f∗c",
      below: "",
      channel: "cell_state",
      product: ["forget_gate", "cell_state*before"],
      scale: "cell_state",
    },
    ig: {
      symbol: "i∗g",
      below: "",
      channel: "cell_state",
      product: ["input_gate", "candidate"],
      scale: "cell_state",
    },
    c: { symbol: "c", below: "t", channel: "cell_state" },
    tanh_c: {
      symbol: `${output.symbol} c`,
      below: "",
      channel: "hidden_state",
      squash: output,
      read: "cell_state",
      scale: output.range === "free" ? "cell_state" : "hidden_state",
    },
    h: { symbol: "h", below: "t", channel: "hidden_state" },
    y: { symbol: "y", below: "t", channel: "hidden_state" },
  });

/** What a frame is made from besides the operations. */
const SCRIPT = Object.freeze({
  present: { c_prev: "c_prev", h_prev: "h_prev", x: "x" },
  passing: new Set(["a_f", "a_i", "a_g", "a_o", "y"]),
  ends: ["f", "i", "g", "o", "c", "h"],
});

const GATES = Object.freeze(["forget_gate", "input_gate", "candidate", "output_gate"]);
const BEFORE = Object.freeze({ channel: "cell_state", before: true });

/**
 * Which chapter of the article explains a channel, or the gate that an operation belongs to.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const CHAPTERS = Object.freeze({
  forget_gate: "forget-gate",
  input_gate: "input-gate",
  candidate: "input-gate",
  cell_state: "cell-state",
  output_gate: "output-gate",
  hidden_state: "output-gate",
});

/**
 * @param {import("./index.js").Variant} of
 * @returns {Readonly<Cell>}
 */
export function lstmWith({ options = {} }) {
  const used = usedBy(options);
  const { gate, candidate, output } = used;
  /** @type {(name: string, symbol: string, hue: "f" | "i" | "o") => import("./index.js").Channel} */
  const gateChannel = (name, symbol, hue) =>
    // A hue is a scale from 0 to 1.
    ({ name, symbol, range: gate.range, hue: gate.range === "unit" ? hue : null });
  const vectors = vectorsWith(used);
  const operations = used.tied ? TIED : OPERATIONS;
  const place = placeWith(used);
  return {
    name: "lstm",
    channels: [
      gateChannel("forget_gate", "f", "f"),
      gateChannel("input_gate", "i", "i"),
      { name: "candidate", symbol: "g", range: candidate.range, hue: null },
      gateChannel("output_gate", "o", "o"),
      { name: "cell_state", symbol: "c", range: "free", hue: null },
      { name: "hidden_state", symbol: "h", range: output.range, hue: null },
    ],
    gates: GATES,
    memory: "cell_state",
    formulas: formulasWith(used),
    movement,
    meaning,
    chapters: CHAPTERS,
    clip: used.clip,
    operations,
    vectors,
    layout: place,
    frame: (shape, index, u) => frame({ ...SCRIPT, operations }, layout(shape), index, u),
    vector: (name, layer, step) => vectorOf(vectors, name, layer, step),
  };
}

/**
 * The operators draw the functions that are used.
 *
 * @param {Used} used
 * @returns {Cell["layout"]}
 */
function placeWith({ gate, candidate, output, tied }) {
  return (shape) => {
    const all = layout(shape);
    const weigh_f = all.operators.weigh_f;
    const curves = {
      ...(tied && weigh_f && { weigh_f: { ...weigh_f, label: "i", gate: "input_gate" } }),
      ...curveOf(all, ["squash_f", "squash_i", "squash_o"], gate),
      ...curveOf(all, ["squash_g"], candidate),
      ...curveOf(all, ["tanh_c"], output),
    };
    return Object.keys(curves).length === 0 ? all : { ...all, operators: { ...all.operators, ...curves } };
  };
}

/**
 * @param {Used} used
 * @returns {import("../state/formulas.js").Formulas}
 */
function formulasWith({ gate, candidate, output, clip, tied }) {
  const limit = clip === undefined ? {} : { clip };
  /** @type {(name: string, squash: Activation, peephole?: { row: number, of: Source }) => Formula} */
  const row = (name, squash, peephole) => ({
    gate: name,
    parts: [
      { kind: "inputs" },
      { kind: "states" },
      ...(peephole ? [{ kind: /** @type {const} */ ("peephole"), ...peephole }] : []),
    ],
    bias: "b",
    squash,
    ...limit,
  });
  /** @type {readonly [Source, Source]} */
  const shown = [{ channel: "output_gate" }, { channel: "cell_state", squash: output }];
  return Object.freeze({
    forget_gate: tied
      ? { parts: [{ kind: "copy", of: { channel: "input_gate" }, sign: -1 }], bias: 1 }
      : row("forget_gate", gate, { row: 0, of: BEFORE }),
    input_gate: row("input_gate", gate, { row: 1, of: BEFORE }),
    candidate: row("candidate", candidate),
    output_gate: row("output_gate", gate, { row: 2, of: { channel: "cell_state" } }),
    cell_state: {
      parts: [
        { kind: "product", of: [{ channel: "forget_gate" }, BEFORE] },
        { kind: "product", of: [{ channel: "input_gate" }, { channel: "candidate" }] },
      ],
    },
    hidden_state: {
      parts: [{ kind: "product", of: shown }],
      projected: { parts: [{ kind: "projected", of: shown }] },
    },
  });
}

/**
 * What each unit dropped and wrote at a step: |c before| (1 - f) + |i g|.
 *
 * @type {Cell["movement"]}
 */
function movement(layer, step) {
  const now = (/** @type {string} */ channel, /** @type {number} */ unit) =>
    valueAt(layer, channel, step, unit);
  if (!layer.channels.forget_gate) return [];
  return layer.units.map((_, unit) => {
    const before = valueAt(layer, "cell_state", stepBefore(layer, step), unit);
    const dropped = before * (1 - now("forget_gate", unit));
    return Math.abs(dropped) + Math.abs(now("input_gate", unit) * now("candidate", unit));
  });
}

const LOW = 0.2;
const HIGH = 0.8;

/** @type {Cell["meaning"]} */
function meaning({ place: { channel }, value, terms }) {
  if (channel === "cell_state") {
    const [kept = 0, written = 0] = terms.map(({ product }) => Math.abs(product));
    if (kept > 4 * written) return `${channel}.kept`;
    return `${channel}.${written > 4 * kept ? "written" : "blended"}`;
  }
  if (channel === "hidden_state") return `${channel}.${Math.abs(value) < 0.1 ? "silent" : "speaks"}`;
  if (channel === "candidate") {
    if (Math.abs(value) < 0.1) return `${channel}.small`;
    return `${channel}.${value > 0 ? "up" : "down"}`;
  }
  return `${channel}.${value < LOW ? "low" : value > HIGH ? "high" : "middle"}`;
}

export const lstm = lstmWith({});
