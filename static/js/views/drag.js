/** Numbers of the stage that can be taken by the hand: a drag sets what the part marked `data-drag` stands for. */

/** @typedef {import("../state/edits.js").Override} Override */

/**
 * @param {HTMLElement} element holds the stage
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, actions, drawing }) {
  /** @type {{ pointer: number, grip: string, unit: number, svg: SVGSVGElement } | null} */
  let held = null;

  /** @param {PointerEvent} event */
  const down = (event) => {
    const part = event.target instanceof Element ? event.target.closest("[data-drag]") : null;
    const svg = part?.closest("svg");
    if (!part || !svg || event.button !== 0) return;
    const unit = Number(part.getAttribute("data-unit"));
    held = { pointer: event.pointerId, grip: part.getAttribute("data-drag") ?? "", unit, svg };
    svg.setPointerCapture(event.pointerId);
    actions.pause();
    actions.chooseUnit(unit);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (held?.pointer !== event.pointerId) return;
    const matrix = held.svg.getScreenCTM();
    const point = matrix && new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const set = point && drawing.dragged?.(held.grip, { x: point.x, y: point.y });
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
 * The overrides with one number set, in the place of what was said of it before.
 *
 * @param {readonly Override[]} overrides
 * @param {{ channel: string, unit: number, value: number }} set
 * @returns {Override[]}
 */
export function withValue(overrides, { channel, unit, value }) {
  const others = overrides.filter((one) => one.channel !== channel || one.unit !== unit);
  return [...others, { channel, unit, kind: "set", value }];
}
