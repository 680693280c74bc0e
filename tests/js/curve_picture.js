// Draws one frame of figure 2 or 3 as SVG text: what the golden files hold.

import { standalone } from "../../static/js/drawing/file.js";
import { sigmoid } from "../../static/js/figures/sigmoid.js";
import { tanh } from "../../static/js/figures/tanh.js";
import { createTranslate } from "../../static/js/i18n/translate.js";
import { NO_EDITS } from "../../static/js/state/edits.js";

/** @typedef {import("../../static/js/state/types.js").State} State */
/** @typedef {import("../../static/js/state/edits.js").Edits} Edits */

export const SCRIPTS = Object.freeze({ sigmoid, tanh });

/**
 * The scripts' words in one language, over those of the rest of the page.
 *
 * @param {"en" | "zh"} language
 */
export async function figureWords(language) {
  const tables = await Promise.all(
    ["/static/i18n", "/static/i18n/learn"].map(async (folder) =>
      (await fetch(`${folder}/${language}.json`)).json(),
    ),
  );
  return createTranslate({ [language]: Object.assign({}, ...tables) }, () => language);
}

/**
 * As much of the state as a curve's drawing reads.
 *
 * @param {keyof typeof SCRIPTS} name
 * @param {Partial<State>} [patch]
 * @param {Partial<Edits>} [edits]
 */
export function curveState(name, patch = {}, edits = {}) {
  const script = SCRIPTS[name];
  const all = { ...NO_EDITS, ...edits };
  return /** @type {State} */ ({
    ...script.start,
    layer: 0,
    direction: "forward",
    scheme: "light",
    language: "en",
    hover: null,
    trace: script.trace(null, all),
    edits: all,
    ...patch,
  });
}

/**
 * @param {{ name: keyof typeof SCRIPTS, operation: number, u: number, theme: "light" | "dark",
 *   language: "en" | "zh", unit?: number, still?: boolean, edits?: Partial<Edits> }} moment
 */
export async function drawCurveMoment({ name, theme, language, still = false, edits, ...place }) {
  const t = await figureWords(language);
  const state = curveState(name, { ...place, scheme: theme, language }, edits);
  return standalone(SCRIPTS[name].drawing(t).sceneAt(state, still));
}
