/** The networks there are, each with what it learned and what was measured; one click chooses. */

import { createDialog } from "../core/dialog.js";
import { h } from "../core/dom.js";
import { groupsOf } from "../state/networks.js";
import { networkCard, variantsCard } from "./networks_card.js";
import { createOwnSection } from "./networks_own.js";

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, boot } = context;
  const own = createOwnSection(context);
  const dialog = createDialog("networks", () => {
    if (store.get().panel === "networks") actions.openPanel(null);
  });
  element.append(dialog.element);

  /** @param {import("../state/networks.js").Group} group */
  const section = ({ kind, entries }) => {
    const { language, model: shown } = store.get();
    const choose = (/** @type {string} */ id) =>
      id === shown ? actions.openPanel(null) : actions.chooseModel(id);
    const shelf = { cards: boot.cards, t, language, shown, choose };
    return h("section", { class: "network-group" }, [
      h("h3", { text: t(`networks.group.${kind}`) }),
      h(
        "ul",
        { class: "networks" },
        entries.map((models) => {
          const [only] = models;
          return models.length > 1 ? variantsCard(shelf, models) : only && networkCard(shelf, only);
        }),
      ),
    ]);
  };
  /** @param {string | null} panel */
  const show = (panel) => {
    if (panel === "networks") {
      own.opened();
      dialog.draw({ title: t("networks.title"), close: t("close") }, [
        own.element,
        h("p", { class: "muted", text: t("networks.note") }),
        ...groupsOf(boot).map(section),
      ]);
    }
    dialog.show(panel === "networks");
  };
  show(store.get().panel);
  return {
    update(state, previous) {
      if (state.panel !== previous.panel || state.language !== previous.language) show(state.panel);
      else if (state.panel === "networks" && state.own !== previous.own) own.draw(state);
    },
    destroy: () => dialog.element.remove(),
  };
}
