/** What a stage shows, as files: the picture sharp or in pixels, the step as a film. */

import { rasterise, saveFile } from "../core/files.js";
import { standalone } from "../drawing/file.js";
import { filmStep } from "./film.js";

/** Pixels of a PNG to one of the drawing. */
const RATIO = 2;

/**
 * @param {object} what
 * @param {import("../drawing/drawing.js").Drawing} what.drawing
 * @param {import("../state/types.js").State} what.state
 * @param {import("../player/timeline.js").Score["operations"]} what.operations
 * @param {boolean} what.still whether motion is unwanted
 * @param {string} what.name of the file, without its ending
 * @param {import("../state/actions.js").FileKind} kind
 * @param {import("../state/actions.js").Watch} watch
 */
export async function savePicture({ drawing, state, operations, still, name }, kind, watch) {
  if (kind === "webm") {
    return saveFile(await filmStep({ drawing, state, operations }, watch), `${name}.webm`);
  }
  const svg = standalone(drawing.sceneAt({ ...state, hover: null }, still));
  const picture = kind === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await rasterise(svg, RATIO);
  saveFile(picture, `${name}.${kind}`);
}
