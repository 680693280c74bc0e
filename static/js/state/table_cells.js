/** The text of a table cut into lines of cells, and a cell read as a number. Pure. */

/** @typedef {{ line: number, cells: string[] }} Line `line` from 1, where it begins */

const SEPARATORS = ["\t", ";", ","];
const QUOTED = /"(?:[^"]|"")*"/g;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = { ",": /^[+-]?\d{1,3}(,\d{3})+$/, ".": /^[+-]?\d{1,3}(\.\d{3})+$/ };
const DECIMALS = /^\s*[+\-\u2212]?\d+(,\d+)?\s*$/;

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

/** What stands between the cells of most lines; a blank, or nothing, where nothing else does. @param {string} text */
export function separatorOf(text) {
  const lines = text.replaceAll(QUOTED, "").split("\n").filter(Boolean);
  const often = (/** @type {string} */ mark) =>
    2 * lines.filter((line) => line.includes(mark)).length >= lines.length;
  const found = SEPARATORS.find(often) ?? (often(" ") && !words(lines) ? " " : "");
  return (found === "," || found === "") && oneColumn(lines) ? "" : found;
}

/**
 * Whether these are decimal numbers with commas, one a line, and not pairs: "5,0", "11,5", "16".
 *
 * @param {string[]} lines
 */
function oneColumn(lines) {
  const numbers = lines.filter((line) => DECIMALS.test(line));
  if (numbers.length < Math.max(2, lines.length - 1)) return false;
  const parts = numbers.map((line) => line.split(","));
  return parts.some(({ length }) => length === 1) || !rises(parts.map(([whole]) => Number(whole)));
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
export function linesOf(text, separator) {
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

/** Whether whole numbers rise by the same each time, as years do. @param {readonly number[]} values */
export function rises(values) {
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  return (
    values.length > 2 &&
    step > 0 &&
    values.every((value, k) => Number.isInteger(value) && (k === 0 || value - (values[k - 1] ?? 0) === step))
  );
}
