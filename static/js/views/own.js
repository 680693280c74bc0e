/** The reader's own network beside its sequence: where it came from, which stack is shown, what is still to be said. */

import { fileSize } from "../core/amount.js";
import { append, fill, h, setText } from "../core/dom.js";
import { formatName, openChoices } from "../state/own_files.js";
import { shownModel, shownStack } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  const title = h("h2", { class: "card-title" });
  const facts = h("p", { class: "own-facts" });
  const label = h("label", { class: "muted", for: "own-stack" });
  const stacks = h("select", {
    class: "button small",
    id: "own-stack",
    onchange: () => actions.own().then(({ chooseStack }) => chooseStack(stacks.value)),
  });
  const stackRow = h("div", { class: "own-stack" }, [label, stacks]);
  const reads = h("p", { class: "own-reads" });
  const open = h("button", {
    class: "button small",
    "aria-haspopup": "dialog",
    onclick: () => actions.openPanel("file"),
  });
  append(element, [title, facts, stackRow, reads, open]);

  /** @param {State} state */
  const draw = (state) => {
    const model = state.own.models.find(({ id }) => id === state.model);
    element.hidden = !model;
    if (!model) return;
    const parts = state.own.parts[state.model];
    setText(title, t("own.card"));
    setText(
      facts,
      [model.title, formatName(model), fileSize(model.file_size ?? 0)].filter(Boolean).join(" · "),
    );
    setText(label, t("own.stack"));
    fill(
      stacks,
      model.stacks.map((one) =>
        h("option", { value: one.name, text: `${one.name} (${one.cell.toUpperCase()} ${one.hidden_size})` }),
      ),
    );
    stacks.value = shownStack(boot, state)?.name ?? "";
    stackRow.hidden = model.stacks.length < 2;
    setText(reads, t(readsKey(state)));
    const count = parts ? openChoices(parts) : 0;
    const wordless = model.input.kind === "token_ids";
    setText(open, count > 0 ? t("own.choices", { count }) : t(wordless ? "own.give" : "own.inside"));
    open.classList.toggle("asking", count > 0 || wordless);
  };

  /** @param {State} state */
  const readsKey = (state) => {
    const kind = shownModel(boot, state)?.input.kind ?? "values";
    return `own.reads.${kind}`;
  };

  /** Parts are asked for once a network: a link may have come without them. @param {State} state */
  const learn = ({ model, own }) => {
    if (own.parts[model] || !own.models.some(({ id }) => id === model)) return;
    actions
      .own()
      .then(({ learnParts }) => learnParts(model))
      .catch(() => {});
  };
  draw(store.get());
  learn(store.get());
  return {
    update(state, previous) {
      const same = state.model === previous.model && state.stack === previous.stack;
      if (same && state.own === previous.own && state.language === previous.language) return;
      draw(state);
      if (state.model !== previous.model) learn(state);
    },
    destroy: () => element.replaceChildren(),
  };
}
