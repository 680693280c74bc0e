/** Small line icons on a 16 x 16 grid, drawn in the colour of the text beside them. */

import { el, reconcile } from "./svg.js";

const SHAPES = Object.freeze({
  play: ["M5 3.2v9.6l7.6-4.8z", true],
  pause: ["M4.5 3h2.4v10H4.5zM9.1 3h2.4v10H9.1z", true],
  backward: ["M8 3.5 3.5 8 8 12.5M12.5 3.5 8 8l4.5 4.5", false],
  forward: ["M8 3.5 12.5 8 8 12.5M3.5 3.5 8 8 3.5 12.5", false],
  back: ["M10 3.5 5.5 8l4.5 4.5", false],
  forth: ["M6 3.5 10.5 8 6 12.5", false],
  down: ["M4 6l4 4 4-4", false],
  table: ["M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.2 6.5v6", false],
  close: ["M4 4l8 8M12 4l-8 8", false],
  loop: [
    "M11.5 2 13.5 4l-2 2M13.5 4H6a3.5 3.5 0 0 0-3.5 3.5M4.5 14l-2-2 2-2M2.5 12H10a3.5 3.5 0 0 0 3.5-3.5",
    false,
  ],
  restart: ["M3.6 2.8v3.6h3.6M3.9 6.2A5 5 0 1 1 3 9", false],
  save: ["M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.2h10", false],
  open: ["M8 10.5V2.8M4.8 5.8 8 2.6l3.2 3.2M2.5 10v2.2a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V10", false],
  check: ["M3.5 8.5 6.8 11.8 12.5 4.8", false],
  auto: ["M8 2a6 6 0 1 0 0 12z", true],
  light: [
    "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1",
    false,
  ],
  dark: ["M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z", false],
  more: ["M3 8h.01M8 8h.01M13 8h.01", false],
  dice: [
    "M4 2.5h8a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 12V4A1.5 1.5 0 0 1 4 2.5zM5.6 5.6h.01M10.4 5.6h.01M8 8h.01M5.6 10.4h.01M10.4 10.4h.01",
    false,
  ],
  undo: ["M5.8 3 3 5.8l2.8 2.8M3 5.8h6.2a3.6 3.6 0 0 1 0 7.2H6", false],
  sum: ["M11.5 4.5v-1.5h-7L8.5 8l-4 5h7v-1.5", false],
});

/** @typedef {keyof typeof SHAPES} IconName */

/**
 * @param {IconName} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const holder = document.createElement("span");
  const [d, filled] = SHAPES[name];
  const ring =
    name === "auto"
      ? el("circle", { cx: 8, cy: 8, r: 6, fill: "none", stroke: "currentColor", "stroke-width": 1.5 })
      : null;
  const stroke = {
    fill: "none",
    stroke: "currentColor",
    "stroke-width": name === "more" ? 2.6 : 1.6,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  };
  const path = el("path", { d: String(d), ...(filled ? { fill: "currentColor" } : stroke) });
  const size = { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon" };
  reconcile(holder, [el("svg", size, [ring, path])]);
  return /** @type {SVGSVGElement} */ (holder.firstChild);
}
