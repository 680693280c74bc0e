/** A whole frame as SVG nodes. Pure: the same picture gives the same nodes. */

import { PALETTE } from "../core/colour.js";
import { el } from "../core/svg.js";
import { drawCaption } from "./caption.js";
import { drawChart } from "./charts.js";
import { drawHouse, drawOperators, drawWires } from "./machine.js";
import { drawVector } from "./vectors.js";

/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../cells/index.js").Cell} Cell */
/** @typedef {import("../cells/frame.js").Frame} Frame */
/** @typedef {import("../cells/lstm_layout.js").Layout} Layout */
/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */

/**
 * @typedef {object} Picture everything a frame is drawn from
 * @property {Cell} cell
 * @property {LayerTrace} layer
 * @property {import("../state/types.js").WeightsData | null} weights
 * @property {number} step
 * @property {number} operation
 * @property {number} u
 * @property {number} unit
 * @property {readonly number[]} probes
 * @property {Theme} theme
 * @property {{ title: string, now: string, rule: string }} caption
 * @property {Readonly<Record<"gate" | "place" | "input" | "legend" | "shares" | "output" | "keep" | "drop", string>>} words
 * @property {import("../state/types.js").Place | null} pointed the number the reader points at, here or in a lane
 * @property {boolean} numbered whether the order of the operations is written beside them
 */

const REST = 0.5;

/**
 * @param {Picture} picture
 * @param {(key: string, make: () => SvgNode[]) => SvgNode[]} remember keeps what does not change between frames
 * @returns {SvgNode[]}
 */
export function drawScene(picture, remember) {
  const { cell, layer, theme } = picture;
  const shape = shapeOf(layer);
  const layout = cell.layout(shape);
  const frame = cell.frame(shape, picture.operation, picture.u);
  const caption = layout.captions[cell.operations[picture.operation]?.id ?? ""];
  return [
    el(
      "g",
      { key: "house" },
      remember(`house/${theme}`, () => drawHouse(layout, theme)),
    ),
    el("g", { key: "wires" }, drawWires(layout, frame, picture)),
    el("g", { key: "operators" }, drawOperators(layout, frame, picture, remember)),
    el("g", { key: "waiting" }, drawWaiting(layout, frame, picture)),
    el("g", { key: "vectors" }, drawVectors(layout, frame, picture, remember)),
    el("g", { key: "words" }, drawWords(picture)),
    ...(cell.charts ? [drawChart(picture)] : []),
    caption ? drawCaption(picture.caption, caption, theme) : el("g", { key: "caption" }),
  ];
}

/**
 * @param {LayerTrace} layer
 * @returns {import("../cells/lstm_layout.js").Shape}
 */
export function shapeOf({ channels, initialState }) {
  const units = initialState.cell_state.length;
  return {
    units,
    inputs: channels.input?.shape[1] ?? 0,
    projected: initialState.hidden_state.length !== units,
  };
}

/** @param {Layout} layout @param {Frame} frame @param {Picture} picture */
function drawWaiting(layout, frame, { layer, theme, probes, cell, step }) {
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
 * @param {Parameters<typeof drawScene>[1]} remember
 */
function drawVectors(layout, frame, picture, remember) {
  const { cell, layer, theme, probes, unit, step } = picture;
  return frame.vectors.flatMap(({ key, vector: name, x, y, scale, slot, dim }) => {
    const vector = cell.vector(name, layer, step);
    if (!vector) return [];
    const chosen = name === "x" && layer.index === 0 ? null : unit;
    const make = () => {
      const drawn = drawVector(name, vector, { theme, probes, chosen });
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
      el("g", { key, transform: place }, [
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

/** @param {Picture} picture */
function drawWords({ words, theme, caption }) {
  const { ink } = PALETTE[theme];
  const text = { fill: ink, "font-size": 15 };
  return [
    el("text", { ...text, key: "gate", class: "stage-title-drawn", x: 130, y: 50, "font-weight": 700 }, [
      words.gate,
      el("tspan", { dx: 12, "font-weight": 400, "fill-opacity": 0.75 }, [
        `${words.place} · ${caption.title}`,
      ]),
    ]),
    el("text", { ...text, key: "input", x: 196, y: 496 }, [words.input]),
    el("text", { ...text, key: "output", x: 826, y: 40, "text-anchor": "middle" }, [words.output]),
    ...[words.legend, words.shares].map((line, k) =>
      el(
        "text",
        { ...text, key: `legend/${k}`, x: 812, y: 484 + 20 * k, "text-anchor": "end", "fill-opacity": 0.75 },
        [line],
      ),
    ),
  ];
}
