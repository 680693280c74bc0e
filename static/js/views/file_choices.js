/** What a file leaves open: which table holds the vectors of tokens, which layer follows, how a function is meant. */

import { h, setText } from "../core/dom.js";
import { choicesWith } from "../state/own_files.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/own.js").Parts} Parts */

const KINDS = Object.freeze(["softmax", "sigmoid", "linear"]);

/** @param {import("./context.js").Context} context */
export function createChoices({ store, t, actions }) {
  const said = h("p", { class: "note", role: "status" });

  /** @param {import("../state/own.js").Choices} change */
  const choose = async (change) => {
    const { own, model } = store.get();
    const parts = own.parts[model];
    if (!parts) return;
    setText(said, t("vocabulary.working"));
    const refused = await actions.own().then(({ choose }) => choose(choicesWith(parts, change)));
    setText(
      said,
      refused ? [t("file.refused"), refused.message, refused.hint].filter(Boolean).join(" ") : "",
    );
  };

  /**
   * @param {string} id
   * @param {string} label
   * @param {readonly { value: string, text: string }[]} options
   * @param {string} chosen
   * @param {(value: string) => void} put
   */
  const select = (id, label, options, chosen, put) => {
    const field = h(
      "select",
      { class: "button small", id, onchange: () => put(field.value) },
      options.map(({ value, text }) => h("option", { value, text })),
    );
    field.value = chosen;
    return h("div", { class: "file-choice" }, [h("label", { for: id, text: label }), field]);
  };

  /** @param {Parts} parts */
  const embedding = ({ embeddings }) => {
    if (embeddings.length === 0) return [];
    const options = [
      { value: "", text: t("file.embedding.none") },
      ...embeddings.map(({ name, vectors, size }) => ({
        value: name,
        text: t("file.embedding.of", { name, vectors, size }),
      })),
    ];
    const chosen = embeddings.find((one) => one.chosen)?.name ?? "";
    return [
      select("file-embedding", t("file.embedding"), options, chosen, (name) =>
        choose({ embedding: name || null }),
      ),
    ];
  };

  /** @param {Parts} parts */
  const output = ({ outputs }) => {
    if (outputs.length === 0) return [];
    const options = [
      { value: "", text: t("file.output.none") },
      ...outputs.map(({ name, size }) => ({ value: name, text: t("file.output.of", { name, size }) })),
    ];
    const now = outputs.find((one) => one.chosen);
    const put = (/** @type {string} */ name, /** @type {string} */ kind) =>
      choose({ output: name ? { name, kind } : null });
    const kindOf = (/** @type {string} */ name) => outputs.find((one) => one.name === name)?.kind ?? "linear";
    const kinds = KINDS.map((kind) => ({ value: kind, text: t(`file.output.kind.${kind}`) }));
    return [
      select("file-output", t("file.output"), options, now?.name ?? "", (name) => put(name, kindOf(name))),
      now &&
        select("file-output-kind", t("file.output.kind"), kinds, now.kind ?? "linear", (kind) =>
          put(now.name, kind),
        ),
    ];
  };

  /** A choice in words where there are some. @param {string} option @param {import("../state/own.js").Choice} value */
  const choiceWords = (option, value) => {
    const key = `file.choice.${typeof value === "boolean" ? `${option}.${value}` : value}`;
    const words = t(key);
    return words === key ? String(value) : words;
  };
  /** @param {string} option @param {string} stack */
  const optionWords = (option, stack) => {
    const key = `file.option.${option}`;
    const words = t(key, { stack });
    return words === key ? t("file.undecided", { stack, option }) : words;
  };

  /** @param {Parts} parts */
  const options = ({ undecided }) =>
    undecided.map(({ stack, option, choices, chosen }, k) => {
      const known = choices.map((value) => ({ value: String(value), text: choiceWords(option, value) }));
      const none = { value: "", text: t("file.undecided.none", { value: known[0]?.text ?? "" }) };
      const all = chosen === null ? [none, ...known] : known;
      const put = (/** @type {string} */ text) => {
        const value = choices.find((one) => String(one) === text);
        if (value !== undefined) choose({ options: { [stack]: { [option]: value } } });
      };
      return select(`file-option-${k}`, optionWords(option, stack), all, String(chosen ?? ""), put);
    });

  return {
    /**
     * @param {State} _state
     * @param {Parts} parts
     * @returns {import("../core/dom.js").Child[]}
     */
    draw(_state, parts) {
      const rows = [...embedding(parts), ...output(parts), ...options(parts)];
      if (rows.length === 0) return [];
      return [
        h("h3", { text: t("file.choices") }),
        h("p", { class: "muted", text: t("file.choices.note") }),
        ...rows,
        said,
      ];
    },
  };
}
