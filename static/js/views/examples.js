/** "Try this": sequences of the network shown that are worth a look, the networks that follow, and all of them. */

import { append, fill, h, setText } from "../core/dom.js";
import { inLanguage } from "../i18n/translate.js";
import { examplesOf } from "../state/examples.js";
import { isShown } from "../state/looks.js";

/** @typedef {import("../state/types.js").State} State */

/** So many of the networks that follow the one shown have an entry of their own. */
const NEXT = 2;

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  const title = h("h2", { class: "card-title" });
  const list = h("ul", { class: "examples" });
  const all = h("button", {
    class: "link all-networks",
    "aria-haspopup": "dialog",
    onclick: () => actions.openPanel("networks"),
  });
  append(element, [title, list, all]);
  const bundled = boot.models.filter(({ source }) => source !== "uploaded");

  /** @param {State} state */
  const exampleItems = (state) =>
    examplesOf(boot, state).map((example) => {
      const shown = isShown(state, example);
      return item(wordsOf(example, shown, state), shown, () => actions.useExample(example));
    });

  /** @param {import("../state/types.js").Example} example @param {boolean} shown @param {State} state */
  const wordsOf = ({ title, hint, made }, shown, { language }) => {
    if (made) return { title: t(`example.made.${made}`), hint: t("example.made.hint") };
    // The hint of the one shown stands above, in "what to look at".
    return { title: inLanguage(title, language), hint: shown ? "" : inLanguage(hint, language) };
  };

  /** @param {State} state */
  const networkItems = (state) =>
    following(bundled, state.model)
      .slice(0, NEXT)
      .map((model) => {
        const { title: name = model.title, task } = boot.cards[model.id] ?? {};
        const words = {
          title: inLanguage(name, state.language),
          hint: inLanguage(task, state.language),
          badge: t("examples.network"),
        };
        return item(words, false, () => actions.chooseModel(model.id));
      });

  /** @param {State} state */
  const draw = (state) => {
    const focused = list.contains(document.activeElement);
    setText(title, t("examples.title"));
    fill(list, [...exampleItems(state), ...networkItems(state)]);
    if (focused) shownOrFirst(list)?.focus();
    const count = bundled.length + state.own.models.length;
    setText(all, t("examples.all", { count }));
    all.hidden = count < 2;
  };
  draw(store.get());
  return {
    update(state, previous) {
      const same =
        state.sequence === previous.sequence && state.model === previous.model && state.own === previous.own;
      if (!same || state.language !== previous.language) draw(state);
    },
    destroy: () => element.replaceChildren(),
  };
}

/**
 * The other networks, beginning after this one.
 *
 * @param {readonly import("../state/types.js").Model[]} models
 * @param {string} id
 */
function following(models, id) {
  const at = models.findIndex((model) => model.id === id);
  return [...models.slice(at + 1), ...models.slice(0, Math.max(0, at))];
}

/** @param {HTMLElement} list @returns {HTMLElement | null} */
const shownOrFirst = (list) => list.querySelector("[aria-pressed=true]") ?? list.querySelector("button");

/**
 * @param {{ title: string, hint: string, badge?: string }} words
 * @param {boolean} current
 * @param {() => void} onclick
 */
function item({ title, hint, badge }, current, onclick) {
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
