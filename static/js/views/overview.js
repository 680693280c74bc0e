/** The switch between the lanes and the coloured text; a sequence of numbers has no text and no switch. */

import { append, h, setAttribute, setText } from "../core/dom.js";
import { shownOverview } from "../state/passage.js";

/** @typedef {import("../state/types.js").State} State */

const CHOICES = /** @type {const} */ (["lanes", "text"]);

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions }) {
  const buttons = CHOICES.map((choice) =>
    h("button", { class: "segment", "data-overview": choice, onclick: () => actions.setOverview(choice) }),
  );
  const group = h("div", { class: "segments", role: "group" }, buttons);
  append(element, [group]);

  /** @param {State} state */
  const draw = (state) => {
    element.hidden = !state.trace?.tokens;
    setAttribute(group, "aria-label", t("overview.label"));
    for (const button of buttons) {
      setText(button, t(`overview.${button.dataset.overview}`));
      setAttribute(button, "aria-pressed", String(button.dataset.overview === shownOverview(state)));
    }
  };
  draw(store.get());
  return {
    update(state, previous) {
      if (
        state.overview !== previous.overview ||
        state.trace !== previous.trace ||
        state.language !== previous.language
      )
        draw(state);
    },
    destroy: () => element.replaceChildren(),
  };
}
