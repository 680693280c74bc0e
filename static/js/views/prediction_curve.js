/** What was said as dots on a line, what is true behind it: places first, then nodes. Pure. */

import { linear } from "../core/scale.js";
import { el } from "../core/svg.js";

/** @typedef {import("../state/columns.js").Run} Run */
/** @typedef {{ width: number, height: number }} Size in px */
/** @typedef {{ step: number, value: number, x: number, y: number }} Dot */
/** @typedef {Dot & { left: number, right: number }} Stair */
/** @typedef {{ dots: readonly Dot[], stairs: readonly Stair[], zero: number, base: number }} Places */

/** Free space above and below the scale, for dots that stand at its ends. */
const EDGE = 6;
/** In narrower columns a dot is a point. */
const ROOMY = 12;

/**
 * @param {object} given
 * @param {readonly (readonly number[])[]} given.said
 * @param {readonly (readonly number[] | null)[] | null} given.truth
 * @param {Run} given.run
 * @param {Size} given.size
 * @param {import("../state/outlook.js").Axis} given.axis
 * @returns {Places}
 */
export function curvePlaces({ said, truth, run, size, axis }) {
  const count = Math.max(1, run.stop - run.start);
  const width = size.width / count;
  const up = linear([axis.low, axis.high], [size.height - EDGE, EDGE]);
  /** @type {Dot[]} */
  const dots = [];
  /** @type {Stair[]} */
  const stairs = [];
  for (let step = run.start; step < run.stop; step++) {
    const left = (step - run.start) * width;
    const x = left + width / 2;
    const value = said[step]?.[0];
    const right = truth?.[step]?.[0];
    if (value !== undefined) dots.push({ step, value, x, y: up(value) });
    if (right !== undefined) stairs.push({ step, value: right, x, y: up(right), left, right: left + width });
  }
  return { dots, stairs, zero: up(0), base: up(axis.low) };
}

/**
 * Nodes for the places: the truth first, so that it lies behind. A truth about what comes next is a series and
 * drawn from point to point; one about what was read holds for its step and is drawn as stairs.
 *
 * @param {Places} places
 * @param {Size} size
 * @param {{ chosen: number, pointed: number | null, series: boolean }} look
 */
export function curveNodes({ dots, stairs, zero, base }, size, { chosen, pointed, series }) {
  const runs = consecutive(stairs);
  const small = size.width / Math.max(1, dots.length) < ROOMY;
  const here = dots.find(({ step }) => step === chosen);
  const there = stairs.find(({ step }) => step === chosen);
  return [
    el("g", { key: "truth", class: "truth" }, [
      ...(series ? [] : runs.map((run) => el("path", { class: "truth-area", d: stairArea(run, zero) }))),
      ...runs.map((run) =>
        el("path", { class: "truth-line", d: series ? lineThrough(run) : stairLine(run) }),
      ),
    ]),
    zero < base && el("line", { key: "zero", class: "zero", x1: 0, x2: size.width, y1: zero, y2: zero }),
    el("path", { key: "said", class: "said-line", d: lineThrough(dots) }),
    el(
      "g",
      { key: "dots", class: "said-dots" },
      dots.map(({ step, value, x, y }) =>
        el("circle", {
          key: step,
          "data-step": step,
          "data-value": String(value),
          class: step === pointed ? "pointed" : null,
          cx: x,
          cy: y,
          r: radius(step, { chosen, pointed, small }),
        }),
      ),
    ),
    here &&
      there &&
      el("line", { key: "gap", class: "gap", x1: here.x, x2: here.x, y1: here.y, y2: there.y }),
  ].filter((node) => !!node);
}

/** @param {number} step @param {{ chosen: number, pointed: number | null, small: boolean }} look */
function radius(step, { chosen, pointed, small }) {
  if (step === chosen || step === pointed) return 4.5;
  return small ? 1.6 : 2.8;
}

/** @param {readonly Stair[]} stairs @returns {Stair[][]} without the steps of which nothing is known */
function consecutive(stairs) {
  /** @type {Stair[][]} */
  const runs = [];
  for (const stair of stairs) {
    const last = runs.at(-1);
    if (last?.at(-1)?.step === stair.step - 1) last?.push(stair);
    else runs.push([stair]);
  }
  return runs;
}

/** @param {number} value */
const short = (value) => Math.round(value * 100) / 100;

/** @param {readonly Dot[]} dots */
function lineThrough(dots) {
  return dots.map(({ x, y }, k) => `${k ? "L" : "M"}${short(x)} ${short(y)}`).join("");
}

/** @param {readonly Stair[]} stairs */
function stairLine(stairs) {
  return stairs
    .map(({ left, right, y }, k) => `${k ? "V" : `M${short(left)} `}${short(y)}H${short(right)}`)
    .join("");
}

/** @param {readonly Stair[]} stairs @param {number} zero */
function stairArea(stairs, zero) {
  const [first, last] = [stairs[0], stairs.at(-1)];
  if (!first || !last) return "";
  return `${stairLine(stairs)}V${short(zero)}H${short(first.left)}Z`;
}
