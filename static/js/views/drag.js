/** Numbers of the stage that can be taken by the hand: a drag sets what the part marked `data-drag` stands for. */

import { withValue } from "../state/edits.js";

/** A hand that chooses a number trembles: up to this far, in units of the drawing, nothing is set. */
const TREMBLE = 3;

/**
 * @param {HTMLElement} element holds the stage
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, actions, drawing }) {
  /** @type {(import("../drawing/drawing.js").Grab & { pointer: number, grip: string, svg: SVGSVGElement, moved: boolean }) | null} */
  let held = null;

  /** @param {PointerEvent} event */
  const down = (event) => {
    const part = event.target instanceof Element ? event.target.closest("[data-drag]") : null;
    const svg = part?.closest("svg");
    if (!part || !svg || event.button !== 0) return;
    const unit = Number(part.getAttribute("data-unit"));
    const point = pointIn(svg, event);
    const grip = part.getAttribute("data-drag") ?? "";
    held = { pointer: event.pointerId, grip, unit, svg, ...point, state: store.get(), moved: false };
    svg.setPointerCapture(event.pointerId);
    actions.pause();
    actions.chooseUnit(unit);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (held?.pointer !== event.pointerId) return;
    const point = pointIn(held.svg, event);
    held.moved ||= Math.hypot(point.x - held.x, point.y - held.y) > TREMBLE;
    const set = held.moved && drawing.dragged?.(held.grip, point, held);
    if (set) actions.edit({ overrides: withValue(store.get().edits.overrides, { ...set, unit: held.unit }) });
  };
  const up = () => {
    held = null;
  };
  const listeners = /** @type {const} */ ([
    ["pointerdown", down],
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", up],
  ]);
  if (drawing.dragged) for (const [name, listener] of listeners) element.addEventListener(name, listener);
  return {
    update() {},
    destroy() {
      for (const [name, listener] of listeners) element.removeEventListener(name, listener);
    },
  };
}

/**
 * @param {SVGSVGElement} svg
 * @param {PointerEvent} event
 * @returns {{ x: number, y: number }} in units of the drawing
 */
function pointIn(svg, { clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()?.inverse());
  return { x, y };
}
