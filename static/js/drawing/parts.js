/** The parts of a cell that can be pointed at: where they can be hit, what lights up, and the card beside one. */

import { PALETTE } from "../core/colour.js";
import { clamp } from "../core/scale.js";
import { el } from "../core/svg.js";
import { textWidth } from "./caption.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../cells/index.js").Cell} Cell */
/** @typedef {import("../cells/lstm_layout.js").Layout} Layout */
/** @typedef {import("../cells/lstm_parts.js").Part} Part */
/** @typedef {import("../cells/frame.js").Frame} Frame */
/** @typedef {{ part: Part, name: string, shape: string }} Pointed */

const SIZE = 15;
const LINE = 21;
const PAD = 12;
const AWAY = 26;

/**
 * @param {Pick<Cell, "parts">} cell
 * @param {"operators" | "wires" | "vectors"} kind
 * @param {string} id
 * @returns {string | null} the part that it belongs to
 */
export function partOf({ parts = [] }, kind, id) {
  return parts.find((part) => part[kind].includes(id))?.id ?? null;
}

/**
 * Wires are thin: what is hit around them is not drawn.
 *
 * @param {Cell} cell
 * @param {Layout} layout
 * @returns {SvgNode[]}
 */
export function drawHits(cell, layout) {
  return Object.entries(layout.wires).flatMap(([id, { points }]) => {
    const part = partOf(cell, "wires", id);
    const d = points.map(([x, y], k) => `${k ? "L" : "M"}${x},${y}`).join(" ");
    const hit = { d, fill: "none", stroke: "transparent", "stroke-width": 18, "pointer-events": "stroke" };
    return part ? [el("path", { ...hit, "data-part": part })] : [];
  });
}

/**
 * Only this part in the light.
 *
 * @param {Frame} frame
 * @param {Part} part
 * @returns {Frame}
 */
export function spotlight(frame, part) {
  return {
    ...frame,
    active: part.operators[0] ?? "",
    bright: part.operators,
    lit: Object.fromEntries(part.wires.map((wire) => [wire, 1])),
    outlines: [],
    vectors: frame.vectors.map((placed) => ({ ...placed, dim: !part.vectors.includes(placed.vector) })),
  };
}

/**
 * A name, a formula, a shape, beside the part.
 *
 * @param {Pointed} pointed
 * @param {{ width: number, height: number }} whole
 * @param {Theme} theme
 */
export function drawCard({ part, name, shape }, whole, theme) {
  const { ink, paper, outline } = PALETTE[theme];
  const widths = [
    textWidth(name, SIZE) * 1.12,
    textWidth(part.formula.replace(/[_{}]/g, ""), SIZE),
    textWidth(shape, SIZE),
  ];
  const width = Math.max(...widths) + 2 * PAD;
  const height = 3 * LINE + PAD;
  const right = part.x + AWAY + width < whole.width - 8;
  const x = right ? part.x + AWAY : part.x - AWAY - width;
  const y = clamp(part.y + AWAY, 30, whole.height - height - 8);
  const text = { x: PAD, fill: paper, "font-size": SIZE };
  const place = { transform: `translate(${x.toFixed(1)} ${y})`, "pointer-events": "none" };
  return el("g", { key: "part", class: "stage-caption-drawn", ...place }, [
    el("rect", { width, height, rx: 8, fill: ink, stroke: outline }),
    el("text", { ...text, y: LINE, "font-weight": 700 }, [name]),
    el("text", { ...text, y: 2 * LINE, "font-style": "italic" }, runsOf(part.formula)),
    el("text", { ...text, y: 3 * LINE, opacity: 0.82 }, [shape]),
  ]);
}

/**
 * A formula with what stands below the line.
 *
 * @param {string} formula
 * @returns {(SvgNode | string)[]}
 */
function runsOf(formula) {
  const pieces = formula.split(/_(\{[^}]*\}|.)/);
  /** @type {(SvgNode | string)[]} */
  const runs = pieces.map((piece, k) => {
    if (k === 0) return piece;
    if (k % 2 === 0) return el("tspan", { dy: -4 }, [piece]);
    return el("tspan", { dy: 4, "font-size": 12 }, [piece.replace(/[{}]/g, "")]);
  });
  return runs;
}
