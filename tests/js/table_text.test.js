import { cellNumber } from "../../static/js/state/table_cells.js";
import { columnName, readTable, takeRows } from "../../static/js/state/table_text.js";
import { assert, test } from "./harness.js";

/**
 * What a network of one input gets, in short.
 *
 * @param {string} text
 * @param {number} [chosen]
 * @param {number} [width]
 */
function take(text, chosen, width = 1) {
  const { taken, refused } = takeRows(readTable(text), width, chosen);
  if (!taken) return refused;
  const names = (/** @type {readonly import("../../static/js/state/table_text.js").Column[]} */ columns) =>
    columns.map(columnName).join(" ");
  return {
    rows: width === 1 ? taken.rows.flat() : taken.rows,
    columns: names(taken.columns),
    choices: names(taken.choices),
    left: names(taken.left),
    header: taken.header,
  };
}

const YEARS = {
  rows: [5, 11, 16],
  columns: "SUNACTIVITY",
  choices: "YEAR SUNACTIVITY",
  left: "YEAR",
  header: true,
};

test("a header and a column of years are left out", () => {
  assert.deepEqual(take('"YEAR","SUNACTIVITY"\n1700,5\n1701,11\n1702,16\n'), YEARS);
  assert.deepEqual(take("YEAR\tSUNACTIVITY\n1700\t5\n1701\t11\n1702\t16"), YEARS);
});

test("a byte order mark, CRLF, old Mac line ends and blank lines change nothing", () => {
  const table = "YEAR;SUNACTIVITY\n1700;5\n\n1701;11\n1702;16\n\n\n";
  assert.deepEqual(take(`\uFEFF${table.replaceAll("\n", "\r\n")}`), YEARS);
  assert.deepEqual(take(table.replaceAll("\n", "\r")), YEARS);
  assert.deepEqual(take(`sep=;\r\n${table}`), YEARS);
  assert.deepEqual(take(`# from an observatory; one row a year\n${table}`), YEARS);
});

test("without a header, the last column of numbers is taken", () => {
  const { columns, left, rows, header } = /** @type {any} */ (take("1700,5,x\n1701,11,y\n1702,16,z"));
  assert.deepEqual([rows, columns, left, header], [[5, 11, 16], "2", "1 3", false]);
});

test("another column can be chosen, also the years", () => {
  const text = "year,north,south\n2001,1,4\n2002,2,5\n2003,3,6";
  assert.deepEqual(/** @type {any} */ (take(text)).rows, [4, 5, 6]);
  assert.deepEqual(take(text, 1), {
    rows: [1, 2, 3],
    columns: "north",
    choices: "year north south",
    left: "year south",
    header: true,
  });
  assert.deepEqual(/** @type {any} */ (take(text, 0)).rows, [2001, 2002, 2003]);
  assert.deepEqual(/** @type {any} */ (take(text, 9)).rows, [4, 5, 6]);
});

test("a comma is the decimal point where a semicolon or a tab separates", () => {
  assert.deepEqual(
    /** @type {any} */ (take("Jahr;Zahl\n2001;1,5\n2002;-2,25\n2003;1.234,5")).rows,
    [1.5, -2.25, 1234.5],
  );
  assert.deepEqual(/** @type {any} */ (take("a\t0,5\nb\t1,234\nc\t2")).rows, [0.5, 1.234, 2]);
  assert.deepEqual(/** @type {any} */ (take('a,"0,5"\nb,"1,234"\nc,"1,234.5"')).rows, [0.5, 1234, 1234.5]);
});

test("quotes hold separators, quotes and line ends", () => {
  const text = 'name,"value, in ""units"""\n"a, b",1\n"c\nd",2\ne,x';
  assert.deepEqual(take(text), {
    code: "not_a_number",
    args: { row: 5, column: 'value, in "units"', value: "x" },
  });
  assert.deepEqual(/** @type {any} */ (take(text.replace("x", "3"))).rows, [1, 2, 3]);
});

test("one column needs no separator, and a name of two words is one name", () => {
  const { columns, rows, choices } = /** @type {any} */ (take("sunspot number\n5\n11.5\n16"));
  assert.deepEqual([columns, rows, choices], ["sunspot number", [5, 11.5, 16], ""]);
  assert.deepEqual(/** @type {any} */ (take("1700 5\n1701 11\n1702 16")).rows, [5, 11, 16]);
});

test("one column may have decimal commas", () => {
  for (const text of ["5,0\n11,5\n16,25", "5\n11,5\n16,25", "Zahl\n5,0\n11,5\n16,25"])
    assert.deepEqual(/** @type {any} */ (take(text)).rows, [5, 11.5, 16.25], text);
  assert.deepEqual(/** @type {any} */ (take("1700,5\n1701,11\n1702,16")).rows, [5, 11, 16]);
});

test("one line of numbers is one number a step", () => {
  assert.deepEqual(/** @type {any} */ (take("Sunspots\t5\t11\t16")).rows, [5, 11, 16]);
  assert.deepEqual(/** @type {any} */ (take("5;11,5;16")).rows, [5, 11.5, 16]);
});

test("what is no number is named by line, column and value", () => {
  const text = "year;n\n2001;1\n2002;n/a, later corrected by hand\n2003;3";
  assert.deepEqual(take(text), {
    code: "not_a_number",
    args: { row: 3, column: "n", value: "n/a, later corrected" },
  });
  assert.deepEqual(take("year;n\n2001;1\n\n2002;\n2003;3"), {
    code: "not_a_number",
    args: { row: 4, column: "n", value: "∅" },
  });
  assert.deepEqual(take("a;2\nb;1e999\nc;3"), {
    code: "not_a_number",
    args: { row: 2, column: "2", value: "1e999" },
  });
});

test("empty rows and columns at the ends are left out", () => {
  assert.deepEqual(/** @type {any} */ (take("y,n,,\n2001,1,,\n2002,2,,\n2003,,,\n,,,\n")).rows, [1, 2]);
});

test("text without numbers is refused", () => {
  assert.deepEqual(take("one\ntwo\nthree"), { code: "no_numbers", args: {} });
  assert.deepEqual(take(""), { code: "no_numbers", args: {} });
});

test("a network of several inputs takes as many columns, without the years", () => {
  assert.deepEqual(take("t,a,b\n1,5,6\n2,7,8\n3,9,9", undefined, 2), {
    rows: [
      [5, 6],
      [7, 8],
      [9, 9],
    ],
    columns: "a b",
    choices: "",
    left: "t",
    header: true,
  });
  assert.deepEqual(/** @type {any} */ (take("1,5\n2,7\n3,9", undefined, 2)).rows, [
    [1, 5],
    [2, 7],
    [3, 9],
  ]);
  assert.deepEqual(take("a,b,c\n5,1,6\n2,1,8\n9,1,9", undefined, 2), {
    code: "wrong_columns",
    args: { found: 3, expected: 2 },
  });
});

test("numbers as they are written in several countries", () => {
  for (const [text, comma, expected] of /** @type {[string, boolean, number | null][]} */ ([
    ["\u22125", false, -5],
    ["１２", false, 12],
    ["1\u00A0234,5", true, 1234.5],
    ["1’234.5", false, 1234.5],
    ["1.234.567", true, 1234567],
    ["1,234,567", true, 1234567],
    [".5", false, 0.5],
    ["1e-3", false, 0.001],
    ["1 2", false, null],
    ["0x10", false, null],
    ["12%", false, null],
    ["Infinity", false, null],
    ["", false, null],
    ["1,2,3", true, null],
  ])) {
    assert.equal(cellNumber(text, comma), expected, text);
  }
});

test("a large table is read at once", () => {
  const text = Array.from({ length: 50_000 }, (_, k) => `${k},${k % 7}`).join("\n");
  assert.equal(/** @type {any} */ (take(text)).rows.length, 50_000);
  assert.equal(/** @type {any} */ (take(`a,"\n${text}`)).code, undefined);
});
