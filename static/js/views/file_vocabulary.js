/** A vocabulary for the network shown: pasted, dropped, or opened from a file. */

import { append, h, setText } from "../core/dom.js";
import { readText } from "../core/files.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Model} Model */
/** @typedef {import("../state/own.js").Parts} Parts */

/** A vocabulary may be so large, in bytes: the largest ones in use have a quarter of a million entries. */
const LARGEST = 8_000_000;

/**
 * @param {import("./context.js").Context} context
 * @param {HTMLElement} target where its file may be dropped
 */
export function createVocabulary({ t, actions }, target) {
  const label = h("label", { class: "muted", for: "vocabulary" });
  const field = h("textarea", {
    id: "vocabulary",
    class: "sequence-field numbers",
    rows: 4,
    spellcheck: "false",
    autocapitalize: "off",
    "aria-describedby": "vocabulary-said",
  });
  const said = h("p", { id: "vocabulary-said", class: "note", role: "status" });
  const detail = h("p", { class: "own-detail", lang: "en", hidden: true });
  const picker = h("input", {
    type: "file",
    accept: ".json,.txt,.vocab,application/json,text/plain",
    hidden: true,
  });
  picker.addEventListener("change", () => {
    const [file] = picker.files ?? [];
    picker.value = "";
    if (file) read(file);
  });
  const set = h("button", { class: "button small", onclick: () => give(field.value) });
  const open = h("button", { class: "button small", onclick: () => picker.click() });
  const form = h("div", { class: "file-vocabulary" });
  append(form, [label, field, h("div", { class: "own-doings" }, [set, open, picker]), said, detail]);

  /** @param {string} text */
  const give = async (text) => {
    setText(said, t("vocabulary.working"));
    detail.hidden = true;
    const refused = await actions.own().then(({ giveVocabulary }) => giveVocabulary(text));
    if (!refused) {
      field.value = "";
      return setText(said, t("vocabulary.done"));
    }
    const key = `vocabulary.refused.${refused.code}`;
    const words = t(key, refused.args);
    setText(said, words === key ? t("vocabulary.refused.unexpected") : words);
    setText(detail, [refused.message, refused.hint].filter(Boolean).join(" "));
    detail.hidden = detail.textContent === "";
  };
  /** @param {File} file */
  const read = async (file) => {
    const text = file.size > LARGEST ? null : await readText(file).catch(() => null);
    if (text === null) {
      detail.hidden = true;
      return setText(said, t("vocabulary.refused.not_read", { name: file.name }));
    }
    if (text.length < 20_000) field.value = text;
    await give(text);
  };
  target.addEventListener("dragover", (event) => {
    if (form.isConnected && event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  target.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    // The file of another network is the page's.
    if (!form.isConnected || !file || !/\.(json|txt|vocab|tsv|csv)$/i.test(file.name)) return;
    event.preventDefault();
    read(file);
  });

  return {
    /**
     * @param {State} _state
     * @param {Model} model
     * @param {Parts} parts
     * @returns {import("../core/dom.js").Child[]}
     */
    draw(_state, { input }, { vocabulary, embeddings }) {
      const chosen = embeddings.find((one) => one.chosen);
      const rows = chosen?.vectors ?? input.size;
      setText(label, t("vocabulary.give", { count: rows }));
      setText(set, t("vocabulary.set"));
      setText(open, t("own.open"));
      field.setAttribute("placeholder", '["<pad>", "<unk>", "the", …]');
      const now = vocabulary
        ? t("vocabulary.now", {
            count: vocabulary.size,
            kind: t(`vocabulary.kind.${vocabulary.kind}`),
          })
        : t(chosen ? "vocabulary.none.ids" : "vocabulary.none.values");
      return [h("h3", { text: t("vocabulary.title") }), h("p", { text: now }), form];
    },
  };
}
