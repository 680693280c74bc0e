/**
 * The memory as signed bars. `drawBars`: at the × every unit's old memory shrinks to f∗c. `drawWaterfall`: at the +
 * what is written is stacked on what was kept, for the chosen unit; the dashed bar is the memory of before.
 */

import { inOut, out } from "../cells/frame.js";
import { PALETTE } from "../core/colour.js";
import { short, subscript } from "../core/format.js";
import { clamp, linear, mix, symmetricEnd } from "../core/scale.js";
import { el } from "../core/svg.js";
import { unitsOf, valueAt } from "../state/selectors.js";
import { card, drawBar, write, zero } from "./chart_parts.js";
import { boxesOf } from "./vectors.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */
/** @typedef {Pick<import("./scene.js").Picture, "cell" | "layer" | "step" | "unit" | "u" | "probes" | "theme">} Shown */

const PAD = 8;
const ROW = 19;
const TALL = 84;
const NARROW = 54;
const WIDE = 62;
/** Within an operation: when the vectors meet, and when the result has come out. */
const MEET = 0.5;

/**
 * @param {Shown} shown
 * @returns {SvgNode[]}
 */
export function drawBars(shown) {
  const { layer, unit, u, theme, probes } = shown;
  const end = endOf(layer);
  const units = boxesOf(unitsOf(layer), probes)
    .boxes.map((box) => box.unit)
    .slice(0, 5);
  const y = linear([end, -end], [PAD + ROW, PAD + ROW + TALL]);
  const width = units.length * NARROW + 2 * PAD;
  const done = out(clamp((u - MEET) / (1 - MEET), 0, 1));
  const columns = units.map((k, place) => {
    const { before, kept, f } = partsOf(shown, k);
    const [x, middle] = [PAD + place * NARROW, PAD + (place + 0.5) * NARROW];
    const bar = { x: x + 12, width: NARROW - 24, from: 0, y, end };
    const bottom = PAD + ROW + TALL + ROW - 4;
    return el("g", { key: String(k) }, [
      el(
        "rect",
        {
          x: x + 1,
          y: PAD - 4,
          width: NARROW - 2,
          height: TALL + 3 * ROW + 6,
          rx: 4,
          fill: PALETTE[theme].paper,
          stroke: k === unit ? PALETTE[theme].ink : null,
          "stroke-width": 2,
          "data-vector": "fc",
          "data-unit": k,
        },
        [el("title", {}, [short(kept)])],
      ),
      el("g", { "pointer-events": "none" }, [
        write(short(before), middle, PAD + ROW - 6, theme),
        drawBar({ ...bar, to: before, ghost: true }, theme),
        drawBar({ ...bar, to: mix(before, kept, done) }, theme),
        write(`×${short(f)}`, middle, bottom, theme, { fill: PALETTE[theme].f }),
        done === 1 ? write(short(kept), middle, bottom + ROW, theme, { "font-weight": 700 }) : null,
      ]),
    ]);
  });
  return [card(width, TALL + 3 * ROW + 2 * PAD, theme), ...columns, zero(PAD, width - PAD, y(0), theme)];
}

/**
 * @param {Shown} shown
 * @param {{ settled: boolean }} moment whether c has been added up before
 * @returns {SvgNode[]}
 */
export function drawWaterfall(shown, { settled }) {
  const { layer, unit, u, theme } = shown;
  const { before, kept, written, after } = partsOf(shown, unit);
  const end = endOf(layer);
  const y = linear([end, -end], [PAD + ROW, PAD + ROW + TALL]);
  const width = 3 * WIDE + 2 * PAD;
  const rise = settled ? 1 : inOut(clamp(u / 0.55, 0, 1));
  const sum = settled ? 1 : out(clamp((u - MEET) / (1 - MEET), 0, 1));
  const bar = (/** @type {number} */ k) => ({ x: PAD + k * WIDE + 14, width: WIDE - 28, y, end });
  const labels = ["f∗c", "+ i∗g", `= c${subscript(unit + 1)}`];
  const values = [kept, rise === 1 ? written : null, sum === 1 ? after : null];
  const middle = (/** @type {number} */ k) => PAD + (k + 0.5) * WIDE;
  const bottom = PAD + ROW + TALL + ROW - 4;
  const link = (/** @type {number} */ k, /** @type {number} */ value) =>
    el("path", {
      d: `M${bar(k).x + WIDE - 28},${y(value).toFixed(2)} H${bar(k + 1).x}`,
      stroke: PALETTE[theme].outline,
      "stroke-width": 1,
    });
  return [
    card(width, TALL + 3 * ROW + 2 * PAD, theme),
    drawBar({ ...bar(0), from: 0, to: kept }, theme),
    drawBar({ ...bar(0), from: 0, to: before, ghost: true }, theme),
    link(0, kept),
    drawBar({ ...bar(1), from: kept, to: mix(kept, kept + written, rise) }, theme),
    sum > 0 ? link(1, after) : null,
    sum > 0 ? drawBar({ ...bar(2), from: 0, to: mix(0, after, sum) }, theme) : null,
    sum === 1 ? drawBar({ ...bar(2), from: 0, to: before, ghost: true }, theme) : null,
    zero(PAD, width - PAD, y(0), theme),
    ...labels.map((label, k) => write(label, middle(k), bottom, theme, { "font-style": "italic" })),
    ...values.map((value, k) =>
      value === null
        ? null
        : write(short(value), middle(k), PAD + ROW - 6, theme, { "font-weight": k === 2 ? 700 : null }),
    ),
    el("rect", {
      x: PAD + 4,
      y: bottom + ROW - 11,
      width: 16,
      height: 11,
      fill: "none",
      stroke: PALETTE[theme].outline,
      "stroke-dasharray": "3 3",
    }),
    write(`c(t−1) = ${short(before)}`, PAD + 28, bottom + ROW, theme, { "text-anchor": "start" }),
  ].filter((node) => node !== null);
}

/**
 * @param {Shown} shown
 * @param {number} unit
 */
function partsOf({ cell, layer, step }, unit) {
  const of = (/** @type {string} */ name) => cell.vector(name, layer, step)?.values[unit] ?? 0;
  return { before: of("c_prev"), f: of("f"), kept: of("fc"), written: of("ig"), after: of("c") };
}

/** @type {WeakMap<object, number>} */
const ends = new WeakMap();

/**
 * One scale for all steps and units: nothing that is drawn is larger.
 *
 * @param {LayerTrace} layer
 */
function endOf(layer) {
  const known = ends.get(layer);
  if (known !== undefined) return known;
  const [steps = 0, units = 0] = layer.channels.cell_state?.shape ?? [];
  const all = [...(layer.initialState.cell_state ?? []), ...(layer.channels.cell_state?.data ?? [])];
  for (let step = 0; step < steps; step += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      all.push(valueAt(layer, "input_gate", step, unit) * valueAt(layer, "candidate", step, unit));
    }
  }
  const end = symmetricEnd(all);
  ends.set(layer, end);
  return end;
}
