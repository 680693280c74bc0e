/** The loop of figure 3: times three, twenty times, without a bound and with one; two charts, and the rounds as numbers. */

import { ROUNDS, repeated } from "../cells/curves.js";
import { PALETTE } from "../core/colour.js";
import { grouped, long, plain } from "../core/format.js";
import { clamp, linear } from "../core/scale.js";
import { el, rounded } from "../core/svg.js";
import { LOOP, roundsAcross } from "./curve_layout.js";
import { spread } from "./spread.js";

/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {import("../core/colour.js").Theme} Theme */
/** @typedef {import("./curve_scene.js").CurvePicture} CurvePicture */

/** Rounds that the list names; the round of the moment stands last. */
const LISTED = Object.freeze([0, 1, 2, 3, 4, 5, 10, 15, 20]);
const DECADES = Object.freeze([-9, -6, -3, 0, 3, 6, 9]);

/** Zero in the middle, and a thousand times more at each tick. @param {number} value */
const magnitude = (value) => Math.sign(value) * Math.log10(1 + Math.abs(value));

/**
 * How many rounds have been run.
 *
 * @param {number} u
 */
export const roundAt = (u) => Math.floor(u * ROUNDS + 1e-6);

/**
 * @param {CurvePicture} picture
 * @returns {SvgNode[]}
 */
export function drawLoop(picture) {
  const { curve, values, names, theme } = picture;
  const free = values.map((value) => repeated(value, null));
  const bound = values.map((value) => repeated(value, curve));
  const log = linear([-10.5, 10.5], [LOOP.without.bottom, LOOP.without.top]);
  const level = linear([-1.15, 1.15], [LOOP.with.bottom, LOOP.with.top]);
  /** What comes in from beyond the chart begins at its edge. @param {number} value */
  const inside = (value) => level(clamp(value, -1.15, 1.15));
  const decades = DECADES.map((power) => ({
    y: log(Math.sign(power) * Math.log10(1 + 10 ** Math.abs(power)) || 0),
    text: power ? `${power < 0 ? "−" : ""}10${superscript(Math.abs(power))}` : "0",
  }));
  const units = [1, 0, -1].map((mark) => ({ y: level(mark), text: plain(mark) }));
  return [
    ...drawChart("free", LOOP.without, decades, names.without, theme),
    ...band(log(magnitude(1)), log(magnitude(-1)), theme),
    ...drawTracks(
      "free",
      free,
      (value) => log(magnitude(value)),
      LOOP.without,
      picture,
      (value) => grouped(value, picture.language),
    ),
    ...drawChart("bound", LOOP.with, units, names.with, theme),
    ...band(level(1), level(-1), theme),
    ...drawTracks("bound", bound, inside, LOOP.with, picture, long),
    ...drawRounds(theme),
    ...drawList(free[picture.unit] ?? [], bound[picture.unit] ?? [], picture),
  ];
}

/** @param {number} power */
const superscript = (power) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[power] ?? "";

/**
 * @param {string} key
 * @param {{ top: number, bottom: number }} place
 * @param {readonly { y: number, text: string }[]} marks
 * @param {string} title
 * @param {Theme} theme
 */
function drawChart(key, { top }, marks, title, theme) {
  const { ink, outline } = PALETTE[theme];
  return [
    el(
      "text",
      { key: `${key}/title`, x: LOOP.left, y: top - 12, "font-size": 15, "font-weight": 600, fill: ink },
      [title],
    ),
    ...marks.map(({ y, text }) =>
      el("g", { key: `${key}/${text}`, transform: `translate(${LOOP.left} ${rounded(y)})` }, [
        el("path", {
          d: `M0,0 H${LOOP.right - LOOP.left}`,
          stroke: outline,
          "stroke-dasharray": "3 4",
          opacity: 0.7,
        }),
        el("text", { x: -8, y: 5, "font-size": 15, "text-anchor": "end", fill: ink }, [text]),
      ]),
    ),
  ];
}

/**
 * From −1 to 1: nearly nothing above, all there is below.
 *
 * @param {number} top
 * @param {number} bottom
 * @param {Theme} theme
 */
const band = (top, bottom, theme) => [
  el("rect", {
    x: LOOP.left,
    y: top,
    width: LOOP.right - LOOP.left,
    height: bottom - top,
    fill: PALETTE[theme].plus,
    "fill-opacity": 0.16,
  }),
];

/**
 * @param {string} key
 * @param {readonly (readonly number[])[]} tracks
 * @param {(value: number) => number} place
 * @param {{ top: number, bottom: number }} box
 * @param {CurvePicture} picture
 * @param {(value: number) => string} text
 */
function drawTracks(key, tracks, place, box, { unit, theme, progress }, text) {
  const { ink, outline } = PALETTE[theme];
  const round = roundAt(progress.loop);
  const rows = spread(
    tracks.map((track) => place(track[round] ?? 0)),
    box,
  );
  return tracks.flatMap((track, k) => {
    const chosen = k === unit;
    const stroke = chosen ? ink : outline;
    const points = track.slice(0, round + 1).map((value, at) => [roundsAcross(at), place(value)]);
    const d = points.map(([x, y], at) => `${at ? "L" : "M"}${rounded(x ?? 0)},${rounded(y ?? 0)}`).join(" ");
    const [x = 0, y = 0] = points.at(-1) ?? [];
    return [
      el("path", { key: `${key}/${k}`, d, fill: "none", stroke, "stroke-width": chosen ? 3 : 1.5 }),
      el("circle", { key: `${key}/${k}/head`, cx: x, cy: y, r: chosen ? 6 : 4, fill: stroke }),
      el(
        "text",
        {
          key: `${key}/${k}/number`,
          x: LOOP.numbers,
          y: (rows[k] ?? 0) + 5,
          "font-size": 15,
          "font-weight": chosen ? 700 : 400,
          fill: ink,
          "data-vector": "value",
          "data-unit": k,
        },
        [text(track[round] ?? 0)],
      ),
    ];
  });
}

/** The rounds below. @param {Theme} theme */
function drawRounds(theme) {
  const { ink, outline } = PALETTE[theme];
  const y = LOOP.with.bottom;
  return [0, 5, 10, 15, 20].map((round) =>
    el("g", { key: `round/${round}`, transform: `translate(${rounded(roundsAcross(round))} ${y})` }, [
      el("path", { d: "M0,0 v6", stroke: outline, "stroke-width": 1.5 }),
      el("text", { y: 24, "font-size": 15, "text-anchor": "middle", fill: ink }, [plain(round)]),
    ]),
  );
}

/**
 * The chosen number round by round.
 *
 * @param {readonly number[]} free
 * @param {readonly number[]} bound
 * @param {CurvePicture} picture
 */
function drawList(free, bound, { theme, progress, names, language }) {
  const round = roundAt(progress.loop);
  const { x, y, row, columns } = LOOP.table;
  const { ink, plus } = PALETTE[theme];
  const shown = [...LISTED.filter((one) => one < round), round];
  const cell = (/** @type {string} */ text, /** @type {number | undefined} */ dx, /** @type {number} */ k) =>
    el("text", { x: x + (dx ?? 0), y: y + k * row, "font-size": 15, "text-anchor": "end", fill: ink }, [
      text,
    ]);
  return [
    cell(names.round, columns[0], 0),
    cell(names.free, columns[1], 0),
    cell(names.bound, columns[2], 0),
    el("path", { d: `M${x},${y + 7} H${x + (columns[2] ?? 0)}`, stroke: plus, "stroke-width": 1.5 }),
    ...shown.flatMap((one, k) => [
      cell(plain(one), columns[0], k + 1),
      cell(grouped(free[one] ?? 0, language), columns[1], k + 1),
      cell(long(bound[one] ?? 0), columns[2], k + 1),
    ]),
  ];
}
