/**
 * The stage: the cell at one moment. It draws what the state says and nothing else; the words of the moment
 * stand beside the operator, and below the drawing where a narrow screen shows a part of the cell.
 */

import { captionOf } from "../cells/caption.js";
import { getCell } from "../cells/index.js";
import { append, h, setAttribute, setText } from "../core/dom.js";
import { el, reconcile, toMarkup } from "../core/svg.js";
import { probesWith, shownLayer, stepBefore } from "../state/selectors.js";
import { keyAction } from "./stage_keys.js";
import { drawMap, windowOf } from "./stage_map.js";
import { drawScene, shapeOf } from "./stage_scene.js";
import { wordsOf } from "./stage_words.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("./stage_scene.js").Picture} Picture */

/** Below this width in px a part of the cell is shown, large enough to read. */
const NARROW = 700;
const FONT = '"Inter", system-ui, "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View & { toSvg: () => string, focus: () => void }}
 */
export function mount(element, { store, t, actions }) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const map = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  setAttribute(svg, "role", "img");
  setAttribute(map, "aria-hidden", "true");
  setAttribute(map, "class", "stage-map");
  const [title, now, rule] = [h("b"), h("span"), h("span")];
  const caption = h("p", { class: "stage-caption" }, [title, now, rule]);
  const focus = h("div", { class: "stage-frame", tabindex: 0, role: "group" }, [svg]);
  append(element, [focus, h("div", { class: "stage-foot" }, [caption, map])]);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const memory = createMemory();
  let narrow = element.clientWidth < NARROW;

  /** @param {State} state */
  const draw = (state) => {
    const picture = pictureOf(state, t, still.matches);
    if (!picture) return;
    memory.for([
      picture.layer,
      picture.weights,
      picture.theme,
      picture.unit,
      picture.probes.join(),
      picture.cell,
    ]);
    reconcile(svg, drawScene(picture, memory.remember));
    const layout = picture.cell.layout(shapeOf(picture.layer));
    const part = windowOf(layout, picture.cell.operations, picture.operation, picture.u, narrow);
    setAttribute(svg, "viewBox", `${part.x} ${part.y} ${part.width} ${part.height}`);
    setAttribute(element, "data-narrow", narrow);
    if (narrow) reconcile(map, drawMap(layout, part, picture.theme));
    setAttribute(map, "viewBox", `0 0 ${layout.width} ${layout.height}`);
    const { caption: said, words } = picture;
    setText(title, `${words.gate} · ${said.title}`);
    setText(now, said.now);
    setText(rule, said.rule);
    if (state.resting) setAttribute(svg, "aria-label", `${words.gate}. ${said.now} ${said.rule}`);
    setAttribute(focus, "aria-label", t("stage.label"));
  };

  focus.addEventListener("keydown", (event) => {
    const act = keyAction(event, store.get(), actions);
    if (!act) return;
    event.preventDefault();
    act();
  });
  svg.addEventListener("pointermove", (event) => actions.point(placeOf(event.target, store.get())));
  svg.addEventListener("pointerleave", () => actions.point(null));
  svg.addEventListener("click", (event) => {
    const place = placeOf(event.target, store.get());
    const operator = closest(event.target, "data-operator");
    if (place) {
      actions.chooseChannel(place.channel);
      actions.chooseUnit(place.unit);
    } else if (operator) {
      const operation = operationAt(store.get(), operator);
      if (operation >= 0) actions.seek({ step: store.get().step, operation, u: 1 });
    }
  });
  const redraw = () => draw(store.get());
  const watch = new ResizeObserver(() => {
    narrow = element.clientWidth < NARROW;
    redraw();
  });
  watch.observe(element);
  still.addEventListener("change", redraw);
  redraw();

  return {
    update(state, previous) {
      draw(state);
      // A browser repaints what changed, and its seams differ by a shade; at rest the picture is painted whole,
      // so that the same moment has the same pixels, whichever way one came.
      if (state.resting && state.hover === previous.hover) focus.prepend(svg);
    },
    destroy() {
      watch.disconnect();
      still.removeEventListener("change", redraw);
      element.replaceChildren();
    },
    focus: () => focus.focus(),
    toSvg: () => standalone(pictureOf(store.get(), t, still.matches)),
  };
}

/**
 * @param {State} state
 * @param {import("../i18n/translate.js").Translate} t
 * @param {boolean} numbered
 * @returns {Picture | null}
 */
function pictureOf(state, t, numbered) {
  const { trace, step, operation, u, weights, scheme, hover } = state;
  const unit = hover?.step === step ? hover.unit : state.unit;
  const layer = shownLayer(state);
  if (!trace || !layer) return null;
  const cell = getCell(trace.cell);
  const probes = probesWith(state.probes, state.unit, layer.initialState.cell_state.length);
  const caption = captionOf(cell, trace, layer, { step, operation, unit }, t);
  const held = weights?.layer === state.layer && weights.direction === state.direction ? weights : null;
  return {
    cell,
    layer,
    step,
    operation,
    u,
    unit,
    probes,
    numbered,
    caption,
    weights: held,
    pointed: hover,
    theme: scheme,
    words: wordsOf(state, cell, layer, t),
  };
}

/**
 * Drawings that need not be made again while the same things are shown.
 */
function createMemory() {
  /** @type {readonly unknown[]} */
  let signature = [];
  /** @type {Map<string, SvgNode[]>} */
  const kept = new Map();
  return {
    /** @param {readonly unknown[]} next */
    for(next) {
      if (next.some((one, k) => one !== signature[k])) kept.clear();
      signature = next;
    },
    /** @param {string} key @param {() => SvgNode[]} make */
    remember(key, make) {
      const known = kept.get(key);
      if (known) return known;
      const made = make();
      if (kept.size > 400) kept.clear();
      kept.set(key, made);
      return made;
    },
  };
}

/**
 * @param {EventTarget | null} target
 * @param {string} attribute
 */
function closest(target, attribute) {
  const element = target instanceof Element ? target.closest(`[${attribute}]`) : null;
  return element?.getAttribute(attribute) ?? null;
}

/**
 * The number of the trace that a drawn cell stands for.
 *
 * @param {EventTarget | null} target
 * @param {State} state
 * @returns {import("../state/types.js").Place | null}
 */
function placeOf(target, state) {
  const name = closest(target, "data-vector");
  const unit = Number(closest(target, "data-unit"));
  const layer = shownLayer(state);
  if (name === null || !layer || !state.trace) return null;
  const spec = getCell(state.trace.cell).vectors[name];
  const step = spec?.before ? stepBefore(layer, state.step) : state.step;
  const known = spec && spec.channel !== "input" && step >= 0 && step < state.trace.length;
  return known ? { channel: spec.channel, step, unit } : null;
}

/**
 * @param {State} state
 * @param {string} operator
 */
function operationAt({ trace }, operator) {
  return trace ? getCell(trace.cell).operations.findIndex(({ active }) => active === operator) : -1;
}

/**
 * The picture as a file of its own.
 *
 * @param {Picture | null} picture
 */
function standalone(picture) {
  if (!picture) return "";
  const { width, height } = picture.cell.layout(shapeOf(picture.layer));
  const nodes = drawScene(picture, (_, make) => make());
  const frame = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "font-family": FONT,
  };
  return toMarkup(el("svg", frame, nodes));
}
