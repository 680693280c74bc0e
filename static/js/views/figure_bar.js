/** Above a figure: whose numbers it shows, and which step of the sequence. */

import { append, fill, h, setAttribute } from "../core/dom.js";
import { visible } from "../core/format.js";
import { icon } from "../core/icon.js";
import { tokenAt } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, datasets } = context;
  const choices = datasets.map((id) =>
    h("button", {
      class: "segment",
      "data-dataset": id,
      text: t(`figure.dataset.${id}`),
      title: t(`figure.dataset.${id}.what`),
      onclick: () => actions.chooseDataset(id),
    }),
  );
  const numbers = h("div", { class: "segments", role: "group", "aria-label": t("figure.dataset") }, choices);
  const back = stepButton("back", t("figure.step.previous"), actions.previousStep);
  const forth = stepButton("forth", t("figure.step.next"), actions.nextStep);
  const where = h("span", { class: "figure-where" });
  const steps = h("div", { class: "figure-steps", role: "group", "aria-label": t("figure.step") }, [
    back,
    where,
    forth,
  ]);
  numbers.hidden = datasets.length < 2;
  append(element, [numbers, steps]);

  /** @param {State} state */
  const draw = ({ trace, step, dataset }) => {
    const length = trace?.length ?? 1;
    const token = tokenAt(trace, step)?.text;
    const place = t("figure.step.of", { step: step + 1, length });
    steps.hidden = length < 2;
    element.hidden = steps.hidden && numbers.hidden;
    fill(where, [
      token && h("b", { text: t("quoted", { text: visible(token) }) }),
      h("span", { text: place }),
    ]);
    setAttribute(back, "aria-disabled", step === 0 ? "true" : null);
    setAttribute(forth, "aria-disabled", step >= length - 1 ? "true" : null);
    for (const choice of choices) {
      setAttribute(choice, "aria-pressed", String(choice.dataset.dataset === dataset));
    }
  };
  draw(store.get());
  return {
    update(state, previous) {
      if (state.step !== previous.step || state.trace !== previous.trace) draw(state);
    },
    destroy: () => element.replaceChildren(),
  };
}

/**
 * @param {"back" | "forth"} shape
 * @param {string} words
 * @param {() => void} onclick
 */
function stepButton(shape, words, onclick) {
  return h("button", { class: "button small square", "aria-label": words, title: words, onclick }, [
    icon(shape),
  ]);
}
