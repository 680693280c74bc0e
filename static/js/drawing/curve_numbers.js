/** The numbers of figures 2 and 3 in their boxes: the column that slides in, and what comes out. */

import { inOut } from "../cells/frame.js";
import { hex, inkOn, PALETTE, ramps, shade } from "../core/colour.js";
import { long, plain } from "../core/format.js";
import { el, rounded } from "../core/svg.js";
import { across, BOX, OUT, PLOT, rowPlace, SECOND, slidePlace, upward, WIDE, wayOf } from "./curve_layout.js";
import { outline } from "./strips.js";

/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("./curve_scene.js").CurvePicture} CurvePicture */

/**
 * A number in a box, its fill saying the same.
 *
 * @param {string} name
 * @param {number} unit
 * @param {number} value
 * @param {{ x: number, y: number }} place its middle
 * @param {{ end: number, drag?: boolean, computed?: boolean }} look `end` of the signed scale; what is
 *   computed has four decimals
 * @param {CurvePicture} picture
 * @returns {SvgNode}
 */
function box(name, unit, value, { x, y }, { end, drag = false, computed = false }, { theme, unit: chosen }) {
  const rgb = shade(ramps(theme), null, value, end);
  const width = computed ? WIDE : BOX.width;
  const frame = { x: -width / 2, y: -BOX.height / 2, width, height: BOX.height };
  const { ink } = PALETTE[theme];
  const grips = "M-34,-6 l-6,6 l6,6 M34,-6 l6,6 l-6,6";
  return el("g", { key: `${name}/${unit}`, transform: `translate(${rounded(x)} ${rounded(y)})` }, [
    el("rect", {
      ...frame,
      fill: hex(rgb),
      stroke: PALETTE[theme].outline,
      "data-vector": name,
      "data-unit": unit,
      "data-drag": drag ? name : null,
    }),
    el(
      "text",
      { y: 5.2, fill: inkOn(rgb), "font-size": 15, "text-anchor": "middle", "pointer-events": "none" },
      [computed ? long(value) : plain(value)],
    ),
    ...(unit === chosen ? [outline(frame, ink, 3)] : []),
    ...(unit === chosen && drag
      ? [el("path", { d: grips, fill: "none", stroke: ink, "stroke-width": 2, "pointer-events": "none" })]
      : []),
  ]);
}

/**
 * The column, from where it waits to its places on the scale.
 *
 * @param {CurvePicture} picture
 * @returns {SvgNode[]}
 */
export function drawColumn(picture) {
  const { values, theme, unit, progress } = picture;
  const u = inOut(progress.slide);
  const { ink, outline: stroke } = PALETTE[theme];
  const top = slidePlace(0, 0, 0);
  const empty = values.map((_, k) => slidePlace(k, 0, 0));
  const there = progress.slide >= 1;
  return [
    el("text", { key: "head", x: top.x, y: top.y - 22, ...symbol(ink) }, ["x"]),
    ...empty.map(({ x, y }, k) =>
      el("rect", {
        key: `empty/${k}`,
        x: x - BOX.width / 2,
        y: y - BOX.height / 2,
        width: BOX.width,
        height: BOX.height,
        fill: "none",
        stroke,
        "stroke-dasharray": "3 3",
        opacity: 0.6,
      }),
    ),
    ...values.map((value, k) => {
      const { x, y } = slidePlace(k, value, 1);
      const d = `M${rounded(x)},${y} V${PLOT.bottom}`;
      return el("path", {
        key: `stem/${k}`,
        d,
        stroke: k === unit ? ink : stroke,
        "stroke-width": k === unit ? 2.5 : 1.5,
        opacity: there ? 1 : 0,
      });
    }),
    ...inFront(values, unit).map((k) => {
      const value = values[k] ?? 0;
      return box("value", k, value, slidePlace(k, value, u), { end: picture.end, drag: there }, picture);
    }),
  ];
}

/** The units with the chosen one last, on top. @param {readonly number[]} values @param {number} chosen */
export const inFront = (values, chosen) =>
  [...values.keys()].filter((k) => k !== chosen).concat(chosen < values.length ? [chosen] : []);

/** @param {string} fill */
const symbol = (fill) => ({
  "font-size": 17,
  "font-style": "italic",
  "font-weight": 600,
  "text-anchor": "middle",
  fill,
});

/**
 * What came out, in the order of the column.
 *
 * @param {CurvePicture} picture
 * @returns {SvgNode[]}
 */
export function drawResults(picture) {
  const { results, theme, progress, names } = picture;
  const head = { y: rowPlace(0) - 26, ...symbol(PALETTE[theme].ink) };
  const arrived = results.flatMap((result, k) =>
    wayOf(progress.squash, k) >= 1
      ? [box("result", k, result, { x: OUT, y: rowPlace(k) }, { end: 1, computed: true }, picture)]
      : [],
  );
  return [
    el("text", { ...head, key: "head", x: OUT }, [names.result]),
    ...drawPlaces(OUT, picture),
    ...arrived,
  ];
}

/**
 * Where numbers will stand.
 *
 * @param {number} x
 * @param {CurvePicture} picture
 */
const drawPlaces = (x, { results, theme }) =>
  results.map((_, k) =>
    el("rect", {
      key: `place/${x}/${k}`,
      x: x - WIDE / 2,
      y: rowPlace(k) - BOX.height / 2,
      width: WIDE,
      height: BOX.height,
      fill: PALETTE[theme].paper,
      "fill-opacity": 0.5,
      stroke: PALETTE[theme].outline,
      "stroke-dasharray": "3 3",
      opacity: 0.6,
    }),
  );

/**
 * The other curve's answers, beside.
 *
 * @param {CurvePicture} picture
 * @returns {SvgNode[]}
 */
export function drawOthers(picture) {
  const { others, values, curve, theme, names, unit } = picture;
  const up = upward(curve);
  const { ink } = PALETTE[theme];
  return [
    el("text", { key: "head", x: SECOND, y: rowPlace(0) - 26, ...symbol(ink) }, [names.other]),
    ...others.flatMap((other, k) => [
      el("circle", {
        key: `other/${k}`,
        cx: across(values[k] ?? 0),
        cy: up(other),
        r: k === unit ? 7 : 5,
        fill: PALETTE[theme].paper,
        stroke: ink,
        "stroke-width": 2,
      }),
      box("other", k, other, { x: SECOND, y: rowPlace(k) }, { end: 1, computed: true }, picture),
    ]),
  ];
}
