/** Which layer and direction is shown, where there is a choice. */

import { fill, h, setAttribute } from "../core/dom.js";
import { layersOf } from "../state/asking.js";
import { shownStack } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  /** @param {State} state */
  const draw = (state) => {
    const held = state.trace?.layers ?? [];
    const stack = shownStack(boot, state);
    const whole = stack?.name === state.trace?.stack && state.model === state.trace?.model;
    const layers = whole ? layersOf(stack) : held;
    element.hidden = layers.length < 2;
    if (element.hidden) return fill(element, []);
    setAttribute(element, "aria-label", t("layers.title"));
    const both = layers.some(({ direction }) => direction === "backward");
    fill(
      element,
      layers.map(({ index, direction }) => {
        const name = t("layers.layer", { number: index + 1 });
        const current = index === state.layer && direction === state.direction;
        return h("button", {
          class: "segment",
          "aria-pressed": String(current),
          text: both ? `${name} ${t(`direction.${direction}`)}` : name,
          onclick: () => actions.chooseLayer(index, direction),
        });
      }),
    );
  };
  element.setAttribute("role", "group");
  draw(store.get());
  return {
    update(state, previous) {
      const same = state.trace === previous.trace && state.layer === previous.layer;
      if (!same || state.direction !== previous.direction || state.language !== previous.language)
        draw(state);
    },
    destroy: () => element.replaceChildren(),
  };
}
