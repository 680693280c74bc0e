/** Numbers as they are read: a real minus sign, fixed decimals, no "-0.00". */

const MINUS = "\u2212";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/**
 * @param {number} value
 * @param {number} digits decimals shown
 * @returns {string}
 * @example decimals(-0.5, 2) // "−0.50"
 */
export function decimals(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  const isZero = Number(text) === 0;
  return value < 0 && !isZero ? MINUS + text : text;
}

/** Two decimals: what a cell of a vector shows. @param {number} value */
export const short = (value) => decimals(value, 2);

/** Four decimals: what the arithmetic card shows. @param {number} value */
export const long = (value) => decimals(value, 4);

/**
 * What was measured: two decimals, more where those would say 0 or 1 and it is not quite; one above ten.
 *
 * @param {number} value
 * @example measured(0.9998) // "0.9998"
 */
export function measured(value) {
  if (Math.abs(value) >= 10) return decimals(value, 1);
  const tooRound = (/** @type {number} */ digits) => {
    const rounded = Number(value.toFixed(digits));
    return rounded !== value && [-1, 0, 1].includes(rounded);
  };
  return decimals(value, [2, 3].find((digits) => !tooRound(digits)) ?? 4);
}

/**
 * The end of a scale without trailing zeros: 1.9, 14, 1.
 *
 * @param {number} value
 */
export function plain(value) {
  return (value < 0 ? MINUS : "") + String(Number(Math.abs(value).toPrecision(3)));
}

/** @type {Map<string, Intl.NumberFormat>} Making one takes a millisecond. */
const formatCache = new Map();

/**
 * A whole number, grouped as the language does it.
 *
 * @param {number} value
 * @param {string} language
 */
export function integer(value, language) {
  const format = formatCache.get(language) ?? new Intl.NumberFormat(language);
  formatCache.set(language, format);
  return format.format(value);
}

/**
 * A number of any size, its thousands grouped: two decimals below a hundred, one above.
 *
 * @param {number} value
 * @param {string} language
 * @example grouped(-1743392200.5, "en") // "−1,743,392,200.5"
 */
export function grouped(value, language) {
  const digits = Math.abs(value) < 100 ? 2 : 1;
  const key = `${language}/${digits}`;
  const format =
    formatCache.get(key) ??
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formatCache.set(key, format);
  const text = format.format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/**
 * A whole number as subscript digits. Units are numbered from 1 where people read them.
 *
 * @param {number} value
 * @example subscript(12) // "₁₂"
 */
export function subscript(value) {
  return [...String(value)].map((digit) => SUBSCRIPTS[Number(digit)]).join("");
}

/**
 * Text cut to a length, with an ellipsis where something is missing. Cuts between code points.
 *
 * @param {string} text
 * @param {number} most
 */
export function cut(text, most) {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join("")}…`;
}

/**
 * A token as it can be seen: a blank becomes an open box.
 *
 * @param {string} text
 */
export function visible(text) {
  return text.trim() === "" ? "␣".repeat(Math.max(1, text.length)) : text;
}

/**
 * A token in signs that can be seen: blanks, breaks, tabs, and a sign for nothing.
 *
 * @param {string} text
 */
export function glyphs(text) {
  return (
    text
      .replace(/\n/g, "⏎")
      .replace(/\t/g, "⇥")
      .replace(/^ +$/, (spaces) => "␣".repeat(spaces.length)) || "∅"
  );
}
