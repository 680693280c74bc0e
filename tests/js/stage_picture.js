// Draws one frame of the worked example as SVG text: what the golden files hold.

import { captionOf } from "../../static/js/cells/caption.js";
import { getCell, operationIndex } from "../../static/js/cells/index.js";
import { el, toMarkup } from "../../static/js/core/svg.js";
import { drawScene } from "../../static/js/drawing/scene.js";
import { createTranslate } from "../../static/js/i18n/translate.js";
import { sampleOf } from "./stage_samples.js";

/**
 * @param {{ cell?: string, options?: Record<string, unknown>, operation: string, u: number, theme: "light" | "dark",
 *   language: "en" | "zh" }} moment
 * @returns {Promise<string>}
 */
export async function drawMoment({ cell: name = "lstm", options = {}, operation, u, theme, language }) {
  const words = { [language]: await (await fetch(`/static/i18n/${language}.json`)).json() };
  const t = createTranslate(words, () => language);
  const trace = sampleOf(name, options);
  const layer = trace.layers[0];
  if (!layer) throw new Error("the sample has a layer");
  const cell = getCell(name, { options });
  const index = operationIndex(cell, operation);
  const caption = captionOf(cell, trace, layer, { step: 0, operation: index, unit: 1 }, t);
  const nodes = drawScene(
    {
      cell,
      layer,
      caption,
      theme,
      u,
      weights: null,
      pointed: null,
      part: null,
      grip: null,
      isSet: () => false,
      step: 0,
      operation: index,
      unit: 1,
      probes: [0, 1, 2],
      numbered: false,
      words: {
        gate: "",
        place: "",
        input: "“not”",
        next: "",
        legend: "",
        shares: "",
        special: "",
        output: "",
        keep: "keep",
        drop: "drop",
        replace: "replace",
        use: "use",
        ignore: "ignore",
      },
    },
    (_, make) => make(),
  );
  return toMarkup(el("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 960 540" }, nodes));
}
