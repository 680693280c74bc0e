/** What a person types as a number. */

const NUMBER = /^[+\-\u2212]?(\d+[.,]?\d*|[.,]\d+)$/;

/**
 * @param {string} text with a point or a comma, with a hyphen or a minus sign
 * @returns {number | null} null for anything else
 * @example typedNumber("−0,5") // -0.5
 */
export function typedNumber(text) {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed.replace("\u2212", "-").replace(",", ".")) : null;
}
