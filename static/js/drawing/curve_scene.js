/** A whole frame of figure 2 or 3 as SVG nodes. Pure: the same picture gives the same nodes. */

import { CURVES } from "../cells/curves.js";
import { PALETTE } from "../core/colour.js";
import { el } from "../core/svg.js";
import { drawCaption } from "./caption.js";
import { drawProducts } from "./curve_gate.js";
import { CAPTIONS } from "./curve_layout.js";
import { drawLoop } from "./curve_loop.js";
import { drawColumn, drawOthers, drawResults } from "./curve_numbers.js";
import { drawCurve, drawHouse, drawInputScale, drawOutputScale } from "./curve_plot.js";
import { drawWays } from "./curve_ways.js";

/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("./curve_layout.js").Part} Part */

/**
 * @typedef {object} CurvePicture everything a frame is drawn from
 * @property {import("../cells/curves.js").Curve} curve
 * @property {Part} part what the operation is about
 * @property {Readonly<Record<Part, number>>} progress how far each part is, 0..1
 * @property {readonly number[]} values
 * @property {readonly number[]} results
 * @property {readonly number[]} others what the other curve makes of the values
 * @property {readonly number[]} payloads
 * @property {readonly number[]} products
 * @property {boolean} multiplies whether the results go on into products
 * @property {number} end of the scale of the values' colours
 * @property {number} unit
 * @property {import("../core/colour.js").Theme} theme
 * @property {string} language
 * @property {{ title: string, now: string, rule: string }} caption
 * @property {string} place which operation of how many
 * @property {readonly Part[]} marks whose order is written beside them, where motion is unwanted
 * @property {Readonly<Record<"gate" | "flat" | "result" | "other" | "waits" | "passes" | "without" | "with" |
 *   "round" | "free" | "bound", string>>} names
 */

const DIM = 0.25;
const QUIET = 0.5;

/** How bright each group is while a part is at work; 1 where nothing is said. */
const LIGHT = Object.freeze({
  slide: { curve: QUIET, results: DIM, products: DIM },
  squash: { products: DIM },
  gate: { column: DIM, scale: DIM, curve: DIM, ways: DIM },
  overlay: {},
  loop: {},
});

/**
 * @param {CurvePicture} picture
 * @param {import("./drawing.js").Remember} remember
 * @returns {SvgNode[]}
 */
export function drawCurveScene(picture, remember) {
  const { part, theme, caption } = picture;
  return [
    el(
      "g",
      { key: "house" },
      remember("house", () => drawHouse(theme)),
    ),
    ...(part === "loop"
      ? [el("g", { key: "loop", "data-operator": "loop" }, drawLoop(picture))]
      : drawMachine(picture, remember)),
    el("g", { key: "words" }, drawWords(picture)),
    drawCaption(caption, CAPTIONS[part], theme),
  ];
}

/**
 * @param {CurvePicture} picture
 * @param {import("./drawing.js").Remember} remember
 */
function drawMachine(picture, remember) {
  const { part, theme, curve, names, progress } = picture;
  const light = /** @type {Readonly<Record<string, number>>} */ (LIGHT[part]);
  const other = CURVES[curve.name === "tanh" ? "sigmoid" : "tanh"];
  /** @param {string} name @param {readonly SvgNode[]} nodes @param {Part} [operator] */
  const group = (name, nodes, operator) =>
    el("g", { key: name, opacity: light[name] ?? null, "data-operator": operator }, nodes);
  return [
    group(
      "curve",
      remember("curve", () => [...drawOutputScale(curve, names.flat, theme), drawCurve(curve, curve, theme)]),
      "squash",
    ),
    group(
      "scale",
      remember("scale", () => drawInputScale(theme)),
      "slide",
    ),
    ...(progress.overlay > 0
      ? [
          el("g", { key: "overlay", opacity: progress.overlay, "data-operator": "overlay" }, [
            drawCurve(other, curve, theme),
            ...(progress.squash >= 1 ? drawOthers(picture) : []),
          ]),
        ]
      : []),
    group("ways", drawWays(picture)),
    group("column", drawColumn(picture)),
    ...(picture.multiplies ? [group("products", drawProducts(picture), "gate")] : []),
    group("results", drawResults(picture)),
  ];
}

/** Beside a scale, a plain number would be taken for one of its marks. */
const CIRCLED = Object.freeze(["①", "②", "③", "④"]);
/** @type {Readonly<Record<Part, { x: number, y: number }>>} */
const MARKS = Object.freeze({
  slide: { x: 34, y: 416 },
  squash: { x: 600, y: 84 },
  gate: { x: 724, y: 102 },
  overlay: { x: 752, y: 124 },
  loop: { x: 164, y: 90 },
});

/** @param {CurvePicture} picture */
function drawWords({ names, place, caption, theme, marks, part }) {
  const text = { fill: PALETTE[theme].ink, "font-size": 15 };
  return [
    el("text", { ...text, key: "gate", class: "stage-title-drawn", x: 124, y: 54, "font-weight": 700 }, [
      names.gate,
      el("tspan", { dx: 12, "font-weight": 400, "fill-opacity": 0.75 }, [`${place} · ${caption.title}`]),
    ]),
    ...marks.flatMap((one, k) =>
      (one === "loop") === (part === "loop")
        ? [el("text", { ...text, key: `mark/${one}`, ...MARKS[one] }, [CIRCLED[k] ?? ""])]
        : [],
    ),
  ];
}
