/** A learning curve as it was measured: every point, the ends in numbers. */

import { h } from "../core/dom.js";
import { integer, plain } from "../core/format.js";
import { linear } from "../core/scale.js";
import { el, reconcile } from "../core/svg.js";
import { isLogarithmic } from "../state/networks.js";

/** @typedef {readonly (readonly [number, number])[]} Curve */

const [WIDTH, HEIGHT] = [300, 112];
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 240, 22, 88];

/**
 * @param {Curve} curve step and loss
 * @param {import("../i18n/translate.js").Translate} t
 * @param {import("../state/types.js").Language} language
 */
export function learningCurve(curve, t, language) {
  const [first, last] = [curve[0] ?? [0, 0], curve.at(-1) ?? [0, 0]];
  const scale = isLogarithmic(curve) ? "log" : "linear";
  const [steps, losses] = [
    [first[0], last[0]],
    [first[1], last[1]],
  ];
  const words = {
    first: integer(steps[0] ?? 0, language),
    last: integer(steps[1] ?? 0, language),
    from: plain(losses[0] ?? 0),
    to: plain(losses[1] ?? 0),
    every: integer((curve[1]?.[0] ?? first[0]) - first[0], language),
  };
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("class", "curve");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", t("network.curve.label", words));
  reconcile(svg, drawCurve(curve, scale, { ...words, axis: t(`network.curve.${scale}`) }, t));
  return h("figure", { class: "network-curve" }, [
    svg,
    h("figcaption", { class: "muted", text: t("network.curve.points", words) }),
  ]);
}

/**
 * @param {Curve} curve
 * @param {"log" | "linear"} scale
 * @param {Record<"first" | "last" | "from" | "to" | "axis", string>} words
 * @param {import("../i18n/translate.js").Translate} t
 */
function drawCurve(curve, scale, words, t) {
  const height = (/** @type {number} */ loss) => (scale === "log" ? Math.log10(loss) : loss);
  const heights = curve.map(([, loss]) => height(loss));
  const x = linear([curve[0]?.[0] ?? 0, curve.at(-1)?.[0] ?? 1], [LEFT, RIGHT]);
  const lowest = scale === "log" ? Math.min(...heights) : Math.min(0, ...heights);
  const y = linear([lowest, Math.max(...heights)], [BOTTOM, TOP]);
  const points = curve.map(([step], k) => `${x(step).toFixed(1)},${y(heights[k] ?? 0).toFixed(1)}`);
  const text = (/** @type {string} */ words_, /** @type {object} */ place) =>
    el("text", { class: "curve-text", ...place }, [words_]);
  const [from, to] = [heights[0] ?? 0, heights.at(-1) ?? 0];
  return [
    el("path", { class: "curve-axis", d: `M${LEFT} ${TOP - 6}V${BOTTOM + 4}H${RIGHT}` }),
    el("polyline", { class: "curve-line", points: points.join(" ") }),
    text(words.axis, { x: 0, y: 12 }),
    text(words.from, { x: LEFT - 6, y: y(from) + 4, "text-anchor": "end" }),
    text(words.to, { x: RIGHT + 6, y: y(to) + 4 }),
    text(words.first, { x: LEFT, y: HEIGHT - 6, "text-anchor": "middle" }),
    text(t("network.curve.steps"), { x: (LEFT + RIGHT) / 2, y: HEIGHT - 6, "text-anchor": "middle" }),
    text(words.last, { x: RIGHT, y: HEIGHT - 6, "text-anchor": "middle" }),
  ];
}
