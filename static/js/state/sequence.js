/** What the reader typed, checked before it is sent: the same errors as the server's, without the wait. */

/** @typedef {import("./types.js").Sequence} Sequence */
/** @typedef {import("./types.js").Status} Status */
/** @typedef {{ steps: number, text: number }} Limits */

/**
 * @typedef {{ text: string } | { values: number[][] } | { token_ids: number[] }} Body
 * @typedef {{ body: Body, error?: undefined }
 *   | { error: Status, body?: undefined }} Checked
 */

const NUMBER = /^[+\-\u2212]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * @param {Sequence} sequence
 * @param {number} width numbers a row must have
 * @param {Limits} limits
 * @returns {Checked}
 */
export function checkSequence(sequence, width, limits) {
  if (sequence.value.trim() === "") return failed("empty_sequence");
  if (sequence.kind === "values") return checkValues(sequence.value, width, limits);
  if (sequence.kind === "token_ids") return checkIds(sequence.value, limits);
  const length = [...sequence.value].length;
  if (length > limits.text) return failed("text_too_long", { length, limit: limits.text });
  return { body: { text: sequence.value } };
}

/**
 * Rows of numbers, separated by commas, semicolons, tabs or spaces; empty lines are skipped. For a network with one
 * input, a single line of them is one number a step.
 *
 * @param {string} text
 * @param {number} width
 * @param {Limits} limits
 * @returns {Checked}
 */
function checkValues(text, width, limits) {
  /** @type {number[][]} */
  const values = [];
  const single = width === 1 && text.trim() !== "" && !/[\r\n]/.test(text.trim());
  for (const [k, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const cells = line.trim().split(/\s*[,;\t]\s*|\s+/);
    const wrong = cells.findIndex((cell) => !NUMBER.test(cell) || !Number.isFinite(toNumber(cell)));
    if (wrong >= 0) {
      return failed("not_a_number", {
        row: k + 1,
        column: wrong + 1,
        value: cells[wrong]?.slice(0, 20) || "∅",
      });
    }
    if (single && !looksDecimal(line)) for (const cell of cells) values.push([toNumber(cell)]);
    else if (cells.length === width) values.push(cells.map(toNumber));
    else return failed("wrong_width", { row: k + 1, found: cells.length, expected: width });
  }
  if (values.length > limits.steps) {
    return failed("sequence_too_long", { length: values.length, limit: limits.steps });
  }
  return { body: { values } };
}

/**
 * Ids of tokens, separated by spaces or commas. How many there are only the server knows.
 *
 * @param {string} text
 * @param {Limits} limits
 * @returns {Checked}
 */
function checkIds(text, limits) {
  const ids = text.split(/[\s,;]+/).filter((id) => id !== "");
  const wrong = ids.findIndex((id) => !/^\d{1,7}$/.test(id));
  if (wrong >= 0) return failed("not_an_id", { place: wrong + 1, value: ids[wrong]?.slice(0, 20) ?? "" });
  if (ids.length === 0) return failed("empty_sequence");
  if (ids.length > limits.steps) {
    return failed("sequence_too_long", { length: ids.length, limit: limits.steps });
  }
  return { body: { token_ids: ids.map(Number) } };
}

/** Whether "1,5" may be meant as one number. @param {string} line */
const looksDecimal = (line) => /^\s*[+\-\u2212]?\d+,\d+\s*$/.test(line);

/** @param {string} cell */
function toNumber(cell) {
  return Number(cell.replace("\u2212", "-"));
}

/**
 * @param {string} code
 * @param {Record<string, string | number>} [args]
 * @returns {Checked}
 */
function failed(code, args = {}) {
  return { error: { kind: "error", code, args } };
}
