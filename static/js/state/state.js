/** The state the page starts with. */

import { NO_EDITS } from "./edits.js";
import { ownAmong } from "./own.js";
import { decodeTrace } from "./trace.js";
import { decodeWeights } from "./weights.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Boot} Boot */

/** @type {Readonly<Record<import("./types.js").ThemeChoice, import("./types.js").ThemeChoice>>} */
export const NEXT_THEME = Object.freeze({ auto: "light", light: "dark", dark: "auto" });

export const SPEEDS = Object.freeze([0.25, 0.5, 1, 1.5, 2, 4]);

/**
 * What the reader sees first: the trace in the page, at the word that its example points at.
 *
 * @param {Boot} boot
 * @param {{ opening: import("./opening.js").Opening, names: import("./url.js").NamesOf }} cells what the cell of a
 *   trace says
 * @returns {State}
 */
export function initialState(boot, { opening, names }) {
  const trace = boot.trace && decodeTrace(boot.trace);
  const { model, text, values } = boot.request ?? { model: "", text: "" };
  return {
    model,
    stack: null,
    sequence:
      text === undefined ? { kind: "values", value: csv(values ?? []) } : { kind: "text", value: text },
    layer: 0,
    direction: "forward",
    step: 0,
    operation: 0,
    u: 0,
    unit: 0,
    channel: names(trace).channels[0] ?? "",
    probes: [0, 1, 2],
    ...(trace && opening(trace, boot.cards[model]?.examples?.[0])),
    panel: null,
    overview: "lanes",
    language: boot.language,
    theme: "auto",
    scheme: "light",
    speed: 1,
    loop: false,
    stopAtGate: true,
    playing: false,
    resting: true,
    hover: null,
    trace,
    truth: boot.truth ?? null,
    drawn: null,
    weights: boot.weights && decodeWeights(boot.weights),
    status: boot.trace ? { kind: "ready" } : { kind: "error", code: "no_network" },
    dataset: "",
    edits: NO_EDITS,
    part: null,
    own: ownAmong(boot.models),
  };
}

/**
 * Rows of numbers as they are typed.
 *
 * @param {readonly (readonly number[])[]} rows
 */
export function csv(rows) {
  return rows.map((row) => row.join(", ")).join("\n");
}
