/** The networks there are, each with what it learned. */

import { createDialog } from "../core/dialog.js";
import { h } from "../core/dom.js";
import { inLanguage } from "../i18n/translate.js";

/** @typedef {import("../state/types.js").Model} Model */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  const dialog = createDialog("networks", () => {
    if (store.get().panel === "networks") actions.openPanel(null);
  });
  element.append(dialog.element);

  /** @param {Model} model */
  const card = (model) => {
    const { language, model: shown } = store.get();
    const about = boot.cards[model.id];
    const [stack] = model.stacks;
    const facts = stack
      ? [
          t("network.size", { cell: stack.cell.toUpperCase(), units: stack.hidden_size }),
          t("network.layers", { layers: stack.layers }),
          t("network.parameters", { count: stack.parameters }),
          t(`network.input.${model.input.kind}`),
        ]
      : [];
    const looks = (about?.look_at ?? []).map(({ unit, meaning }) =>
      h("li", {}, [
        h("b", { text: t("network.unit", { unit: unit + 1 }) }),
        ` ${inLanguage(meaning, language)}`,
      ]),
    );
    return h(
      "button",
      {
        class: "choice network-card",
        "aria-pressed": String(model.id === shown),
        onclick: () => (model.id === shown ? actions.openPanel(null) : actions.chooseModel(model.id)),
      },
      [
        h("b", { text: inLanguage(about?.title ?? model.title, language) }),
        h("span", { class: "muted", text: facts.join(" · ") }),
        about?.task && h("span", { text: inLanguage(about.task, language) }),
        looks.length > 0 && h("ul", { class: "looks" }, looks),
      ],
    );
  };
  /** @param {string | null} panel */
  const show = (panel) => {
    if (panel === "networks") {
      dialog.draw({ title: t("networks.title"), close: t("close") }, [
        h("p", { class: "muted", text: t("networks.note") }),
        h("div", { class: "choices stacked" }, boot.models.map(card)),
      ]);
    }
    dialog.show(panel === "networks");
  };
  show(store.get().panel);
  return {
    update(state, previous) {
      if (state.panel !== previous.panel || state.language !== previous.language) show(state.panel);
    },
    destroy: () => dialog.element.remove(),
  };
}
