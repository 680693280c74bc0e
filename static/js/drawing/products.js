/** What is written, unit by unit: i times g as one would work it out, a line at a time, in decimals that agree. */

import { PALETTE } from "../core/colour.js";
import { long, short, subscript } from "../core/format.js";
import { el } from "../core/svg.js";
import { unitsOf } from "../state/selectors.js";
import { card, write } from "./chart_parts.js";
import { boxesOf } from "./vectors.js";

/** @typedef {Pick<import("./scene.js").Picture, "cell" | "layer" | "step" | "unit" | "u" | "probes" | "theme">} Shown */

const ROW = 26;
const PAD = 8;
const WIDTH = 260;
/** Within the operation: when the first pair has met. */
const MEET = 0.45;

/**
 * @param {Shown} shown
 * @returns {import("../core/svg.js").SvgNode[]}
 */
export function drawProducts({ cell, layer, step, unit, u, probes, theme }) {
  const { boxes } = boxesOf(unitsOf(layer), probes);
  const units = boxes.map((box) => box.unit).slice(0, 5);
  const of = (/** @type {string} */ name, /** @type {number} */ k) =>
    long(cell.vector(name, layer, step)?.values[k] ?? 0);
  const met = Math.floor((units.length * (u - MEET)) / (1 - MEET) + 1e-9);
  const rows = units.map((k, place) => {
    const y = PAD + place * ROW;
    const number = { "text-anchor": "end" };
    const product = cell.vector("ig", layer, step)?.values[k] ?? 0;
    return el("g", { key: String(k) }, [
      el(
        "rect",
        {
          x: 4,
          y: y + 1,
          width: WIDTH - 8,
          height: ROW - 2,
          rx: 4,
          fill: PALETTE[theme].paper,
          stroke: k === unit ? PALETTE[theme].ink : null,
          "stroke-width": 2,
          "data-vector": "ig",
          "data-unit": k,
        },
        [el("title", {}, [short(product)])],
      ),
      ...(place < met
        ? [
            el("g", { "pointer-events": "none" }, [
              write(of("i", k), 63, y + 18, theme, { ...number, fill: PALETTE[theme].i }),
              write("×", 77, y + 18, theme),
              write(of("g", k), 152, y + 18, theme, number),
              write("≈", 168, y + 18, theme),
              write(of("ig", k), 252, y + 18, theme, { ...number, "font-weight": 700 }),
            ]),
          ]
        : [write(`i${subscript(k + 1)} × g${subscript(k + 1)}`, 80, y + 18, theme, { opacity: 0.4 })]),
    ]);
  });
  return [card(WIDTH, units.length * ROW + 2 * PAD, theme), ...rows];
}
