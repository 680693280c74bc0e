/** What the file of an own network holds: its layers, what goes before and after them, what is not used. */

import { createDialog } from "../core/dialog.js";
import { h } from "../core/dom.js";
import { inLanguage } from "../i18n/translate.js";
import { isOwnId } from "../state/own.js";
import { shownModel } from "../state/selectors.js";
import { createChoices } from "./file_choices.js";
import { createVocabulary } from "./file_vocabulary.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Model} Model */
/** @typedef {import("../state/own.js").Parts} Parts */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, boot } = context;
  const dialog = createDialog("file", () => {
    if (store.get().panel === "file") actions.openPanel(null);
  });
  element.append(dialog.element);
  const vocabulary = createVocabulary(context, dialog.element);
  const choices = createChoices(context);

  /** @param {Model} model */
  const stacksOf = ({ stacks }) =>
    stacks.map((stack) => {
      const sizes = stack.hidden_sizes ?? [stack.hidden_size];
      const told = [
        `${stack.cell.toUpperCase()} ${stack.input_size} → ${sizes.join(" → ")}`,
        stack.layers > 1 && t("network.layers", { layers: stack.layers }),
        stack.bidirectional && t("file.both"),
        stack.projection_size && t("file.projected", { size: stack.projection_size }),
        ...Object.entries(stack.options ?? {}).map(([name, value]) => `${name} = ${value}`),
      ];
      return h("li", {}, [h("b", { text: stack.name }), ` ${told.filter(Boolean).join(" · ")}`]);
    });

  /** @param {Parts} parts */
  const leftoversOf = ({ leftovers }) =>
    leftovers.length === 0
      ? [h("p", { class: "muted", text: t("file.leftovers.none") })]
      : [
          h("table", { class: "file-leftovers" }, [
            h(
              "tbody",
              {},
              leftovers.map(({ name, shape, why }) =>
                h("tr", {}, [
                  h("th", { scope: "row", text: name }),
                  h("td", { text: shape.join(" × ") }),
                  h("td", { lang: "en", text: why }),
                ]),
              ),
            ),
          ]),
        ];

  /** @param {State} state */
  const draw = (state) => {
    const model = shownModel(boot, state);
    const parts = state.own.parts[state.model];
    const words = { title: t("file.title"), close: t("close") };
    if (!model || !parts) {
      return dialog.draw(words, [h("p", { class: "muted", text: t(model ? "file.waiting" : "error.gone") })]);
    }
    dialog.draw({ ...words, title: t("file.title.of", { name: model.title }) }, [
      h("h3", { text: t("file.stacks") }),
      h("ul", { class: "file-list" }, stacksOf(model)),
      ...vocabulary.draw(state, model, parts),
      ...choices.draw(state, parts),
      h("h3", { text: t("file.leftovers") }),
      ...leftoversOf(parts),
      parts.notes.length > 0 && h("h3", { text: t("network.notes") }),
      parts.notes.length > 0 &&
        h(
          "ul",
          { class: "file-list" },
          parts.notes.map((note) => h("li", { text: inLanguage(note, state.language) })),
        ),
    ]);
  };
  /** @param {State} state */
  const show = (state) => {
    // A link may ask for it with a network that came with no file.
    const open = state.panel === "file" && isOwnId(state.model);
    if (open) draw(state);
    dialog.show(open);
  };
  show(store.get());
  return {
    update(state, previous) {
      if (state.panel !== previous.panel || state.language !== previous.language) show(state);
      else if (state.panel === "file" && (state.own !== previous.own || state.model !== previous.model)) {
        const focused = document.activeElement?.id;
        draw(state);
        // What was just chosen keeps the focus: it was made again.
        if (focused) document.getElementById(focused)?.focus();
      }
    },
    destroy: () => dialog.element.remove(),
  };
}
