/** A whole frame as SVG nodes. Pure: the same picture gives the same nodes. */

import { PALETTE } from "../core/colour.js";
import { el } from "../core/svg.js";
import { drawCaption } from "./stage_caption.js";
import { drawGlyph } from "./stage_glyphs.js";
import { drawVector } from "./stage_vectors.js";

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
 * @property {{ gate: string, place: string, input: string, legend: string, output: string }} words
 * @property {boolean} numbered whether the order of the operations is written beside them
 */

const DIM = 0.25;
const REST = 0.5;
const WIDTHS = Object.freeze({ road: 7, line: 3, thin: 2 });

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
    el("g", { key: "wires" }, drawWires(layout, frame, theme)),
    el("g", { key: "operators" }, drawOperators(layout, frame, picture, remember)),
    el("g", { key: "waiting" }, drawWaiting(layout, frame, picture)),
    el("g", { key: "vectors" }, drawVectors(layout, frame, picture, remember)),
    el("g", { key: "words" }, drawWords(picture)),
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

/** @param {Layout} layout @param {Theme} theme */
function drawHouse({ cell, dots, width }, theme) {
  const { mint, plus, ink, i } = PALETTE[theme];
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
    ...dots.map(({ x, y }) => el("circle", { cx: x, cy: y, r: 4, fill: ink, opacity: 0.45 })),
  ];
}

/** @param {Layout} layout @param {Frame} frame @param {Theme} theme */
function drawWires(layout, frame, theme) {
  const palette = PALETTE[theme];
  return Object.entries(layout.wires).flatMap(([id, { points, kind, hue }]) => {
    const d = points.map(([x, y], k) => `${k ? "L" : "M"}${x},${y}`).join(" ");
    const base = { d, fill: "none", "stroke-width": WIDTHS[kind], "stroke-linejoin": "round" };
    const lit = frame.lit[id] ?? 0;
    const quiet = el("path", { ...base, key: id, stroke: palette.outline, opacity: 0.45 });
    if (lit === 0) return [quiet];
    const colour = hue ? palette[hue] : palette.ink;
    const share = lit < 1 ? { pathLength: "1", "stroke-dasharray": `${lit.toFixed(3)} 2` } : {};
    return [quiet, el("path", { ...base, ...share, key: `${id}/lit`, stroke: colour })];
  });
}

/**
 * @param {Layout} layout
 * @param {Frame} frame
 * @param {Picture} picture
 * @param {Parameters<typeof drawScene>[1]} remember
 */
function drawOperators(layout, frame, picture, remember) {
  const { theme, weights, unit, layer, cell } = picture;
  const look = { theme, weights, units: layer.initialState.cell_state.length, chosen: unit };
  const order = cell.operations.map((operation) => operation.active);
  return Object.entries(layout.operators).map(([id, operator]) => {
    const active = frame.active === id;
    const drawn = remember(`glyph/${id}`, () => drawGlyph(operator, look));
    const ring = active ? [glow(operator, theme)] : [];
    const number = picture.numbered ? [orderMark(order, id, theme)] : [];
    return el(
      "g",
      {
        key: id,
        transform: `translate(${operator.x} ${operator.y})`,
        opacity: active ? null : DIM,
        "data-operator": id,
      },
      [...ring, ...drawn, ...number],
    );
  });
}

/** @param {import("../cells/lstm_layout.js").Operator} operator @param {Theme} theme */
function glow({ glyph, hue }, theme) {
  const fill = hue ? PALETTE[theme][hue] : PALETTE[theme].plus;
  if (glyph === "weights")
    return el("rect", { x: -40, y: -24, width: 80, height: 48, rx: 10, fill, opacity: 0.25 });
  return el("circle", { r: glyph === "join" ? 40 : 28, fill, opacity: 0.25 });
}

/**
 * The places of an operator in the order of the operations, 1 first.
 *
 * @param {readonly string[]} order
 * @param {string} id
 * @param {Theme} theme
 */
function orderMark(order, id, theme) {
  const places = order.flatMap((active, k) => (active === id ? [k + 1] : []));
  return el("text", { x: 0, y: -26, "font-size": 14.5, "text-anchor": "middle", fill: PALETTE[theme].ink }, [
    places.join(", "),
  ]);
}

/** @param {Layout} layout @param {Frame} frame @param {Picture} picture */
function drawWaiting(layout, frame, { layer, theme, probes, cell, step }) {
  return frame.waiting.flatMap((name) => {
    const slot = layout.slots[name];
    const vector = cell.vector(name, layer, step);
    if (!slot || !vector) return [];
    const { width, height } = drawVector(name, vector, { theme, probes, chosen: null, numbers: false });
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
      const drawn = drawVector(name, vector, { theme, probes, chosen, numbers: true });
      return [
        ...drawn.nodes,
        ...(slot ? [drawLabel(cell, name, layout.slots[slot]?.label ?? "above", drawn, theme)] : []),
      ];
    };
    const nodes = remember(`vector/${name}/${step}/${slot ?? "moving"}`, make);
    const place = `translate(${x.toFixed(2)} ${y.toFixed(2)})${scale === 1 ? "" : ` scale(${scale.toFixed(3)})`}`;
    return [el("g", { key, transform: place, opacity: dim ? REST : null }, nodes)];
  });
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
    { ...place, "font-size": 17, "font-style": "italic", "font-weight": 600, fill: PALETTE[theme].ink },
    [symbol, below ? el("tspan", { dy: 4, "font-size": 13 }, [below]) : null],
  );
}

/** @param {Picture} picture */
function drawWords({ words, theme, caption }) {
  const { ink } = PALETTE[theme];
  const text = { fill: ink, "font-size": 15 };
  return [
    el("text", { ...text, key: "gate", x: 130, y: 50, "font-weight": 700 }, [
      words.gate,
      el("tspan", { dx: 12, "font-weight": 400, "fill-opacity": 0.75 }, [
        `${words.place} · ${caption.title}`,
      ]),
    ]),
    el("text", { ...text, key: "input", x: 228, y: 516 }, [words.input]),
    el("text", { ...text, key: "output", x: 826, y: 40, "text-anchor": "middle" }, [words.output]),
    el("text", { ...text, key: "legend", x: 812, y: 484, "text-anchor": "end", "fill-opacity": 0.75 }, [
      words.legend,
    ]),
  ];
}
