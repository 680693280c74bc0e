/** A cell as what a stage shows: the state says which moment, the cell says what is where. */

import { captionOf } from "../cells/caption.js";
import { clamp } from "../core/scale.js";
import { probesWith, shownLayer, stepBefore, unitsOf, valueAt } from "../state/selectors.js";
import { drawMap, windowAround, windowOf } from "./map.js";
import { drawScene, shapeOf } from "./scene.js";
import { wordsOf } from "./words.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../cells/index.js").Cell} Cell */
/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {import("./scene.js").Picture} Picture */

/** So far up or down, in units of the drawing, a drag goes from one end of a range to the other. */
const REACH = 140;

/** @typedef {{ channel: string, min: number, max: number }} Handle numbers of a channel that can be dragged */

/**
 * @param {(state: State) => Cell} cellOf the cell to draw; its operations are the same for every state
 * @param {import("../i18n/translate.js").Translate} t
 * @param {Handle} [handle]
 * @returns {Drawing}
 */
export function cellDrawing(cellOf, t, handle) {
  return {
    sceneAt(state, still) {
      const cell = cellOf(state);
      const grip = cell.channels.find(({ name }) => name === handle?.channel)?.symbol ?? null;
      const picture = pictureOf(cell, state, t, { numbered: still, grip });
      return picture && sceneOf(picture, state.language);
    },
    dragged: handle && ((_, point, grab) => (grab ? draggedTo(handle, point, grab) : null)),
    placeOf: (state, vector, unit) => placeOf(cellOf(state), state, vector, unit),
    partsAt: (state) => (cellOf(state).parts ?? []).map(({ id }) => ({ id, name: t(`part.${id}`) })),
    operationOf: (state, operator) => cellOf(state).operations.findIndex(({ active }) => active === operator),
  };
}

/**
 * @param {Picture} picture
 * @param {string} language of the words that operators carry
 * @returns {import("./drawing.js").Scene}
 */
function sceneOf(picture, language) {
  const { cell, layer, weights, theme, unit, probes, caption, words, part } = picture;
  const layout = cell.layout(shapeOf(layer));
  return {
    whole: { x: 0, y: 0, width: layout.width, height: layout.height },
    signature: [layer, weights, theme, unit, probes.join(), cell, language],
    nodes: (remember) => drawScene(picture, remember),
    window: (narrow) =>
      narrow && part
        ? windowAround(layout, part.part.x)
        : windowOf(layout, cell.operations, picture.operation, picture.u, narrow),
    map: (box) => drawMap(layout, box, theme),
    caption: {
      gate: words.gate,
      ...(part ? sayPart(part) : caption),
      leaves: [words.legend, words.shares].filter(Boolean).join(" · "),
    },
  };
}

/**
 * @param {Cell} cell
 * @param {State} state
 * @param {import("../i18n/translate.js").Translate} t
 * @param {Pick<Picture, "numbered" | "grip">} how
 * @returns {Picture | null}
 */
function pictureOf(cell, state, t, { numbered, grip }) {
  const { trace, step, operation, u, weights, scheme, hover } = state;
  const unit = hover?.step === step ? hover.unit : state.unit;
  const layer = shownLayer(state);
  if (!trace || !layer) return null;
  const held = weights?.layer === state.layer && weights.direction === state.direction ? weights : null;
  return {
    cell,
    layer,
    step,
    operation,
    u,
    unit,
    numbered,
    grip,
    isSet: (vector, k) => {
      const channel = cell.channels.find(({ symbol }) => symbol === vector)?.name;
      return state.edits.overrides.some((one) => one.channel === channel && (one.unit ?? k) === k);
    },
    probes: probesWith(state.probes, state.unit, unitsOf(layer)),
    caption: captionOf(cell, trace, layer, { step, operation, unit, overrides: state.edits.overrides }, t),
    weights: held,
    pointed: hover,
    part: pointedPart(cell, state.part, layer, t),
    theme: scheme,
    words: wordsOf(state, cell, layer, t),
  };
}

/**
 * @param {Cell} cell
 * @param {string | null} id
 * @param {import("../state/types.js").LayerTrace} layer
 * @param {import("../i18n/translate.js").Translate} t
 * @returns {Picture["part"]}
 */
function pointedPart(cell, id, layer, t) {
  const part = cell.parts?.find((one) => one.id === id);
  if (!part) return null;
  const { units, inputs } = shapeOf(layer);
  const sizes = { units, inputs, joined: units + inputs };
  return { part, name: t(`part.${part.id}`), shape: t(`part.shape.${part.shape}`, sizes) };
}

/** A part in words: its name, its formula, its shape. @param {NonNullable<Picture["part"]>} pointed */
function sayPart({ part, name, shape }) {
  return { title: name, now: part.formula, rule: shape };
}

/**
 * @param {Cell} cell
 * @param {State} state
 * @param {string} vector
 * @param {number} unit
 * @returns {import("../state/types.js").Place | null}
 */
function placeOf(cell, state, vector, unit) {
  const layer = shownLayer(state);
  const spec = cell.vectors[vector];
  if (!layer || !state.trace || !spec || spec.channel === "input") return null;
  const step = spec.before ? stepBefore(layer, state.step) : state.step;
  return step >= 0 && step < state.trace.length ? { channel: spec.channel, step, unit } : null;
}

/**
 * Up is more. What one takes hold of stays under the hand: the number begins where it was.
 *
 * @param {Handle} handle
 * @param {{ y: number }} point
 * @param {import("./drawing.js").Grab} grab
 */
function draggedTo({ channel, min, max }, point, { y, unit, state }) {
  const layer = shownLayer(state);
  if (!layer) return null;
  const moved = ((y - point.y) / REACH) * (max - min);
  const value = clamp(valueAt(layer, channel, state.step, unit) + moved, min, max);
  return { channel, value: Math.round(value * 100) / 100 };
}
