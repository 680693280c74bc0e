/** What figure 2 multiplies: a bar behind each gate, and how much of it passes. */

import { inOut } from "../cells/frame.js";
import { PALETTE } from "../core/colour.js";
import { long, plain } from "../core/format.js";
import { clamp, mix } from "../core/scale.js";
import { el } from "../core/svg.js";
import { GATE, rowPlace } from "./curve_layout.js";

/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("./curve_scene.js").CurvePicture} CurvePicture */

/**
 * What waits behind each gate, and how much of it passes.
 *
 * @param {CurvePicture} picture
 * @returns {SvgNode[]}
 */
export function drawProducts(picture) {
  const { theme, progress, names } = picture;
  const head = {
    x: GATE.sign - 14,
    y: rowPlace(0) - 48,
    "font-size": 15,
    fill: PALETTE[theme].ink,
    "fill-opacity": 0.8,
  };
  return [
    el("text", { ...head, key: "head" }, [progress.gate > 0 ? names.passes : names.waits]),
    ...picture.products.map((_, k) => drawProduct(picture, k)),
  ];
}

/**
 * @param {CurvePicture} picture
 * @param {number} k
 */
function drawProduct({ theme, progress, results, payloads, products, unit }, k) {
  const palette = PALETTE[theme];
  const [payload, product] = [payloads[k] ?? 0, products[k] ?? 0];
  const u = inOut(clamp((progress.gate - 0.15 * k) / 0.7, 0, 1));
  const length = GATE.unit * mix(payload, product, u);
  const bar = { x: GATE.bar, y: -GATE.height / 2, height: GATE.height };
  const sum = u > 0.5 ? `${long(results[k] ?? 0)} × ${plain(payload)} ≈ ${long(product)}` : plain(payload);
  const text = {
    x: u > 0.5 ? GATE.sign - 14 : GATE.bar,
    y: -GATE.height / 2 - 10,
    "font-size": 15,
    "font-weight": k === unit ? 700 : 400,
    fill: palette.ink,
  };
  const [x, y] = [Math.min(0, length), Math.abs(length)];
  return el(
    "g",
    { key: `product/${k}`, transform: `translate(0 ${rowPlace(k)})`, opacity: k === unit ? null : 0.8 },
    [
      el("g", { transform: `translate(${GATE.sign} 0)` }, [
        el("circle", { r: 14, fill: palette.ink }),
        el("path", { d: "M-5,-5 L5,5 M-5,5 L5,-5", stroke: palette.paper, "stroke-width": 2.5 }),
      ]),
      el("rect", {
        ...bar,
        width: GATE.unit * payload,
        fill: palette.paper,
        stroke: palette.outline,
        "stroke-dasharray": "3 3",
      }),
      el("rect", {
        ...bar,
        x: bar.x + x,
        width: y,
        fill: length < 0 ? palette.minus : palette.plus,
        "data-vector": "product",
        "data-unit": k,
      }),
      el("path", { d: `M${GATE.bar},-15 V15`, stroke: palette.ink, "stroke-width": 2 }),
      el("text", text, [sum]),
    ],
  );
}
