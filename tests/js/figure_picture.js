// Draws a figure of the article at a moment of the worked example: what the golden files hold.

import { standalone } from "../../static/js/drawing/file.js";
import { FIGURES } from "../../static/js/figures/index.js";
import { firstState, numbersOf } from "../../static/js/pages/numbers.js";
import { NO_EDITS } from "../../static/js/state/edits.js";
import { figureWords } from "./curve_picture.js";
import { pageBoot } from "./page_boot.js";

/** @typedef {import("../../static/js/state/types.js").State} State */
/** @typedef {import("../../static/js/figures/script.js").FigureScript} FigureScript */

/**
 * A figure without a page: its script, and states of it with all numbers computed.
 *
 * @param {string} id
 * @param {"en" | "zh"} [language]
 */
export async function figureOf(id, language = "en") {
  const script = /** @type {FigureScript} */ (FIGURES[id]);
  const t = await figureWords(language);
  const numbers = numbersOf(script, await pageBoot());
  const drawing = script.drawing(t);
  /** @param {Partial<State> & { op?: string }} [patch] */
  const stateAt = ({ op, ...patch } = {}) => {
    const edits = { ...NO_EDITS, ...patch.edits };
    const first = firstState(numbers, { language, theme: "auto", scheme: "light" });
    const dataset = patch.dataset ?? first.dataset;
    const operation = op ? script.operations.findIndex((one) => one.id === op) : first.operation;
    if (operation < 0) throw new RangeError(`figure ${id} has no operation ${op}`);
    return { ...first, ...numbers.compute(dataset, edits), operation, ...patch, edits };
  };
  /** @param {State} state */
  const svg = (state) => standalone(drawing.sceneAt(state, false));
  return { script, t, numbers, drawing, stateAt, svg };
}

/**
 * @param {{ figure: string, op: string, u: number, scheme: "light" | "dark", language: "en" | "zh",
 *   more: Partial<State> }} moment
 */
export async function drawFigure({ figure, op, u, scheme, language, more }) {
  const { stateAt, svg } = await figureOf(figure, language);
  return svg(stateAt({ op, u, scheme, ...more }));
}
