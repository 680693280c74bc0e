/** The pad of the curve: what the pointer and the keys do on it, and its picture. */

import { h, setAttribute } from "../core/dom.js";
import { el, reconcile } from "../core/svg.js";
import { frameOf, plot, pointAt, written } from "./draw_plot.js";

/** @typedef {import("../state/series.js").Point} Point */
/** @typedef {import("../state/series.js").Range} Range */
/**
 * @typedef {object} Curve
 * @property {readonly number[]} values
 * @property {number} at the chosen step
 * @property {Range} range
 * @property {boolean} works false where the field holds something else than numbers
 */
/**
 * @typedef {object} Hand what a hand on the pad does
 * @property {(from: Point, to: Point) => void} stroke
 * @property {() => void} lift the stroke ends
 * @property {(step: number) => void} choose
 * @property {(units: number) => void} nudge the chosen value
 * @property {() => void} back
 */

/** Page up and page down go so many units. */
const PAGE = 10;

/**
 * @param {() => Curve} curve
 * @param {Hand} hand
 * @param {import("../i18n/translate.js").Translate} t
 */
export function createPad(curve, hand, t) {
  const element = h("div", {
    class: "draw-pad",
    role: "slider",
    tabindex: 0,
    "aria-orientation": "vertical",
  });
  let width = 0;
  /** @type {{ pointer: number, last: Point } | null} */
  let held = null;

  /** @param {PointerEvent} event */
  const pointOf = ({ clientX, clientY }) => {
    const box = element.getBoundingClientRect();
    const { range, values } = curve();
    const point = { x: clientX - box.left - element.clientLeft, y: clientY - box.top - element.clientTop };
    return pointAt(point, frameOf(width, range), range, values.length);
  };
  /** @param {PointerEvent} event */
  const down = (event) => {
    if (event.button !== 0 || !curve().works) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    const last = pointOf(event);
    held = { pointer: event.pointerId, last };
    hand.stroke(last, last);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (held?.pointer !== event.pointerId) return;
    const [from, to] = [held.last, pointOf(event)];
    held.last = to;
    hand.stroke(from, to);
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    if (held?.pointer !== event.pointerId) return;
    held = null;
    hand.lift();
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    if (curve().works) act();
  };
  /** @param {KeyboardEvent} event @returns {(() => void) | null} */
  const actOf = ({ key, altKey, shiftKey, ctrlKey, metaKey }) => {
    if (altKey || shiftKey) return null;
    if (ctrlKey || metaKey) return key === "z" ? hand.back : null;
    const { at, values } = curve();
    const step = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: values.length - 1 }[key];
    if (step !== undefined) return () => hand.choose(step);
    const units = { ArrowUp: 1, ArrowDown: -1, PageUp: PAGE, PageDown: -PAGE }[key];
    return units === undefined ? null : () => hand.nudge(units);
  };
  for (const [name, listener] of /** @type {const} */ ([
    ["pointerdown", down],
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", up],
  ]))
    element.addEventListener(name, listener);
  element.addEventListener("keydown", press);

  const paint = () => {
    if (width === 0) return;
    const { values, at, range } = curve();
    const frame = frameOf(width, range);
    const { height } = frame;
    const size = { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" };
    reconcile(element, [el("svg", size, plot(values, at, frame, range))]);
  };
  const watch = new ResizeObserver(() => {
    width = element.clientWidth;
    paint();
  });
  watch.observe(element);
  return {
    element,
    isHeld: () => held !== null,
    draw() {
      const { values, at, range, works } = curve();
      const value = values[at] ?? 0;
      setAttribute(element, "aria-label", t("draw.pad"));
      setAttribute(element, "aria-disabled", works ? null : "true");
      setAttribute(element, "aria-valuemin", range.low);
      setAttribute(element, "aria-valuemax", range.high);
      setAttribute(element, "aria-valuenow", value);
      const place = { step: at + 1, count: values.length, value: written(value) };
      setAttribute(element, "aria-valuetext", t("draw.place", place));
      paint();
    },
    stop: () => watch.disconnect(),
  };
}
