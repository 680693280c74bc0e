/** What stands still on the stage: the house of the cell, its wires, its operators. */

import { PALETTE } from "../core/colour.js";
import { el } from "../core/svg.js";
import { unitsOf } from "../state/selectors.js";
import { drawGlyph, WEIGHTS } from "./glyphs.js";
import { partOf } from "./parts.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../cells/frame.js").Frame} Frame */
/** @typedef {import("../cells/lstm_layout.js").Layout} Layout */
/** @typedef {import("../cells/lstm_layout.js").Operator} Operator */
/** @typedef {import("./scene.js").Picture} Picture */
/** @typedef {(key: string, make: () => SvgNode[]) => SvgNode[]} Remember */

const DIM = 0.25;
/** What a figure leaves out can still be made out. */
const TRACE = 0.1;
const WIDTHS = Object.freeze({ road: 7, line: 3, thin: 2 });

/** @param {Layout} layout @param {Theme} theme */
export function drawHouse({ cell, dots, arrows, width }, theme) {
  const { mint, plus, ink, i, outline } = PALETTE[theme];
  const box = {
    y: cell.y,
    height: cell.height,
    rx: 22,
    fill: mint,
    stroke: i,
    "stroke-opacity": 0.45,
    "stroke-width": 1.5,
  };
  return [
    el("rect", { ...box, x: cell.x, width: cell.width }),
    el("path", {
      d: `M${width},${cell.y} H948 Q932,${cell.y} 932,${cell.y + 22} V${cell.y + cell.height - 22} Q932,${cell.y + cell.height} 948,${cell.y + cell.height} H${width} Z`,
      fill: mint,
      stroke: plus,
      "stroke-opacity": 0,
    }),
    ...arrows.map((d) => el("path", { d, fill: outline })),
    ...dots.map(({ x, y }) => el("circle", { cx: x, cy: y, r: 4, fill: ink, opacity: 0.45 })),
  ];
}

/** @param {Layout} layout @param {Frame} frame @param {Picture} picture */
export function drawWires(layout, frame, { theme, pointed }) {
  const lighted = (pointed && layout.carries[pointed.channel]) ?? [];
  const palette = PALETTE[theme];
  return Object.entries(layout.wires).flatMap(([id, { points, kind, hue }]) => {
    const d = points.map(([x, y], k) => `${k ? "L" : "M"}${x},${y}`).join(" ");
    const base = { d, fill: "none", "stroke-width": WIDTHS[kind], "stroke-linejoin": "round" };
    const lit = frame.lit[id] ?? 0;
    const faded = frame.faded?.includes(id);
    const quiet = el("path", { ...base, key: id, stroke: palette.outline, opacity: faded ? TRACE : 0.45 });
    if (faded) return [quiet];
    const halo = lighted.includes(id)
      ? [el("path", { ...base, key: `${id}/halo`, stroke: palette.plus, "stroke-width": 12, opacity: 0.35 })]
      : [];
    if (lit === 0) return [...halo, quiet];
    const colour = hue ? palette[hue] : palette.ink;
    const share = lit < 1 ? { pathLength: "1", "stroke-dasharray": `${lit.toFixed(3)} 2` } : {};
    return [...halo, quiet, el("path", { ...base, ...share, key: `${id}/lit`, stroke: colour })];
  });
}

/**
 * @param {Layout} layout
 * @param {Frame} frame
 * @param {Picture} picture
 * @param {Remember} remember
 */
export function drawOperators(layout, frame, picture, remember) {
  const { theme, weights, unit, layer, cell } = picture;
  const look = {
    theme,
    weights,
    units: unitsOf(layer),
    chosen: unit,
    words: picture.words,
  };
  const order = cell.operations.map((operation) => operation.active);
  return Object.entries(layout.operators).map(([id, operator]) => {
    const active = frame.active === id;
    const bright = active || frame.bright?.includes(id);
    const rest = frame.faded?.includes(id) ? TRACE : DIM;
    const drawn = remember(`glyph/${id}`, () => drawGlyph(operator, look));
    const ring = active ? [glow(operator, theme)] : [];
    const number = picture.numbered ? [orderMark(order, id, operator, theme)] : [];
    const place = {
      transform: `translate(${operator.x} ${operator.y})`,
      "data-operator": id,
      "data-part": partOf(cell, "operators", id),
    };
    return el("g", { key: id, ...place }, [
      ...ring,
      ...ground(operator, theme),
      el("g", { key: "drawn", opacity: bright ? null : rest }, [...drawn, ...number]),
    ]);
  });
}

/**
 * Frames around what the operation is about; dashed where it is what a plainer cell does not have.
 *
 * @param {Frame} frame
 * @param {Theme} theme
 */
export function drawOutlines({ outlines = [] }, theme) {
  return outlines.map(({ hue, gone, share, ...box }) =>
    el("rect", {
      ...box,
      rx: 14,
      fill: PALETTE[theme][hue],
      "fill-opacity": gone ? 0 : 0.08 * share,
      stroke: PALETTE[theme][hue],
      "stroke-opacity": share,
      "stroke-width": 2.5,
      "stroke-dasharray": gone ? "6 6" : null,
    }),
  );
}

/** What hides the wires behind a dim operator. @param {Operator} operator @param {Theme} theme */
function ground({ glyph, size }, theme) {
  const fill = PALETTE[theme].mint;
  if (glyph === "weights") return [el("rect", { ...around(size, 3), rx: 4, fill })];
  const r = { sigmoid: 20, tanh: 20, multiply: 14, add: 14, rest: 14, copy: 0, join: 0 }[glyph];
  return r ? [el("circle", { r, fill })] : [];
}

/** @param {Operator["size"]} size of weights @param {number} by so far beyond them */
function around({ width, height } = WEIGHTS, by) {
  return { x: -width / 2 - by, y: -height / 2 - by, width: width + 2 * by, height: height + 2 * by };
}

/** @param {Operator} operator @param {Theme} theme */
function glow({ glyph, hue, size }, theme) {
  const fill = hue ? PALETTE[theme][hue] : PALETTE[theme].plus;
  if (glyph === "weights") return el("rect", { ...around(size, 10), rx: 10, fill, opacity: 0.25 });
  return el("circle", { r: glyph === "join" ? 40 : 28, fill, opacity: 0.25 });
}

/**
 * The places of an operator in the order of the operations, 1 first.
 *
 * @param {readonly string[]} order
 * @param {string} id
 * @param {Operator} operator
 * @param {Theme} theme
 */
function orderMark(order, id, { ends, size }, theme) {
  const places = order.flatMap((active, k) => (active === id ? [k + 1] : []));
  // Where the ends have words on the right, the name of the curve stands here; large weights need the room.
  const place = size ? { x: -size.width / 2 - 8, y: 5 } : { x: ends ? -30 : -18, y: -20 };
  return el("text", { ...place, "font-size": 15, "text-anchor": "end", fill: PALETTE[theme].ink }, [
    places.join(", "),
  ]);
}
