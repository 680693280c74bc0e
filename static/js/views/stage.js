/**
 * The stage: the drawing at one moment. It shows what the state says and nothing else; the words of the moment
 * stand beside the operator, and below the drawing where a narrow screen shows a part of it.
 */

import { append, h, setAttribute, setText } from "../core/dom.js";
import { reconcile } from "../core/svg.js";
import { keyAction } from "./stage_keys.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../drawing/drawing.js").Drawing} Drawing */

/** Below this width in px a part of the drawing is shown, large enough to read. */
const NARROW = 700;

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View & { focus: () => void }}
 */
export function mount(element, context) {
  const { store, t, actions, drawing } = context;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const map = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  setAttribute(svg, "role", "img");
  setAttribute(map, "aria-hidden", "true");
  setAttribute(map, "class", "stage-map");
  const [title, now] = [h("b"), h("span")];
  const [rule, leaves] = [h("span", { class: "quiet" }), h("span", { class: "quiet" })];
  const caption = h("p", { class: "stage-caption" }, [title, now, rule, leaves]);
  const focus = h("div", { class: "stage-frame", tabindex: 0, role: "group" }, [svg]);
  append(element, [focus, h("div", { class: "stage-foot" }, [caption, map])]);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const memory = createMemory();
  let narrow = element.clientWidth < NARROW;

  /** @param {State} state */
  const draw = (state) => {
    const scene = drawing.sceneAt(state, still.matches);
    if (!scene) return;
    memory.for(scene.signature);
    reconcile(svg, scene.nodes(memory.remember));
    const part = scene.window(narrow);
    setAttribute(svg, "viewBox", `${part.x} ${part.y} ${part.width} ${part.height}`);
    setAttribute(element, "data-narrow", narrow);
    if (narrow) reconcile(map, scene.map(part));
    setAttribute(map, "viewBox", `0 0 ${scene.whole.width} ${scene.whole.height}`);
    const said = scene.caption;
    setText(title, `${said.gate} · ${said.title}`);
    setText(now, said.now);
    setText(rule, said.rule);
    setText(leaves, said.leaves ?? "");
    if (state.resting) setAttribute(svg, "aria-label", `${said.gate}. ${said.now} ${said.rule}`);
    setAttribute(focus, "aria-label", t("stage.label"));
  };

  focus.addEventListener("keydown", (event) => {
    const act = keyAction(event, store.get(), context);
    if (!act) return;
    event.preventDefault();
    act();
  });
  svg.addEventListener("pointermove", (event) => actions.point(placeOf(drawing, event.target, store.get())));
  svg.addEventListener("pointerleave", () => actions.point(null));
  svg.addEventListener("click", (event) => {
    const state = store.get();
    const place = placeOf(drawing, event.target, state);
    const operator = closest(event.target, "data-operator");
    if (place) {
      actions.chooseChannel(place.channel);
      actions.chooseUnit(place.unit);
    } else if (operator) {
      const operation = drawing.operationOf(state, operator);
      if (operation >= 0) actions.seek({ step: state.step, operation, u: 1 });
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
  };
}

/** Drawings that need not be made again while the same things are shown. */
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
 * @param {Drawing} drawing
 * @param {EventTarget | null} target
 * @param {State} state
 */
function placeOf(drawing, target, state) {
  const name = closest(target, "data-vector");
  return name === null ? null : drawing.placeOf(state, name, Number(closest(target, "data-unit")));
}
