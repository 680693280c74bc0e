/** Figures 2 and 3 as what a stage shows: the state says which moment, the trace which numbers. */

import { CURVES, REACH } from "../cells/curves.js";
import { clamp, symmetricEnd } from "../core/scale.js";
import { shownLayer } from "../state/selectors.js";
import { rowOf } from "../state/trace.js";
import { captionOf } from "./curve_caption.js";
import { across, curveWindow, HOUSE, SIZE, upward } from "./curve_layout.js";
import { pathOf } from "./curve_plot.js";
import { drawCurveScene } from "./curve_scene.js";
import { drawMap } from "./map.js";

/** @typedef {import("../cells/curves.js").Curve} Curve */
/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../i18n/translate.js").Translate} Translate */
/** @typedef {import("./curve_layout.js").Part} Part */
/** @typedef {import("./curve_scene.js").CurvePicture} CurvePicture */
/** @typedef {{ id: string, figure: number, active: string }} Operation */

/** @param {readonly Operation[]} operations */
const partsOf = (operations) => operations.map(({ active }) => /** @type {Part} */ (active));

/**
 * @param {Curve} curve
 * @param {readonly Operation[]} operations each about one part of the picture: its `active`
 * @param {Translate} t
 * @returns {import("./drawing.js").Drawing}
 */
export function curveDrawing(curve, operations, t) {
  return {
    sceneAt(state, still) {
      const picture = pictureOf(curve, operations, state, t, still);
      return picture && sceneOf(picture, state.u);
    },
    placeOf(state, vector, unit) {
      const layer = shownLayer(state);
      return layer?.channels[vector] ? { channel: vector, step: 0, unit } : null;
    },
    operationOf: (_, operator) => operations.findIndex(({ active }) => active === operator),
    dragged: (grip, point) => ({ channel: "value", value: valueAt(curve, grip, point) }),
  };
}

/**
 * The number that a point of the drawing stands for: on the scale by its place, at the curve by the nearest
 * point of it, so that a drag upwards counts where the curve is steep.
 *
 * @param {Curve} curve
 * @param {string} grip "value": a box below the scale; "curve": a point on the curve
 * @param {{ x: number, y: number }} point
 */
function valueAt(curve, grip, { x, y }) {
  const up = upward(curve);
  const wanted = clamp(across.invert(x), -REACH, REACH);
  if (grip === "value") return tenth(wanted);
  const candidates = Array.from({ length: 20 * REACH + 1 }, (_, k) => k / 10 - REACH);
  const away = (/** @type {number} */ value) => Math.hypot(across(value) - x, up(curve.at(value)) - y);
  return tenth(candidates.reduce((best, value) => (away(value) < away(best) ? value : best), wanted));
}

/** @param {number} value */
const tenth = (value) => Math.round(value * 10) / 10 + 0;

/**
 * @param {CurvePicture} picture
 * @param {number} u
 * @returns {import("./drawing.js").Scene}
 */
function sceneOf(picture, u) {
  const { part, theme, unit, values, names, caption } = picture;
  const layout = {
    ...SIZE,
    cell: HOUSE,
    wires: { curve: { points: pathOf(picture.curve, picture.curve), kind: /** @type {const} */ ("road") } },
  };
  return {
    whole: { x: 0, y: 0, ...SIZE },
    signature: [theme, names.flat],
    nodes: (remember) => drawCurveScene(picture, remember),
    window: (narrow) => curveWindow(part, values[unit] ?? 0, u, narrow),
    map: (box) => drawMap(layout, box, theme),
    caption: { gate: names.gate, ...caption },
  };
}

/**
 * @param {Curve} curve
 * @param {readonly Operation[]} operations
 * @param {State} state
 * @param {Translate} t
 * @param {boolean} still
 * @returns {CurvePicture | null}
 */
function pictureOf(curve, operations, state, t, still) {
  const layer = shownLayer(state);
  const operation = operations[state.operation];
  if (!layer || !operation) return null;
  /** @param {string} channel */
  const column = (channel) => {
    const matrix = layer.channels[channel];
    return matrix ? [...rowOf(matrix, 0)] : [];
  };
  const values = column("value");
  const unit = clamp(state.hover?.unit ?? state.unit, 0, Math.max(0, values.length - 1));
  const other = CURVES[curve.name === "tanh" ? "sigmoid" : "tanh"];
  const numbers = {
    values,
    unit,
    results: column("result"),
    payloads: column("payload"),
    products: column("product"),
    others: values.map(other.at),
  };
  const progress = progressOf(operations, state);
  const part = /** @type {Part} */ (operation.active);
  return {
    ...numbers,
    curve,
    progress,
    part,
    multiplies: operations.some(({ active }) => active === "gate"),
    end: Math.max(1, symmetricEnd(values)),
    theme: state.scheme,
    language: state.language,
    caption: captionOf(curve, operation.id, { ...numbers, round: progress.loop }, state.language, t),
    place: t("stage.place", { k: state.operation + 1, n: operations.length }),
    marks: still ? partsOf(operations) : [],
    names: {
      gate: `${operation.figure} ${t(`gate.${curve.name}`)}`,
      flat: t("curve.flat"),
      result: `${curve.name === "tanh" ? "tanh" : "σ"}(x)`,
      other: `${other.name === "tanh" ? "tanh" : "σ"}(x)`,
      waits: t("curve.waits"),
      passes: t("curve.passes"),
      without: t("curve.without"),
      with: t("curve.with"),
      round: t("curve.round"),
      free: t("curve.free"),
      bound: t("curve.bound"),
    },
  };
}

/**
 * Parts of operations past are done, those to come have not begun; an overlay may be laid on at any time.
 *
 * @param {readonly Operation[]} operations
 * @param {Pick<State, "operation" | "u" | "edits">} state
 */
function progressOf(operations, { operation, u, edits }) {
  /** @type {Record<Part, number>} */
  const progress = { slide: 0, squash: 0, gate: 0, overlay: 0, loop: 0 };
  partsOf(operations).forEach((part, at) => {
    progress[part] = at < operation ? 1 : at === operation ? u : 0;
  });
  if (edits.variants.includes("overlay")) progress.overlay = 1;
  return progress;
}
