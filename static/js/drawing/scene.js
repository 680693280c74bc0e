/** A whole frame as SVG nodes. Pure: the same picture gives the same nodes. */

import { inOut } from "../cells/frame.js";
import { PALETTE } from "../core/colour.js";
import { mix } from "../core/scale.js";
import { el } from "../core/svg.js";
import { stepBefore, unitsOf } from "../state/selectors.js";
import { drawCaption } from "./caption.js";
import { drawChart } from "./charts.js";
import { drawHouse, drawOperators, drawOutlines, drawWires } from "./machine.js";
import { drawCard, drawHits, spotlight } from "./parts.js";
import { drawVectors, drawWaiting } from "./placed.js";

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
 * @property {Readonly<Record<"gate" | "place" | "input" | "next" | "legend" | "shares" | "special" | "output", string>>
 *   & Readonly<Record<string, string>>} words those of the ends of a range too, by their names
 * @property {import("../state/types.js").Place | null} pointed the number the reader points at, here or in a lane
 * @property {import("./parts.js").Pointed | null} part of the cell that the reader points at
 * @property {string | null} grip the vector whose numbers can be dragged
 * @property {(vector: string, unit: number) => boolean} isSet whether the reader has put a number in the place of another
 * @property {boolean} numbered whether the order of the operations is written beside them
 */

/**
 * @param {Picture} picture
 * @param {(key: string, make: () => SvgNode[]) => SvgNode[]} remember keeps what does not change between frames
 * @returns {SvgNode[]}
 */
export function drawScene(picture, remember) {
  const { cell, layer, theme } = picture;
  const shape = shapeOf(layer);
  const layout = cell.layout(shape);
  const { part } = picture;
  const moment = cell.frame(shape, picture.operation, picture.u);
  const frame = part ? spotlight(moment, part.part) : moment;
  const caption = layout.captions[cell.operations[picture.operation]?.id ?? ""];
  const after = 2 * picture.step - stepBefore(layer, picture.step);
  const follows = after >= 0 && after < (layer.channels.hidden_state?.shape[0] ?? 0);
  const slide = follows ? (frame.slide ?? 0) : 0;
  const machine = (/** @type {Picture} */ shown, now = frame) => drawMachine(layout, now, shown, remember);
  return [
    ...(slide > 0 ? slideIn(machine, picture, frame, after) : machine(picture)),
    el("g", { key: "words" }, drawWords(picture, slide)),
    ...(cell.charts ? [drawChart(picture)] : []),
    ...(part ? [drawCard(part, layout, theme)] : []),
    caption && !part ? drawCaption(picture.caption, caption, theme) : el("g", { key: "caption" }),
  ];
}

/**
 * @param {Layout} layout
 * @param {Frame} frame
 * @param {Picture} picture
 * @param {Parameters<typeof drawScene>[1]} remember
 * @returns {SvgNode[]}
 */
function drawMachine(layout, frame, picture, remember) {
  const { cell, theme } = picture;
  return [
    el(
      "g",
      { key: "house" },
      remember(`house/${theme}`, () => drawHouse(layout, theme)),
    ),
    ...(frame.outlines ? [el("g", { key: "outlines" }, drawOutlines(frame, theme))] : []),
    el("g", { key: "wires" }, drawWires(layout, frame, picture)),
    ...(cell.parts
      ? [
          el(
            "g",
            { key: "hits" },
            remember("hits", () => drawHits(cell, layout)),
          ),
        ]
      : []),
    el("g", { key: "operators" }, drawOperators(layout, frame, picture, remember)),
    el("g", { key: "waiting" }, drawWaiting(layout, frame, picture)),
    el("g", { key: "vectors" }, drawVectors(layout, frame, picture, remember)),
  ];
}

/** From one cell to the next: c comes to lie where c of the step before lies. */
const PITCH = 812;

/**
 * @param {(picture: Picture, frame: Frame) => SvgNode[]} machine
 * @param {Picture} picture
 * @param {Frame} frame
 * @param {number} after the next step
 */
function slideIn(machine, picture, frame, after) {
  const { slide = 0, vectors } = frame;
  const moved = PITCH * inOut(slide);
  const shift = (/** @type {number} */ x) => ({ transform: `translate(${x.toFixed(2)} 0)` });
  const y = Object.fromEntries(vectors.map((placed) => [placed.vector, placed.y]));
  // c and h are the next cell's c and h of before: they are drawn once, on their way to its places.
  const left = { ...frame, vectors: vectors.filter(({ vector }) => vector !== "c" && vector !== "h") };
  const met = vectors.map((placed) =>
    placed.vector === "h_prev" ? { ...placed, y: mix(y.h ?? placed.y, placed.y, inOut(slide)) } : placed,
  );
  return [
    slide < 1 ? el("g", { key: "this", ...shift(-moved) }, machine(picture, left)) : null,
    el(
      "g",
      { key: "after", ...shift(PITCH - moved) },
      machine({ ...picture, step: after }, { ...frame, vectors: met }),
    ),
  ].filter((node) => node !== null);
}

/**
 * @param {LayerTrace} layer
 * @returns {import("../cells/lstm_layout.js").Shape}
 */
export function shapeOf(layer) {
  const units = unitsOf(layer);
  return {
    units,
    inputs: layer.channels.input?.shape[1] ?? 0,
    projected: layer.initialState.hidden_state?.length !== units,
  };
}

/** @param {Picture} picture @param {number} slide */
function drawWords({ words, theme, caption }, slide) {
  const { ink } = PALETTE[theme];
  const text = { fill: ink, "font-size": 15 };
  return [
    el("text", { ...text, key: "gate", class: "stage-title-drawn", x: 130, y: 50, "font-weight": 700 }, [
      words.gate,
      el("tspan", { dx: 12, "font-weight": 400, "fill-opacity": 0.75 }, [
        `${words.place} · ${caption.title}`,
      ]),
    ]),
    el("text", { ...text, key: "input", x: 196, y: 496 }, [
      slide >= 1 ? words.next : slide > 0 ? "" : words.input,
    ]),
    el("text", { ...text, key: "output", x: 826, y: 40, "text-anchor": "middle" }, [
      slide > 0 ? "" : words.output,
    ]),
    // To the right of the captions that stand below the cell, and so in short lines.
    ...[...words.legend.split(/(?<=[;；，])\s*|(?<=,)\s+/), words.shares, words.special]
      .filter(Boolean)
      .map((line, k) =>
        el(
          "text",
          {
            fill: ink,
            "font-size": 15,
            key: `legend/${k}`,
            class: "stage-title-drawn",
            x: 812,
            y: 480 + 18 * k,
            "text-anchor": "end",
            "fill-opacity": 0.75,
          },
          [line],
        ),
      ),
  ];
}
