/**
 * A table as people have it: a CSV file, a range of a spreadsheet, with a header, a column of years, quotes, decimal
 * commas. Pure: text in, rows of numbers out, and what was left out on the way.
 */

/** @typedef {{ line: number, cells: string[] }} Line `line` from 1, where it begins */
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

const SEPARATORS = ["\t", ";", ","];
const QUOTED = /"(?:[^"]|"")*"/g;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = { ",": /^[+-]?\d{1,3}(,\d{3})+$/, ".": /^[+-]?\d{1,3}(\.\d{3})+$/ };
const NAMES_ROWS =
  /^(year|date|time|month|day|index|id|no\.?|nr\.?|#|step|t|年份?|月份?|日期|时间|序号|编号)$/i;

/**
 * @param {string} text
 * @returns {Table}
 */
export function readTable(text) {
  const plain = text.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const told = /^sep=(.)\n/i.exec(plain)?.[1];
  const lines = linesOf(plain, told ?? separatorOf(plain)).filter(({ line, cells }) => {
    if (told && line === 1) return false;
    return cells.some((cell) => cell !== "") && !/^#./.test(cells[0] ?? "");
  });
  const comma = told ? told !== "," : separatorOf(plain) !== ",";
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
 * A cell as a number; null where it is none.
 *
 * @param {string | undefined} cell
 * @param {boolean} comma whether a lone comma is the decimal point
 * @returns {number | null}
 */
export function cellNumber(cell, comma) {
  let text = (cell ?? "")
    .trim()
    .normalize("NFKC")
    .replaceAll(/[\u2212\u2013]/g, "-");
  text = text.replaceAll(/(\d)[\s'’](?=\d{3}(?!\d))/g, "$1");
  const [point, mark] = [text.lastIndexOf("."), text.lastIndexOf(",")];
  if (point >= 0 && mark >= 0) {
    text = point > mark ? text.replaceAll(",", "") : text.replaceAll(".", "").replace(",", ".");
  } else if (mark >= 0) {
    const grouped = GROUPED[","].test(text) && (!comma || text.indexOf(",") !== mark);
    text = grouped ? text.replaceAll(",", "") : text.replace(",", ".");
  } else if (text.indexOf(".") !== point && GROUPED["."].test(text)) {
    text = text.replaceAll(".", "");
  }
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** What stands between the cells of most lines; a blank where nothing else does. @param {string} text */
function separatorOf(text) {
  const lines = text.replaceAll(QUOTED, "").split("\n").filter(Boolean);
  const often = (/** @type {string} */ mark) =>
    2 * lines.filter((line) => line.includes(mark)).length >= lines.length;
  return SEPARATORS.find(often) ?? (often(" ") && !words(lines) ? " " : "");
}

/** Whether blanks stand within words and not between numbers. @param {string[]} lines */
const words = (lines) => 2 * lines.filter((line) => /\d\s+\S*\d/.test(line)).length < lines.length;

/**
 * Lines cut into cells; a separator or a line end within quotes belongs to the cell.
 *
 * @param {string} text
 * @param {string} separator "" for one cell a line
 * @returns {Line[]}
 */
function linesOf(text, separator) {
  if (separator === " " || separator === "") {
    return text.split("\n").map((line, k) => {
      const cells = separator ? line.trim().split(/\s+/) : [line.trim().replaceAll(/^"|"$/g, "")];
      return { line: k + 1, cells };
    });
  }
  const ends = `${separator === "\t" ? "\\t" : separator}\\n`;
  const pattern = new RegExp(
    `[^\\S${ends}]*(?:"((?:[^"]|"")*)"[^${ends}]*|([^${ends}]*))([${ends}]|$)`,
    "gy",
  );
  /** @type {Line[]} */
  const lines = [];
  let [line, begins] = [1, true];
  for (const [whole, inside, bare, end] of text.matchAll(pattern)) {
    if (begins) lines.push({ line, cells: [] });
    lines.at(-1)?.cells.push((inside?.replaceAll('""', '"') ?? bare ?? "").trim());
    line += whole.split("\n").length - 1;
    begins = end === "\n";
    if (end === "") break;
  }
  return lines;
}

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
  const values = body.map(({ cells }) => cellNumber(cells[index], comma) ?? Number.NaN);
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  return (
    values.length > 2 &&
    step > 0 &&
    values.every((value, k) => Number.isInteger(value) && (k === 0 || value - (values[k - 1] ?? 0) === step))
  );
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
