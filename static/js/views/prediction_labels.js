/** What was said in labels: the likeliest of each step in its column, or a few labels as rows of dots. Pure. */

import { hex, inkOn } from "../core/colour.js";
import { cut } from "../core/format.js";
import { el } from "../core/svg.js";
import { GUESSES, guessesAt, labelCount, shareOfRight } from "../state/outlook.js";

/** @typedef {import("../state/columns.js").Run} Run */
/** @typedef {import("../state/outlook.js").Told} Told */
/** @typedef {import("./prediction_curve.js").Size} Size */
/** @typedef {import("../core/colour.js").Ramps} Ramps */

/** A column of one sign needs this width in px, one of longer labels needs the other. */
const SIGN = 13;
const WORD = 26;
/** Width of a letter of the labels, in px, and what a cell leaves free. */
const LETTER = 7.5;
const FREE = 8;
/** The sign of a blank hangs below its line, by px. */
const LOW = 3;
/** Between a dot of probability 1 and its ring. */
const RING = 0.9;

/**
 * Whether labels can be read in columns of this width; else a mark stands for them.
 *
 * @param {Told} told
 * @param {number} width
 */
export function roomForLabels({ trace }, width) {
  const labels = trace?.predictions?.labels ?? [];
  const signs = labels.every((label) => [...label].length <= 1);
  return width >= (signs ? SIGN : WORD);
}

/**
 * The likeliest labels of each step, coloured by probability; the right ones have a box.
 *
 * @param {Told} told
 * @param {Run} run
 * @param {Size} size
 * @param {Ramps} ramp
 */
export function guessNodes(told, run, size, ramp) {
  const width = size.width / Math.max(1, run.stop - run.start);
  const height = size.height / GUESSES;
  const letters = Math.max(1, Math.floor((width - FREE) / LETTER));
  return steps(run).map((step) =>
    el(
      "g",
      { key: step, "data-step": step },
      guessesAt(told, step).flatMap(({ label, p, right }, row) => {
        const colour = ramp.signed(p);
        const [x, y] = [(step - run.start) * width, row * height];
        const middle = y + height / 2 - (label === "␣" ? LOW : 0);
        const box = { x: x + 1, y: y + 1, width: width - 2, height: height - 2, rx: 2 };
        return [
          el("rect", { ...box, fill: hex(colour), class: right ? "right" : null, "data-p": String(p) }),
          el("text", { x: x + width / 2, y: middle, fill: inkOn(colour), class: right ? "right" : null }, [
            cut(label, letters),
          ]),
        ];
      }),
    ),
  );
}

/**
 * Narrow columns: how much of the probability went to what is right, or to the likeliest where that is not known.
 *
 * @param {Told} told
 * @param {Run} run
 * @param {Size} size
 */
export function shareNodes(told, run, size) {
  const width = size.width / Math.max(1, run.stop - run.start);
  return steps(run).map((step) => {
    const share = shareOfRight(told, step) ?? guessesAt(told, step, 1)[0]?.p ?? 0;
    const height = share * (size.height - 2);
    const x = (step - run.start) * width;
    return el("rect", {
      key: step,
      "data-step": step,
      "data-p": String(share),
      class: "share",
      x: x + width * 0.15,
      y: size.height - 1 - height,
      width: width * 0.7,
      height,
    });
  });
}

/**
 * A few labels, a row each: the area of a dot is the probability, a ring around it says that it is right.
 *
 * @param {Told} told
 * @param {Run} run
 * @param {Size} size
 */
export function rowNodes(told, run, size) {
  const count = labelCount(told.trace);
  const [width, height] = [size.width / Math.max(1, run.stop - run.start), size.height / Math.max(1, count)];
  const most = Math.min(height / 2 - 0.8, width / 2 - 0.8, 9);
  return [
    ...Array.from({ length: count - 1 }, (_, row) => {
      const y = (row + 1) * height;
      return el("line", { key: `line-${row}`, class: "row", x1: 0, x2: size.width, y1: y, y2: y });
    }),
    ...steps(run).map((step) =>
      el(
        "g",
        { key: step, "data-step": step },
        guessesAt(told, step, count)
          .sort((a, b) => a.index - b.index)
          .flatMap(({ index, p, right }) => {
            const place = { cx: (step - run.start + 0.5) * width, cy: (index + 0.5) * height };
            return [
              right ? el("circle", { ...place, class: "ring", r: most }) : null,
              el("circle", { ...place, class: "dot", r: (most - RING) * Math.sqrt(p), "data-p": String(p) }),
            ].filter((node) => node !== null);
          }),
      ),
    ),
  ];
}

/** @param {Run} run */
function steps({ start, stop }) {
  return Array.from({ length: stop - start }, (_, k) => start + k);
}
