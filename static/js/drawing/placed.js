/** The vectors of a frame: where they are, what they are called, and the places that still wait for theirs. */

import { PALETTE } from "../core/colour.js";
import { el } from "../core/svg.js";
import { partOf } from "./parts.js";
import { drawVector } from "./vectors.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../cells/index.js").Cell} Cell */
/** @typedef {import("../cells/frame.js").Frame} Frame */
/** @typedef {import("../cells/lstm_layout.js").Layout} Layout */
/** @typedef {import("./scene.js").Picture} Picture */

const REST = 0.5;

/** @param {Layout} layout @param {Frame} frame @param {Picture} picture */
export function drawWaiting(layout, frame, { layer, theme, probes, cell, step }) {
  return frame.waiting.flatMap((name) => {
    const slot = layout.slots[name];
    const vector = cell.vector(name, layer, step);
    if (!slot || !vector) return [];
    const { width, height } = drawVector(name, vector, { theme, probes, chosen: null });
    return [
      el("rect", {
        key: name,
        x: slot.x - width / 2,
        y: slot.y - height / 2,
        width,
        height,
        rx: 3,
        fill: PALETTE[theme].paper,
        "fill-opacity": 0.5,
        stroke: PALETTE[theme].outline,
        "stroke-dasharray": "3 3",
        opacity: 0.6,
      }),
    ];
  });
}

/**
 * @param {Layout} layout
 * @param {Frame} frame
 * @param {Picture} picture
 * @param {(key: string, make: () => SvgNode[]) => SvgNode[]} remember
 */
export function drawVectors(layout, frame, picture, remember) {
  const { cell, layer, theme, probes, unit, step } = picture;
  return frame.vectors.flatMap(({ key, vector: name, x, y, scale, slot, dim }) => {
    const vector = cell.vector(name, layer, step);
    if (!vector) return [];
    const chosen = name === "x" && layer.index === 0 ? null : unit;
    const make = () => {
      const drawn = drawVector(name, vector, {
        theme,
        probes,
        chosen,
        grip: name === picture.grip,
        isSet: picture.isSet,
      });
      return [
        ...drawn.nodes,
        ...(slot ? [drawLabel(cell, name, layout.slots[slot]?.label ?? "above", drawn, theme)] : []),
      ];
    };
    const nodes = remember(`vector/${name}/${step}/${slot ?? "moving"}`, make);
    const place = `translate(${x.toFixed(2)} ${y.toFixed(2)})${scale === 1 ? "" : ` scale(${scale.toFixed(3)})`}`;
    // A dim vector stands on paper, or the wires behind it would show through its numbers.
    const paper =
      dim && slot
        ? [
            el(
              "g",
              { key: "paper" },
              remember(`paper/${name}`, () => [drawPaper(vector, picture)]),
            ),
          ]
        : [];
    return [
      el("g", { key, transform: place, "data-part": partOf(cell, "vectors", name) }, [
        ...paper,
        el("g", { key: "drawn", opacity: dim ? REST : null }, nodes),
      ]),
    ];
  });
}

/**
 * @param {import("../cells/vectors.js").Vector} vector
 * @param {Picture} picture
 */
function drawPaper(vector, { theme, probes }) {
  const { width, height } = drawVector("", vector, { theme, probes, chosen: null });
  return el("rect", { x: -width / 2, y: -height / 2, width, height, fill: PALETTE[theme].paper });
}

/**
 * @param {Cell} cell
 * @param {string} name
 * @param {import("../cells/lstm_layout.js").Side} side
 * @param {{ width: number, height: number }} size
 * @param {Theme} theme
 */
function drawLabel(cell, name, side, { width, height }, theme) {
  const { symbol, below } = cell.vectors[name] ?? { symbol: name, below: "" };
  const place = {
    above: { x: 0, y: -height / 2 - 8, "text-anchor": "middle" },
    before: { x: width / 2, y: -height / 2 - 8, "text-anchor": "end" },
    left: { x: -width / 2 - 6, y: 5, "text-anchor": "end" },
    right: { x: width / 2 + 6, y: 5, "text-anchor": "start" },
  }[side];
  return el(
    "text",
    {
      ...place,
      "font-size": symbol.length > 3 ? 15 : 17,
      "font-style": "italic",
      "font-weight": 600,
      fill: PALETTE[theme].ink,
    },
    [symbol, below ? el("tspan", { dy: 4, "font-size": 15 }, [below]) : null],
  );
}
