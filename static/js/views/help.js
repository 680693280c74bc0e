/** What the keys do. */

import { createDialog } from "../core/dialog.js";
import { h } from "../core/dom.js";

/** @type {readonly (readonly [readonly string[], string])[]} */
const KEYS = Object.freeze([
  [["Space"], "play"],
  [["←", "→"], "operation"],
  [["Shift + ←", "Shift + →"], "step"],
  [["↑", "↓"], "unit"],
  [["Home", "End"], "ends"],
  [["4", "5", "6", "7"], "figure"],
  [["G"], "lane"],
  [["L"], "loop"],
  [["[", "]"], "speed"],
  [["Enter"], "arithmetic"],
  [["Esc"], "escape"],
  [["?"], "help"],
]);

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions }) {
  const dialog = createDialog("help", () => {
    if (store.get().panel === "help") actions.openPanel(null);
  });
  element.append(dialog.element);
  const draw = () => {
    const rows = KEYS.map(([keys, what]) =>
      h("tr", {}, [
        h(
          "td",
          {},
          keys.map((key) => h("kbd", { text: key })),
        ),
        h("td", { text: t(`help.key.${what}`) }),
      ]),
    );
    dialog.draw({ title: t("help.title"), close: t("close") }, [
      h("p", { text: t("help.read") }),
      h("h3", { text: t("help.keys") }),
      h("p", { class: "muted", text: t("help.focus") }),
      h("table", { class: "keys" }, [h("tbody", {}, rows)]),
    ]);
  };
  /** @param {string | null} panel */
  const show = (panel) => {
    if (panel === "help") draw();
    dialog.show(panel === "help");
  };
  show(store.get().panel);
  return {
    update(state, previous) {
      if (state.panel !== previous.panel || state.language !== previous.language) show(state.panel);
    },
    destroy: () => dialog.element.remove(),
  };
}
