/** Tables into the field: pasted, dropped or opened from a file; what was taken is said and can be undone. */

import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { readText } from "../core/files.js";
import { kindOfFile } from "../state/own_files.js";
import { shownStack } from "../state/selectors.js";
import { checkSequence } from "../state/sequence.js";
import { csv } from "../state/state.js";
import { columnName, readTable, takeRows } from "../state/table_text.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/table_text.js").Table} Table */
/** @typedef {import("../state/table_text.js").Taken} Taken */
/** @typedef {import("../state/table_text.js").Column} Column */
/** @typedef {{ code: string, args: Record<string, string | number> }} Refusal */
/**
 * @typedef {object} Read what was read last
 * @property {string} before the text in the field until then
 * @property {Table | null} table
 * @property {number} [chosen] column
 * @property {Taken} [taken]
 * @property {Refusal} [refused]
 * @property {readonly Column[]} [choices]
 */

/** A file may be so large, in bytes: a million numbers are no sequence to look at. */
const LARGEST = 1_000_000;
/** Browsers take seconds to type more lines than a few hundred. */
const LINES_TYPED = 100;
const NO_LIMIT = Object.freeze({ steps: Number.POSITIVE_INFINITY, text: Number.POSITIVE_INFINITY });

/** @typedef {ReturnType<typeof createTableInput>} TableInput */

/**
 * @param {HTMLElement} target where files may be dropped
 * @param {HTMLTextAreaElement} field
 * @param {import("./context.js").Context} context
 */
export function createTableInput(target, field, { store, t, actions, boot }) {
  /** @type {Read | null} */
  let read = null;
  /** The text that this wrote; another one in the field ends what is said. */
  let written = "";
  const said = h("p", { class: "taken-said" });
  const choice = h("select", { class: "button small", id: "numbers-column", onchange: () => rechoose() });
  const label = h("label", { class: "muted", for: "numbers-column" });
  const column = h("span", { class: "taken-column" }, [label, choice]);
  const undo = h("button", { class: "button small", onclick: () => takeBack() });
  const element = h("div", { class: "taken", role: "status", hidden: true });
  append(element, [said, h("div", { class: "row" }, [column, undo])]);
  const picker = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain", hidden: true });
  picker.addEventListener("change", () => {
    const [file] = picker.files ?? [];
    picker.value = "";
    if (file) open(file);
  });
  const button = h("button", { class: "link", onclick: () => picker.click() });

  const width = () => shownStack(boot, store.get())?.input_size ?? 0;
  const takesNumbers = () => store.get().sequence.kind === "values" && width() > 0;

  /** @param {Read} next @param {(text: string) => void} put */
  const show = (next, put) => {
    read = next;
    if (next.table && !next.refused) {
      const found = takeRows(next.table, width(), next.chosen);
      read = found.taken
        ? { ...next, taken: found.taken, choices: found.taken.choices }
        : { ...next, refused: found.refused, choices: found.choices };
    }
    if (read.taken) {
      written = csv(read.taken.rows);
      put(written);
    } else written = store.get().sequence.value;
    draw(store.get());
  };
  /** @param {string} text @param {(text: string) => void} put */
  const take = (text, put) => show({ before: store.get().sequence.value, table: readTable(text) }, put);
  /** @param {Refusal} refused */
  const refuse = (refused) =>
    show({ before: store.get().sequence.value, table: null, refused }, actions.type);

  const rechoose = () => {
    if (!read) return;
    const { before, table } = read;
    show({ before, table, chosen: Number(choice.value) }, actions.type);
  };
  const takeBack = () => {
    const before = read?.before ?? "";
    read = null;
    actions.type(before);
    field.focus();
  };

  /** @param {File} file */
  const open = async (file) => {
    if (file.size > LARGEST) {
      const size = Math.ceil(file.size / 1000);
      return refuse({ code: "too_large", args: { name: file.name, size, limit: LARGEST / 1000 } });
    }
    const text = await readText(file).catch(() => null);
    if (text === null) return refuse({ code: "not_text", args: { name: file.name } });
    take(text, actions.type);
  };
  /** As if typed where it is short, so that the browser's own undo knows of it. @param {string} text */
  const typeOver = (text) => {
    if (text.split("\n", LINES_TYPED + 1).length > LINES_TYPED) return actions.type(text);
    field.select();
    if (!document.execCommand("insertText", false, text)) actions.type(text);
  };

  field.addEventListener("paste", (event) => {
    const [file] = event.clipboardData?.files ?? [];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!takesNumbers() || (!file && fits(text))) return;
    event.preventDefault();
    if (file && !text) open(file);
    else take(text, typeOver);
  });
  /** Whether the browser may paste it as it is: it gives rows of numbers, or is no table. @param {string} text */
  const fits = (text) => {
    const { value, selectionStart, selectionEnd } = field;
    const runs = (/** @type {string} */ numbers) =>
      Boolean(checkSequence({ kind: "values", value: numbers }, width(), NO_LIMIT).body);
    if (runs(value.slice(0, selectionStart) + text + value.slice(selectionEnd))) return true;
    // What stands there already is not the fault of what is pasted.
    if (value.trim() !== "" && !runs(value) && runs(text)) return true;
    return !/[\t;]|\n\s*\S|(,[^,]*){2}/.test(text.trim());
  };
  target.addEventListener("dragover", (event) => {
    const files = event.dataTransfer?.types.includes("Files") && takesNumbers();
    if (files) event.preventDefault();
    target.classList.toggle("dropping", Boolean(files));
  });
  target.addEventListener("dragleave", () => target.classList.remove("dropping"));
  target.addEventListener("drop", (event) => {
    target.classList.remove("dropping");
    const [file] = event.dataTransfer?.files ?? [];
    // The file of a network is the page's, wherever it is dropped.
    if (!file || !takesNumbers() || kindOfFile(file.name) === "network") return;
    event.preventDefault();
    open(file);
  });

  /** @param {Refusal} refused */
  const refusalText = ({ code, args }) => {
    const reason = t(code === "not_a_number" ? "error.not_a_number" : `numbers.${code}`, args);
    return t("meaning.both", { first: reason, second: t("numbers.kept") });
  };
  /** @param {Taken} taken */
  const takenText = ({ rows, columns, left, header }) => {
    const names = (/** @type {readonly Column[]} */ list) => list.map(columnName).join(t("numbers.and"));
    const key = columns.length === 0 ? "line" : columns.length === 1 ? "column" : "columns";
    const out = [
      header && t("numbers.header"),
      left.length > 0 && t("numbers.left", { columns: names(left) }),
    ];
    const missing = out.filter(Boolean).join(t("numbers.and"));
    const took = t(`numbers.took.${key}`, { rows: rows.length, columns: names(columns) });
    return missing
      ? t("meaning.both", { first: took, second: t("numbers.without", { what: missing }) })
      : took;
  };

  /** @param {State} state */
  const draw = (state) => {
    const numbers = state.sequence.kind === "values";
    if (!numbers || state.sequence.value !== written) read = null;
    setText(button, t("numbers.open"));
    setAttribute(button, "title", t("numbers.open.limit", { limit: LARGEST / 1000 }));
    button.hidden = !numbers;
    element.hidden = !read;
    element.classList.toggle("refused", Boolean(read?.refused));
    setText(said, read?.taken ? takenText(read.taken) : read?.refused ? refusalText(read.refused) : "");
    setText(label, t("numbers.choose"));
    setText(undo, t("numbers.undo"));
    undo.hidden = !read || read.before === state.sequence.value;
    const choices = read?.choices ?? [];
    column.hidden = choices.length < 2;
    fill(
      choice,
      choices.map((one) => h("option", { value: one.index, text: columnName(one) })),
    );
    const chosen = read?.taken?.columns[0]?.index ?? read?.chosen ?? choices.at(-1)?.index;
    choice.value = String(chosen ?? "");
  };
  return { element, button, picker, draw };
}
