/** A figure as a still picture, for readers without JavaScript. */

import { PALETTE } from "../core/colour.js";
import { standalone } from "../drawing/file.js";
import { firstState, numbersOf } from "./numbers.js";

/** @typedef {import("../figures/script.js").FigureScript} FigureScript */

/**
 * @param {FigureScript} script
 * @param {import("./boot.js").PageBoot} boot
 * @param {import("../i18n/translate.js").Translate} t
 * @returns {string} SVG text of the key frame that stands for the figure, on its first dataset, in light colours
 */
export function stillPicture(script, boot, t) {
  const state = firstState(numbersOf(script, boot), {
    language: boot.language,
    theme: "light",
    scheme: "light",
  });
  const { keyFrames, still = keyFrames.length - 1 } = script;
  return standalone(script.drawing(t).sceneAt({ ...state, ...keyFrames[still] }, false), PALETTE.light.paper);
}
