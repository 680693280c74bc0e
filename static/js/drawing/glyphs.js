/** The operators of a cell as drawings: curves, pointwise signs, weights, the join, the copy. */

import { SIGMOID, TANH } from "../cells/activations.js";
import { hex, PALETTE, ramps } from "../core/colour.js";
import { plain } from "../core/format.js";
import { bins } from "../core/scale.js";
import { el } from "../core/svg.js";
import { largest } from "./strips.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../cells/lstm_layout.js").Operator} Operator */
/** @typedef {import("../state/types.js").WeightsData} WeightsData */

/**
 * @typedef {object} Look
 * @property {Theme} theme
 * @property {WeightsData | null} weights
 * @property {number} units how many units the layer has
 * @property {number} chosen
 * @property {Readonly<Record<string, string>>} words of the ends of a range
 */

const CURVE = 20;
const SIGN = 14;
export const WEIGHTS = Object.freeze({ width: 60, height: 28, rows: 8, columns: 16 });

/**
 * @param {Operator} operator
 * @param {Look} look
 * @returns {SvgNode[]} around (0, 0)
 */
export function drawGlyph(operator, look) {
  const palette = PALETTE[look.theme];
  switch (operator.glyph) {
    case "sigmoid":
      return curve(
        palette[operator.hue ?? "plus"],
        palette,
        operator.curve ?? SIGMOID,
        operator.ends?.map((end) => look.words[end] ?? ""),
      );
    case "tanh":
      return curve(palette.plus, palette, operator.curve ?? TANH);
    case "multiply":
      return sign(palette, "M-5,-5 L5,5 M-5,5 L5,-5");
    case "add":
      return sign(palette, "M-7,0 H7 M0,-7 V7");
    case "rest":
      return sign(palette, "M-7,-3 L-4,-6 V6 M1,0 H8");
    case "copy":
      return [
        el("circle", { r: 7, fill: palette.ink }),
        el("path", { d: "M10,-7 l10,-7 M10,7 l10,7", stroke: palette.ink, "stroke-width": 2 }),
      ];
    case "join":
      return [
        el("path", {
          d: "M-9,-26 H-15 V26 H-9 M9,-26 H15 V26 H9 M-15,0 H15",
          fill: "none",
          stroke: palette.ink,
          "stroke-width": 2.5,
        }),
      ];
    case "weights":
      return weightsBox(operator, look);
  }
}

/** How a curve looks, by its name; any other is an S. @type {Readonly<Record<string, string>>} */
const LINES = Object.freeze({
  hard_sigmoid: "M-14,9 H-6 L6,-9 H14",
  relu: "M-13,7 H0 L11,-9",
  leaky_relu: "M-13,9 L0,6 L11,-9",
  thresholded_relu: "M-13,7 H3 V0 L11,-9",
  elu: "M-13,9 C-6,9 -4,5 0,2 L11,-9",
  softplus: "M-13,8 C-3,8 0,4 11,-9",
  linear: "M-11,9 L11,-9",
  affine: "M-11,9 L11,-9",
});
const ENDS = Object.freeze({ unit: [1, 0], signed: [1, -1], free: [] });

/**
 * A circle with a curve; the ends of its range are written beside it: left, or right when they have words.
 *
 * @param {string} fill
 * @param {(typeof PALETTE)["light"]} palette
 * @param {Pick<import("../cells/activations.js").Activation, "name" | "symbol" | "range">} of
 * @param {readonly string[]} [words] what the upper and the lower end mean
 */
function curve(fill, palette, { name, symbol, range }, words) {
  const [top, bottom = 0] = ENDS[range];
  const side = words ? 1 : -1;
  const text = { fill: palette.ink, "font-size": 15 };
  const end = { ...text, x: side * 32, "text-anchor": words ? "start" : "end" };
  const ticks = (top === undefined ? [] : [-9, 9, ...(bottom < 0 ? [0] : [])]).map(
    (y) => `M${side * 24},${y} h${side * (y ? 5 : 3)}`,
  );
  return [
    el("circle", { r: CURVE, fill: palette.paper }),
    el("circle", { r: CURVE, fill }),
    el("path", {
      d: LINES[name.split("(")[0] ?? ""] ?? "M-13,9 C-3,9 3,-9 13,-9",
      fill: "none",
      stroke: palette.paper,
      "stroke-width": 3,
      "stroke-linecap": "round",
    }),
    el("path", { d: ticks.join(" "), stroke: palette.ink, "stroke-width": 1.5 }),
    el("text", { ...end, y: -5 }, [`${top === undefined ? "" : plain(top)} ${words?.[0] ?? ""}`.trim()]),
    el("text", { ...end, y: 14 }, [`${top === undefined ? "" : plain(bottom)} ${words?.[1] ?? ""}`.trim()]),
    el(
      "text",
      { ...text, x: -side * 16, y: -18, "text-anchor": words ? "end" : "start", "font-style": "italic" },
      [symbol],
    ),
  ];
}

/**
 * @param {typeof PALETTE["light"]} palette
 * @param {string} d
 */
const sign = (palette, d) => [
  el("circle", { r: SIGN, fill: palette.ink }),
  el("path", { d, stroke: palette.paper, "stroke-width": 2.5, "stroke-linecap": "round" }),
];

/**
 * A gate's weights [W_h W_x] as a heat map: a row a unit; of a large matrix, each square shows the weight of
 * the largest magnitude behind it. An empty grid where the weights are not at hand.
 *
 * @param {Operator} operator
 * @param {Look} look
 */
function weightsBox({ gate, label, half, named, size = WEIGHTS }, look) {
  const palette = PALETTE[look.theme];
  const { width, height } = size;
  const matrix = gate ? matrixOf(look.weights, gate, look.units, half) : (look.weights?.W_p ?? null);
  const rows = bins(matrix?.length ?? 4, size.rows);
  const columns = bins(matrix?.[0]?.length ?? 6, size.columns);
  const end = (matrix ?? []).flat().reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const ramp = ramps(look.theme);
  const [w, h] = [width / columns.length, height / rows.length];
  const squares = rows.flatMap((row, r) =>
    columns.map((column, c) => {
      const found = (matrix ?? [])
        .slice(row.start, row.stop)
        .map((line) => largest(line, column.start, column.stop));
      return el("rect", {
        x: -width / 2 + c * w,
        y: -height / 2 + r * h,
        width: w,
        height: h,
        fill: matrix ? hex(ramp.signed(largest(found, 0, found.length) / end)) : palette.paper,
        stroke: palette.outline,
        "stroke-width": 0.5,
      });
    }),
  );
  const whole = matrix && rows.length === matrix.length;
  const joint = whole && size !== WEIGHTS ? seam(look.weights, columns.length, w, palette) : null;
  // Below a gate's weights, beside the wire that comes up to them, there is always room.
  const place =
    gate && named !== "right"
      ? { x: named ? -7 : 7, y: height / 2 + 19, "text-anchor": named ? "end" : null }
      : { x: width / 2 + 7, y: 5 };
  return [
    el("rect", {
      x: -width / 2 - 3,
      y: -height / 2 - 3,
      width: width + 6,
      height: height + 6,
      rx: 4,
      fill: palette.paper,
      stroke: palette.outline,
    }),
    ...squares,
    whole && gate
      ? el("rect", {
          x: -width / 2,
          y: -height / 2 + look.chosen * h,
          width,
          height: h,
          fill: "none",
          stroke: palette.ink,
          "stroke-width": 2,
        })
      : null,
    joint && el("g", { transform: `translate(${-width / 2} ${-height / 2})` }, joint(height)),
    el("text", { ...place, "font-size": 15, "font-style": "italic", fill: palette.ink }, [
      `W, b`,
      el("tspan", { dy: 4, "font-size": 15 }, [label ?? ""]),
    ]),
  ].filter((node) => node !== null);
}

/**
 * Which columns weigh h and which x, where there is a column for each.
 *
 * @param {WeightsData | null} weights
 * @param {number} columns
 * @param {number} w of one
 * @param {typeof PALETTE["light"]} palette
 * @returns {((height: number) => SvgNode[]) | null}
 */
function seam(weights, columns, w, { ink }) {
  const [states = 0, inputs = 0] = [weights?.W_h[0]?.[0]?.length, weights?.W_x[0]?.[0]?.length];
  if (states + inputs !== columns) return null;
  const name = { y: -8, "font-size": 15, "font-style": "italic", "text-anchor": "middle", fill: ink };
  return (height) => [
    el("path", { d: `M${states * w},-3 V${height + 3}`, stroke: ink, "stroke-width": 2 }),
    el("text", { ...name, x: (states * w) / 2 }, ["h"]),
    el("text", { ...name, x: (states + inputs / 2) * w }, ["x"]),
  ];
}

/**
 * @param {WeightsData | null} weights
 * @param {string} gate
 * @param {number} units
 * @param {Operator["half"]} half
 * @returns {number[][] | null} [units][hidden + inputs], null unless every unit's row is held
 */
function matrixOf(weights, gate, units, half) {
  const g = weights?.gates.indexOf(gate) ?? -1;
  const W_x = weights?.W_x[g];
  const W_h = weights?.W_h[g];
  if (!W_x || !W_h || W_x.length !== units) return null;
  if (half) return { W_x, W_h }[half].map((row) => [...row]);
  return W_x.map((row, unit) => [...(W_h[unit] ?? []), ...row]);
}
