/** "Try this": sequences of the network shown that are worth a look, and of the other networks. */

import { append, fill, h, setText } from "../core/dom.js";
import { inLanguage } from "../i18n/translate.js";
import { sequenceOf } from "../state/actions.js";
import { shownModel } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  const title = h("h2", { class: "card-title" });
  const list = h("ul", { class: "examples" });
  append(element, [title, list]);

  /** @param {State} state */
  const draw = (state) => {
    setText(title, t("examples.title"));
    const own = boot.cards[state.model]?.examples ?? shownModel(boot, state)?.examples ?? [];
    const others = boot.models.filter(({ id }) => id !== state.model);
    fill(list, [
      ...own.map((example) =>
        item(
          inLanguage(example.title, state.language),
          inLanguage(example.hint, state.language),
          isShown(state, example),
          () => actions.useExample(example),
        ),
      ),
      ...others
        .slice(0, 3)
        .map((model) =>
          item(
            inLanguage(boot.cards[model.id]?.title ?? model.title, state.language),
            inLanguage(boot.cards[model.id]?.task, state.language),
            false,
            () => actions.chooseModel(model.id),
            t("examples.network"),
          ),
        ),
    ]);
  };
  draw(store.get());
  return {
    update(state, previous) {
      const same = state.sequence === previous.sequence && state.model === previous.model;
      if (!same || state.language !== previous.language) draw(state);
    },
    destroy: () => element.replaceChildren(),
  };
}

/**
 * @param {string} title
 * @param {string} hint
 * @param {boolean} current
 * @param {() => void} onclick
 * @param {string} [badge]
 */
function item(title, hint, current, onclick, badge) {
  const head = h("span", { class: "example-title" }, [
    title,
    badge && h("span", { class: "badge", text: badge }),
  ]);
  return h("li", {}, [
    h("button", { class: "example", title: hint || null, "aria-pressed": String(current), onclick }, [
      head,
      hint && h("span", { class: "example-hint", text: hint }),
    ]),
  ]);
}

/**
 * @param {State} state
 * @param {import("../state/types.js").Example} example
 */
function isShown({ sequence }, example) {
  const { kind, value } = sequenceOf(example);
  return kind === sequence.kind && value.trim() === sequence.value.trim();
}
