/** A figure as still pictures: its key frames, for print and for readers without JavaScript. */

import { standalone } from "../drawing/file.js";
import { NO_EDITS } from "../state/edits.js";
import { firstState, numbersOf } from "./numbers.js";

/** @typedef {import("../figures/script.js").FigureScript} FigureScript */
/** @typedef {Pick<import("../state/types.js").State, "language" | "scheme">} Look */

/**
 * @param {FigureScript} script
 * @param {import("./boot.js").PageBoot} boot
 * @param {import("../i18n/translate.js").Translate} t
 * @param {Look & { edits?: import("../state/edits.js").Edits }} look
 * @returns {{ operation: string, svg: string }[]} on the first dataset, in the order of the script
 */
export function keyPictures(script, boot, t, { language, scheme, edits = NO_EDITS }) {
  const numbers = numbersOf(script, boot);
  const first = firstState(numbers, { language, theme: "auto", scheme });
  const state = { ...first, edits, ...numbers.compute(first.dataset, edits) };
  const drawing = script.drawing(t);
  return script.keyFrames.map(({ operation, u }) => ({
    operation: script.operations[operation]?.id ?? "",
    svg: standalone(drawing.sceneAt({ ...state, operation, u }, false)),
  }));
}
