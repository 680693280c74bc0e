/**
 * Two networks over the same words, one above the other: what each says after either early word, and how much of
 * the difference is left. Pure: the same picture gives the same nodes.
 */

import { PALETTE } from "../core/colour.js";
import { plain, short } from "../core/format.js";
import { linear } from "../core/scale.js";
import { el, rounded } from "../core/svg.js";
import { spread } from "./spread.js";

/** @typedef {import("../core/svg.js").SvgNode} SvgNode */

/**
 * @typedef {object} MemoryPicture
 * @property {readonly { name: string, title: string, found: import("../cells/early_word.js").EarlyWord }[]} rows
 * @property {readonly [string, string]} pair the two early words
 * @property {number} step words read after the early one
 * @property {boolean} narrow
 * @property {import("../core/colour.js").Theme} theme
 * @property {Readonly<Record<"says" | "left" | "after", string>>} words
 */

/** The blocks of the rows, and where the numbers stand: beside the chart, or on a narrow screen above it. */
const WIDE = Object.freeze({
  width: 960,
  left: 64,
  right: 752,
  block: 232,
  lines: 40,
  bars: 164,
  numbers: 768,
});
const NARROW = Object.freeze({
  width: 452,
  left: 58,
  right: 442,
  block: 262,
  lines: 70,
  bars: 194,
  numbers: 0,
});
/** Scales end at multiples of this. */
const GRAIN = 0.05;
const HEIGHT = Object.freeze({ lines: 104, bars: 54, top: 14, foot: 40 });

/** @param {Pick<MemoryPicture, "rows" | "narrow">} picture */
export function memorySize({ rows, narrow }) {
  const { width, block } = narrow ? NARROW : WIDE;
  return { width, height: HEIGHT.top + rows.length * block + HEIGHT.foot };
}

/**
 * @param {MemoryPicture} picture
 * @returns {SvgNode[]}
 */
export function drawMemory(picture) {
  const { rows, narrow, theme, words } = picture;
  const place = narrow ? NARROW : WIDE;
  const { ink, outline } = PALETTE[theme];
  const count = rows[0]?.found.left.length ?? 1;
  const x = linear([0, count], [place.left, place.right]);
  const scales = { x, ...rangesOf(rows) };
  const bottom = HEIGHT.top + rows.length * place.block - 14;
  const every = count > 30 ? 10 : count > 12 ? 5 : 1;
  const marks = Array.from({ length: count }, (_, k) => k).filter((k) => k % every === 0);
  return [
    ...rows.map((row, k) =>
      el(
        "g",
        { key: row.name, transform: `translate(0 ${HEIGHT.top + k * place.block})` },
        drawRow(row, picture, place, scales),
      ),
    ),
    ...marks.map((k) =>
      el(
        "text",
        {
          key: `mark/${k}`,
          x: x(k + 0.5),
          y: bottom + 22,
          "font-size": 15,
          "text-anchor": "middle",
          fill: ink,
        },
        [plain(k)],
      ),
    ),
    el("text", { key: "after", x: place.left, y: bottom + 44, "font-size": 15, fill: ink }, [words.after]),
    el("path", {
      key: "axis",
      d: `M${place.left},${bottom} H${place.right}`,
      stroke: outline,
      "stroke-width": 1,
    }),
  ];
}

/**
 * One scale for both networks: what they say, and shares of the difference.
 *
 * @param {MemoryPicture["rows"]} rows
 */
function rangesOf(rows) {
  const said = rows.flatMap(({ found }) => found.predictions.flat());
  const [low, high] = [Math.min(...said), Math.max(...said)];
  const most = Math.max(1.1, ...rows.flatMap(({ found }) => found.left));
  return { low: Math.floor(low / GRAIN - 0.2) * GRAIN, high: Math.ceil(high / GRAIN + 0.2) * GRAIN, most };
}

/**
 * @param {MemoryPicture["rows"][number]} row
 * @param {MemoryPicture} picture
 * @param {typeof WIDE | typeof NARROW} place
 * @param {ReturnType<typeof rangesOf> & { x: ReturnType<typeof linear> }} scales
 * @returns {SvgNode[]}
 */
function drawRow({ title, found }, picture, place, { x, low, high, most }) {
  const { theme, step, words, narrow, pair } = picture;
  const { ink, outline, plus } = PALETTE[theme];
  const y = linear([low, high], [place.lines + HEIGHT.lines, place.lines]);
  const bar = linear([0, most], [place.bars + HEIGHT.bars, place.bars]);
  const text = { "font-size": 15, fill: ink };
  const quiet = { ...text, "fill-opacity": 0.75 };
  const said = found.predictions.map((values) => values[step] ?? 0);
  const left = short(found.left[step] ?? 0);
  const grid = [low, high, ...(low < 0 && high > 0 ? [0] : [])];
  const numbers = narrow
    ? [
        el("text", { ...text, x: 8, y: 44 }, [
          `${pair[0]} ${short(said[0] ?? 0)}, ${pair[1]} ${short(said[1] ?? 0)}; `,
          el("tspan", { "font-weight": 700 }, [left]),
          ` ${words.left}`,
        ]),
      ]
    : drawNumbers(said, left, picture, place, y, bar);
  return [
    el("text", { ...text, x: narrow ? 8 : place.left, y: 18, "font-weight": 700 }, [
      title,
      narrow ? null : el("tspan", { dx: 12, "font-weight": 400, "fill-opacity": 0.75 }, [words.says]),
    ]),
    ...grid.map((value) =>
      el("path", {
        d: `M${place.left},${rounded(y(value))} H${place.right}`,
        stroke: outline,
        "stroke-dasharray": "3 4",
        opacity: 0.6,
      }),
    ),
    ...grid.map((value) =>
      el("text", { ...quiet, x: place.left - 8, y: y(value) + 5, "text-anchor": "end" }, [short(value)]),
    ),
    ...drawLines(found, step, { x, y }, theme),
    ...drawBars(found.left, step, { x, bar }, theme),
    el("path", {
      d: `M${rounded(x(step + 0.5))},${place.lines - 6} V${bar(0)}`,
      stroke: plus,
      "stroke-width": 2,
    }),
    el("path", {
      d: `M${place.left},${rounded(bar(1))} H${place.right}`,
      stroke: ink,
      "stroke-dasharray": "3 4",
    }),
    el("text", { ...quiet, x: place.left - 8, y: bar(1) + 5, "text-anchor": "end" }, [plain(1)]),
    el("text", { ...quiet, x: place.left - 8, y: bar(0) + 5, "text-anchor": "end" }, [plain(0)]),
    ...numbers,
  ];
}

/**
 * The two predictions as lines, what lies between them filled: bright up to the word that is read.
 *
 * @param {import("../cells/early_word.js").EarlyWord} found
 * @param {number} step
 * @param {{ x: (value: number) => number, y: (value: number) => number }} scales
 * @param {import("../core/colour.js").Theme} theme
 */
function drawLines({ predictions }, step, { x, y }, theme) {
  const { ink, plus } = PALETTE[theme];
  const points = predictions.map((values) =>
    values.map((value, k) => `${rounded(x(k + 0.5))},${rounded(y(value))}`),
  );
  const [one = [], other = []] = points;
  const between = [...one.slice(0, step + 1), ...other.slice(0, step + 1).reverse()];
  const lines = points.flatMap((all, k) => {
    const line = { fill: "none", stroke: ink, "stroke-width": 2.5, "stroke-dasharray": k ? "7 4" : null };
    return [
      el("path", { ...line, d: `M${all.join(" L")}`, opacity: 0.25 }),
      el("path", { ...line, d: `M${all.slice(0, step + 1).join(" L")}` }),
    ];
  });
  const heads = predictions.map((values) =>
    el("circle", { cx: x(step + 0.5), cy: y(values[step] ?? 0), r: 5, fill: ink }),
  );
  return [el("path", { d: `M${between.join(" L")} Z`, fill: plus, "fill-opacity": 0.2 }), ...lines, ...heads];
}

/**
 * @param {readonly number[]} left
 * @param {number} step
 * @param {{ x: (value: number) => number, bar: (value: number) => number }} scales
 * @param {import("../core/colour.js").Theme} theme
 */
function drawBars(left, step, { x, bar }, theme) {
  const { plus, outline } = PALETTE[theme];
  const width = Math.min(28, x(1) - x(0) - 2);
  return left.map((share, k) =>
    el("rect", {
      x: x(k + 0.5) - width / 2,
      y: bar(share),
      width,
      height: bar(0) - bar(share),
      fill: k <= step ? plus : "none",
      stroke: k <= step ? null : outline,
      opacity: k <= step ? null : 0.5,
    }),
  );
}

/**
 * @param {readonly number[]} said
 * @param {string} left
 * @param {MemoryPicture} picture
 * @param {typeof WIDE | typeof NARROW} place
 * @param {(value: number) => number} y
 * @param {(value: number) => number} bar
 */
function drawNumbers(said, left, { pair, words, theme }, place, y, bar) {
  const { ink } = PALETTE[theme];
  const rows = spread(said.map(y), { top: place.lines, bottom: place.lines + HEIGHT.lines });
  const text = { x: place.numbers, "font-size": 15, fill: ink };
  return [
    ...pair.map((word, k) =>
      el("text", { ...text, y: (rows[k] ?? 0) + 5 }, [
        `${word} `,
        el("tspan", { "font-weight": 700 }, [short(said[k] ?? 0)]),
      ]),
    ),
    el("text", { ...text, y: bar(0) - 18, "font-size": 26, "font-weight": 700 }, [left]),
    el("text", { ...text, y: bar(0) + 4 }, [words.left]),
  ];
}
