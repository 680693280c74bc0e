/** One of the readers' own networks: show it, copy its link, delete it after a second question. */

import { dayOf, fileSize, fromNow } from "../core/amount.js";
import { append, h, setAttribute, setText } from "../core/dom.js";
import { formatName, sizeOf } from "../state/own_files.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Model} Model */

/**
 * @param {import("./context.js").Context} context
 * @param {string} id
 * @param {() => void} away where the focus goes when this is gone
 */
export function createRow({ t, actions, boot }, id, away) {
  const name = h("b", { class: "network-name" });
  const facts = h("span", { class: "muted" });
  const kept = h("span", { class: "muted" });
  const choose = h(
    "button",
    { class: "network-card", "data-network": id, onclick: () => actions.chooseModel(id) },
    [name, facts, kept],
  );
  const copied = h("span", { class: "note", role: "status" });
  const copy = h("button", { class: "button small", onclick: () => copyLink() });
  const remove = h("button", { class: "button small", onclick: () => ask(true) });
  const question = h("p");
  const yes = h("button", { class: "button small danger", onclick: () => removeIt() });
  const no = h("button", { class: "button small", onclick: () => ask(false) });
  const asked = h("div", { class: "own-asked", hidden: true }, [question, yes, no]);
  const doings = h("div", { class: "own-doings" }, [copied, copy, boot.limits.deletes !== false && remove]);
  const element = h("li", { class: "network own-network" });
  append(element, [choose, doings, asked]);

  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(`${location.origin}${location.pathname}#m=${id}`);
      setText(copied, t("save.copied"));
    } catch {
      setText(copied, t("save.copy_failed"));
    }
  };
  /** @param {boolean} open */
  const ask = (open) => {
    asked.hidden = !open;
    doings.hidden = open;
    (open ? no : remove).focus();
  };
  const removeIt = async () => {
    try {
      const { deleteOwn } = await actions.own();
      await deleteOwn(id);
      away();
    } catch {
      ask(false);
      setText(copied, t("own.delete.failed"));
    }
  };

  return {
    element,
    /** @param {State} state @param {Model} model */
    draw({ own, model: shown, language }, model) {
      const { layers, units, cell } = sizeOf(model);
      const stored = own.stored[id] ?? own.parts[id]?.stored;
      const told = [
        formatName(model),
        t("network.size", { cell: cell.toUpperCase(), units }),
        layers > 1 && t("network.layers", { layers }),
        fileSize(stored?.bytes ?? model.file_size ?? 0),
      ];
      setText(name, model.title);
      setText(facts, told.filter(Boolean).join(" · "));
      const now = Date.now();
      const opened = stored && t("own.opened", { when: fromNow(stored.uploaded_at, now, language) });
      const until = stored?.expires_at && t("own.kept", { when: dayOf(stored.expires_at, language) });
      setText(kept, [opened, until].filter(Boolean).join(" · "));
      kept.hidden = !stored;
      setAttribute(choose, "aria-pressed", String(shown === id));
      setText(copy, t("own.copy"));
      setText(remove, t("own.delete"));
      setAttribute(copy, "aria-label", t("own.copy.name", { name: model.title }));
      setAttribute(remove, "aria-label", t("own.delete.name", { name: model.title }));
      setText(question, t("own.delete.sure", { name: model.title }));
      setText(yes, t("own.delete"));
      setText(no, t("own.delete.no"));
    },
  };
}
