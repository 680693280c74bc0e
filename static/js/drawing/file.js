/** A scene as a picture of its own: what is saved, filmed and printed. */

import { el, toMarkup } from "../core/svg.js";

const FONT = '"Inter", system-ui, "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';

/**
 * @param {import("./drawing.js").Scene | null} scene
 * @param {string | null} [ground] colour behind it; none for a picture that takes that of its page
 * @returns {string} SVG text with its size in pixels, empty without a scene
 */
export function standalone(scene, ground = null) {
  if (!scene) return "";
  const { x, y, width, height } = scene.whole;
  const frame = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `${x} ${y} ${width} ${height}`,
    width,
    height,
    "font-family": FONT,
  };
  return toMarkup(
    el("svg", frame, [
      ground && el("rect", { x, y, width, height, fill: ground }),
      ...scene.nodes((_, make) => make()),
    ]),
  );
}
