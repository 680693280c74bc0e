/**
 * A table as people have it: a CSV file, a range of a spreadsheet, with a header, a column of years, quotes, decimal
 * commas. Pure: text in, rows of numbers out, and what was left out on the way.
 */

import { cellNumber, linesOf, rises, separatorOf } from "./table_cells.js";

/** @typedef {import("./table_cells.js").Line} Line */
/**
 * @typedef {object} Column
 * @property {number} index from 0
 * @property {string} name of the header; empty where it has none
 * @property {boolean} numeric at least half of its cells are numbers
 * @property {boolean} label names the rows: words, years, a count
 */
/**
 * @typedef {object} Table
 * @property {readonly Line[]} body
 * @property {boolean} header
 * @property {readonly Column[]} columns those that are not empty
 * @property {boolean} comma a comma is the decimal point
 */
/** @typedef {{ code: string, args: Record<string, string | number> }} Refusal */
/**
 * @typedef {object} Taken
 * @property {number[][]} rows
 * @property {readonly Column[]} columns those taken
 * @property {readonly Column[]} choices others that could be
 * @property {readonly Column[]} left other columns
 * @property {boolean} header
 */

const NAMES_ROWS =
  /^(year|date|time|month|day|index|id|no\.?|nr\.?|#|step|t|年份?|月份?|日期|时间|序号|编号)$/i;

/**
 * @param {string} text
 * @returns {Table}
 */
export function readTable(text) {
  const plain = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const told = /^sep=(.)\n/i.exec(plain)?.[1];
  const separator = told ?? separatorOf(plain);
  const lines = linesOf(plain, separator).filter(({ line, cells }) => {
    if (told && line === 1) return false;
    return cells.some((cell) => cell !== "") && !/^#./.test(cells[0] ?? "");
  });
  const comma = separator !== ",";
  const width = Math.max(0, ...lines.map(({ cells }) => cells.length));
  const numeric = Array.from({ length: width }, (_, index) => isNumeric(lines, index, comma));
  const heads = headerHeight(lines, numeric, comma);
  const body = lines.slice(heads);
  const columns = numeric
    .map((_, index) => {
      const name = heads ? (lines[0]?.cells[index] ?? "") : "";
      return { index, name, numeric: isNumeric(body, index, comma, 0), label: false };
    })
    .filter(({ index, name }) => name !== "" || body.some(({ cells }) => cells[index]))
    .map((column, k, all) => ({
      ...column,
      label: k === 0 && all.length > 1 && labels(column, body, comma),
    }));
  return { body, header: heads > 0, columns, comma };
}

/**
 * The rows that a network of this many inputs reads.
 *
 * @param {Table} table
 * @param {number} width inputs
 * @param {number} [chosen] the column, where the network has one input; the last one of numbers unless said
 * @returns {{ taken: Taken, refused?: undefined } | { refused: Refusal, choices: readonly Column[], taken?: undefined }}
 */
export function takeRows(table, width, chosen) {
  const numbers = table.columns.filter(({ numeric }) => numeric);
  const values = numbers.filter(({ label }) => !label);
  if (width === 1 && table.body.length === 1 && numbers.length > 1) return takeLine(table, numbers);
  const choices = width === 1 && numbers.length > 1 ? numbers : [];
  if (numbers.length === 0) return refuse("no_numbers", {}, choices);
  const one = numbers.find(({ index }) => index === chosen) ?? values.at(-1) ?? numbers.at(-1);
  const columns = width === 1 && one ? [one] : values.length === width ? values : numbers;
  if (columns.length !== width) {
    return refuse("wrong_columns", { found: values.length, expected: width }, choices);
  }
  const full = lastFull(table.body, columns);
  /** @type {number[][]} */
  const rows = [];
  for (const { line, cells } of table.body.slice(0, full)) {
    const row = columns.map(({ index }) => cellNumber(cells[index], table.comma));
    const wrong = columns[row.indexOf(null)];
    if (wrong) {
      const value = cells[wrong.index]?.slice(0, 20) || "∅";
      return refuse("not_a_number", { row: line, column: columnName(wrong), value }, choices);
    }
    rows.push(/** @type {number[]} */ (row));
  }
  const left = table.columns.filter((column) => !columns.includes(column));
  return { taken: { rows, columns, choices, left, header: table.header } };
}

/**
 * One line of numbers is one number a step.
 *
 * @param {Table} table
 * @param {readonly Column[]} numbers
 * @returns {{ taken: Taken }}
 */
function takeLine({ body, columns, header, comma }, numbers) {
  const rows = numbers.map(({ index }) => [cellNumber(body[0]?.cells[index], comma) ?? 0]);
  const left = columns.filter((column) => !numbers.includes(column));
  return { taken: { rows, columns: [], choices: [], left, header } };
}

/** What a column is called: by its header, else by its place. @param {Column} column */
export const columnName = ({ name, index }) => name || String(index + 1);

/**
 * @param {string} code
 * @param {Record<string, string | number>} args
 * @param {readonly Column[]} choices
 */
const refuse = (code, args, choices) => ({ refused: { code, args }, choices });

/**
 * @param {readonly Line[]} lines
 * @param {number} index of a column
 * @param {boolean} comma
 * @param {number} [from] the first line may be a header
 */
function isNumeric(lines, index, comma, from = lines.length > 1 ? 1 : 0) {
  const cells = lines.slice(from).flatMap(({ cells }) => cells[index] || []);
  const numbers = cells.filter((cell) => cellNumber(cell, comma) !== null).length;
  return numbers > 0 && 2 * numbers >= cells.length;
}

/**
 * How many lines at the top say something in a column of numbers, and no number.
 *
 * @param {readonly Line[]} lines
 * @param {readonly boolean[]} numeric
 * @param {boolean} comma
 */
function headerHeight(lines, numeric, comma) {
  if (!numeric.includes(true)) return 0;
  const first = lines.findIndex(({ cells }) =>
    cells.some((cell, index) => numeric[index] && cellNumber(cell, comma) !== null),
  );
  return Math.max(0, first);
}

/**
 * @param {Omit<Column, "label">} column
 * @param {readonly Line[]} body
 * @param {boolean} comma
 */
function labels({ index, name, numeric }, body, comma) {
  if (!numeric || NAMES_ROWS.test(name)) return true;
  return rises(body.map(({ cells }) => cellNumber(cells[index], comma) ?? Number.NaN));
}

/**
 * How many rows there are up to the last that says anything in these columns.
 *
 * @param {readonly Line[]} body
 * @param {readonly Column[]} columns
 */
function lastFull(body, columns) {
  return body.findLastIndex(({ cells }) => columns.some(({ index }) => cells[index])) + 1;
}
