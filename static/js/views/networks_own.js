/** The readers' own networks: open a file, what is on its way or was refused, and those that are there. */

import { fileSize } from "../core/amount.js";
import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { ACCEPTED } from "../state/own_files.js";
import { createRow } from "./networks_row.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/own.js").Upload} Upload */

/**
 * @param {import("./context.js").Context} context
 * @returns {{ element: HTMLElement, draw: (state: State) => void, opened: () => void }}
 */
export function createOwnSection(context) {
  const { store, t, actions, boot } = context;
  const title = h("h3");
  const picker = h("input", { type: "file", accept: ACCEPTED, hidden: true });
  picker.addEventListener("change", () => {
    const [file] = picker.files ?? [];
    picker.value = "";
    if (file) actions.own().then(({ openFile }) => openFile(file));
  });
  const openWords = h("span");
  const open = h("button", { class: "button own-open", onclick: () => picker.click() }, [
    icon("open"),
    openWords,
  ]);
  const formats = h("p", { class: "own-formats" });
  const promise = h("p", { class: "muted" });
  const invitation = h("div", { class: "own-invitation" }, [
    open,
    h("div", { class: "own-what" }, [formats, promise]),
    picker,
  ]);
  const upload = createUpload(context);
  const list = h("ul", { class: "own-networks" });
  const element = h("section", { class: "network-group own-group" });
  append(element, [title, boot.limits.uploads !== false && invitation, upload.element, list]);
  /** @type {Map<string, ReturnType<typeof createRow>>} Rows are kept: a question in one stays open. */
  const rowCache = new Map();

  /** @param {State} state */
  const draw = (state) => {
    const { models } = state.own;
    element.hidden = boot.limits.uploads === false && models.length === 0;
    setText(title, t("own.title"));
    setText(openWords, t("own.open"));
    setText(formats, t("own.formats"));
    setText(promise, promiseOf());
    upload.draw(state);
    for (const id of rowCache.keys()) if (!models.some((one) => one.id === id)) rowCache.delete(id);
    const rows = models.map((model) => {
      const row = rowCache.get(model.id) ?? createRow(context, model.id, () => open.focus());
      rowCache.set(model.id, row);
      row.draw(state, model);
      return row.element;
    });
    const same = rows.length === list.children.length && rows.every((row, k) => row === list.children[k]);
    if (!same) fill(list, rows);
    list.hidden = rows.length === 0;
  };

  const promiseOf = () => {
    const { file, days } = boot.limits;
    const limit = file ? t("own.promise.limit", { limit: fileSize(file) }) : "";
    const kept = days ? t("own.promise.days", { days }) : t("own.promise.stays");
    const said = [limit, t("own.promise.data"), kept].filter(Boolean);
    return said.reduce((first, second) => t("meaning.both", { first, second }));
  };

  return {
    element,
    draw,
    opened() {
      const failed = () => {}; // The list stays as it was; what else fails says so itself.
      actions
        .own()
        .then(({ listOwn }) => listOwn())
        .catch(failed);
      draw(store.get());
    },
  };
}

/** @param {import("./context.js").Context} context */
function createUpload({ t, actions }) {
  const said = h("p");
  // Told once as it begins and once as it has arrived: a count of megabytes would drown all else.
  const told = h("p", { class: "visually-hidden", role: "status" });
  const bar = h("progress", { max: 1 });
  const end = h("button", {
    class: "button small",
    onclick: () => actions.own().then(({ dismissUpload }) => dismissUpload()),
  });
  const line = h("div", { class: "own-sending" }, [said, bar]);
  const reason = h("p");
  const detail = h("p", { class: "own-detail", lang: "en" });
  const hint = h("p", { class: "own-detail", lang: "en" });
  const refusal = h("div", { class: "error own-refusal", role: "alert" }, [reason, detail, hint]);
  const element = h("div", { class: "own-upload", hidden: true }, [told, line, refusal, end]);

  /** @param {Upload} upload */
  const progressOf = ({ name, size, share }) =>
    share < 1
      ? t("own.sending", { name, done: fileSize(share * size), size: fileSize(size) })
      : t("own.reading", { name });

  return {
    element,
    /** @param {State} state */
    draw({ own: { upload } }) {
      element.hidden = !upload;
      if (!upload) return;
      const { refused } = upload;
      line.hidden = refused !== null;
      refusal.hidden = refused === null;
      setText(end, t(refused ? "close" : "own.cancel"));
      if (!refused) {
        // The server tells nothing while it reads: the bar has no value then.
        if (upload.share < 1) bar.value = upload.share;
        else setAttribute(bar, "value", null);
        const { name, share } = upload;
        setText(said, progressOf(upload));
        setText(told, t(share < 1 ? "own.started" : "own.reading", { name }));
        setAttribute(bar, "aria-label", t("own.started", { name }));
        return;
      }
      const key = `refused.${refused.code}`;
      const words = t(key, { name: upload.name, ...refused.args });
      setText(reason, words === key ? t("refused.unexpected", { name: upload.name }) : words);
      setText(detail, refused.message);
      setText(hint, refused.hint);
      for (const one of [detail, hint]) one.hidden = one.textContent === "";
    },
  };
}
