/** The caption inside the stage: two lines of words beside the operator that is at work. SVG does not wrap. */

import { PALETTE } from "../core/colour.js";
import { el } from "../core/svg.js";

/** @typedef {import("../core/colour.js").Theme} Theme */

const SIZE = 15;
const LINE = 20;
const PAD = 12;
const MOST = 258;

/**
 * The width of a text in the system font, as near as arithmetic comes: a CJK sign is one em.
 *
 * @param {string} text
 * @param {number} size
 */
export function textWidth(text, size) {
  let ems = 0;
  for (const sign of text) {
    if (/[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]/u.test(sign)) ems += 1;
    else if (/[il.,:;'’|!()[\]]/.test(sign)) ems += 0.3;
    else if (/[mwMW—…∗≈×]/.test(sign)) ems += 0.86;
    else ems += /[A-Z]/.test(sign) ? 0.68 : /[\d−+=]/.test(sign) ? 0.6 : 0.54;
  }
  return ems * size;
}

/**
 * Break a text into lines, not at a no-break space; a Chinese text may break behind any sign but not before closing
 * punctuation.
 *
 * @param {string} text
 * @param {number} size
 * @param {number} width
 * @returns {string[]}
 */
export function wrap(text, size, width) {
  const parts =
    text.match(
      /(?:[\u2e80-\u9fff]|(?:\u00a0|[^\s\u2e80-\u9fff])+)?[\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\u201d\uff09]+|[\u2e80-\u9fff]|(?:\u00a0|[^\s\u2e80-\u9fff])+|[^\S\u00a0]+/gu,
    ) ?? [];
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const part of parts) {
    if (line && textWidth(line + part, size) > width) {
      lines.push(line.trimEnd());
      line = part.trimStart();
    } else line += part;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

/**
 * @param {{ now: string, rule: string }} words
 * @param {{ x: number, y: number, anchor: "start" | "end", width?: number }} place `width`: of the longest line
 * @param {Theme} theme
 */
export function drawCaption({ now, rule }, place, theme) {
  const { ink, paper } = PALETTE[theme];
  const most = place.width ?? MOST;
  const first = wrap(now, SIZE, most);
  const lines = [...first, ...wrap(rule, SIZE, most)];
  const width = Math.max(...lines.map((line) => textWidth(line, SIZE))) + 2 * PAD;
  const height = lines.length * LINE + PAD + 4;
  const x = place.anchor === "end" ? place.x - width : place.x;
  const y = Math.min(place.y, 536 - height);
  return el(
    "g",
    {
      key: "caption",
      class: "stage-caption-drawn",
      transform: `translate(${x} ${y})`,
      "pointer-events": "none",
    },
    [
      el("rect", { width, height, rx: 8, fill: ink }),
      ...lines.map((line, k) =>
        el(
          "text",
          { x: PAD, y: 22 + k * LINE, fill: paper, "font-size": SIZE, opacity: k < first.length ? 1 : 0.82 },
          [line],
        ),
      ),
    ],
  );
}
