/** What a person types as a number. */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * A number as people type it: with a comma, a real minus sign, or the wide signs of a Chinese keyboard.
 *
 * @param {string} text
 * @returns {number | null} null where it is none
 * @example typedNumber("\u22120,5") // -0.5
 */
export function typedNumber(text) {
  const plain = text
    .normalize("NFKC")
    .replaceAll(/[\u2212\u2013]/g, "-")
    .replaceAll(/\s/g, "");
  const dotted = plain.includes(".") ? plain.replaceAll(",", "") : plain.replace(/[,\u3002]/, ".");
  const number = NUMBER.test(dotted) ? Number(dotted) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}
