/** The sequence as the reader types it, and what is wrong with it. The text is never touched. */

import { append, h, setAttribute, setText } from "../core/dom.js";
import { readsInto } from "../state/reads.js";
import { shownModel, shownStack } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, boot } = context;
  const title = h("label", { class: "card-title", for: "sequence" });
  const text = h("button", { class: "segment", onclick: () => actions.setKind(tokensKind(store.get())) });
  const numbers = h("button", { class: "segment", onclick: () => actions.setKind("values") });
  const kinds = h("div", { class: "segments", role: "group" }, [text, numbers]);
  const field = h("textarea", {
    id: "sequence",
    class: "sequence-field",
    rows: 4,
    spellcheck: "false",
    autocapitalize: "off",
    "aria-describedby": "sequence-note sequence-error",
    oninput: () => actions.type(field.value),
  });
  const note = h("p", { id: "sequence-note", class: "note" });
  const said = h("span");
  const again = h("button", { class: "button small", onclick: () => actions.reload() });
  const error = h("div", { id: "sequence-error", class: "error", role: "alert", hidden: true }, [
    said,
    again,
  ]);
  const below = h("div", { class: "row" }, [note]);
  append(element, [h("div", { class: "row" }, [title, kinds]), field, error, below]);
  /** Takes tables of numbers; fetched for the first such sequence. @type {import("./editor_table.js").TableInput | null} */
  let table = null;
  let fetching = false;
  const fetchTable = async () => {
    fetching = true;
    try {
      const { createTableInput } = await import("./editor_table.js");
      table = createTableInput(element, field, context);
      below.before(table.element);
      append(below, [table.button, table.picker]);
      table.draw(store.get());
    } catch {
      fetching = false; // The server is gone: the next change asks again.
    }
  };
  /** @param {State} state */
  const drawTable = (state) => {
    if (table) table.draw(state);
    else if (state.sequence.kind === "values" && !fetching) fetchTable();
  };

  /** How the network reads what is no number; "values": it does not. @param {State} state */
  const reads = (state) => {
    const model = shownModel(boot, state);
    const stack = shownStack(boot, state);
    return model && stack ? readsInto(model, stack.name, state.own.parts[model.id]) : "text";
  };
  /** @param {State} state */
  const tokensKind = (state) => (reads(state) === "token_ids" ? "token_ids" : "text");

  /** @param {State} state */
  const draw = (state) => {
    const { kind, value } = state.sequence;
    const takesText = reads(state) !== "values";
    setText(title, t("sequence.title"));
    setText(text, t(tokensKind(state) === "text" ? "sequence.text" : "sequence.ids"));
    setText(numbers, t("sequence.numbers"));
    setText(again, t("error.retry"));
    setAttribute(kinds, "aria-label", t("sequence.kind"));
    text.disabled = !takesText;
    setAttribute(text, "aria-pressed", String(kind !== "values"));
    setAttribute(numbers, "aria-pressed", String(kind === "values"));
    if (field.value !== value) field.value = value;
    field.classList.toggle("numbers", kind === "values");
    setAttribute(field, "placeholder", t(placeholderOf(state)));
    const single = kind === "values" && shownStack(boot, state)?.input_size === 1;
    field.classList.toggle("single", single);
    field.rows = single ? 2 : 4;
    setText(note, noteOf(state));
    note.hidden = kind === "text" && state.status.kind === "error";
    below.hidden = kind === "text" && note.hidden;
    drawTable(state);
    drawStatus(state);
  };

  /** @param {State} state */
  const placeholderOf = (state) => {
    if (state.sequence.kind === "text") return "sequence.placeholder";
    if (state.sequence.kind === "token_ids") return "sequence.placeholder.ids";
    const one = shownStack(boot, state)?.input_size === 1;
    return one ? "sequence.placeholder.number" : "sequence.placeholder.numbers";
  };

  /** @param {State} state */
  const noteOf = (state) => {
    if (state.sequence.kind === "token_ids") return t("sequence.ids.note");
    return state.sequence.kind === "values" ? rowsNote(state) : unknownNote(state);
  };

  /** @param {State} state */
  const rowsNote = (state) => {
    const size = shownStack(boot, state)?.input_size ?? 0;
    if (size === 1) return t("sequence.rows.single");
    const labels = shownModel(boot, state)?.input.labels;
    const few = labels && labels.length <= 8 ? labels.join(", ") : "";
    return few ? t("sequence.rows.named", { size, labels: few }) : t("sequence.rows", { size });
  };

  /** @param {State} state */
  const unknownNote = ({ trace }) => {
    const unknown = trace?.tokens?.filter(({ known }) => !known).length ?? 0;
    const total = trace?.tokens?.length ?? 0;
    if (unknown === 0) return "";
    return unknown === total ? t("sequence.unknown.all") : t("sequence.unknown", { count: unknown });
  };

  /** @param {State} state */
  const drawStatus = ({ status }) => {
    const failed = status.kind === "error";
    setText(said, failed ? errorWords(t, status) : "");
    error.hidden = !failed;
    again.hidden = !status.retry;
    setAttribute(field, "aria-invalid", failed && !status.retry ? "true" : null);
    setAttribute(element, "aria-busy", status.kind === "loading" ? "true" : null);
  };

  draw(store.get());
  return {
    update(state, previous) {
      const same = state.sequence === previous.sequence && state.status === previous.status;
      if (
        !same ||
        state.trace !== previous.trace ||
        state.language !== previous.language ||
        state.model !== previous.model ||
        state.stack !== previous.stack ||
        state.own !== previous.own
      ) {
        draw(state);
      }
    },
    destroy: () => element.replaceChildren(),
  };
}

/**
 * The sentence for an error: ours for a code we have words for, else the server's own.
 *
 * @param {import("../i18n/translate.js").Translate} t
 * @param {import("../state/types.js").Status} status
 */
function errorWords(t, { code = "unexpected", args = {}, message = "" }) {
  const key = `error.${code}`;
  const sentence = t(key, args);
  return sentence === key ? t("error.unexpected", { message }) : sentence;
}
