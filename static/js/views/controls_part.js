/** The parts of the cell as a list: for those who do not point at them. */

import { fill, h } from "../core/dom.js";

/**
 * @param {import("../figures/script.js").Control} control
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./controls.js").Drawn}
 */
export function createPartChoice({ id }, { t, actions, script, drawing }) {
  const own = `figure-${script.id}-${id}`;
  const choice = h("select", {
    class: "control-choice",
    id: own,
    onchange: () => actions.pointPart(choice.value || null),
  });
  const name = h("label", { class: "control-name", for: own, text: t(`control.${id}`) });
  const element = h("div", { class: "control" }, [h("div", { class: "control-row" }, [name, choice])]);
  return {
    element,
    draw(state) {
      const parts = drawing.partsAt?.(state) ?? [];
      const values = ["", ...parts.map((part) => part.id)];
      if (values.join() !== [...choice.options].map(({ value }) => value).join()) {
        fill(choice, [
          h("option", { value: "", text: t("control.part.none") }),
          ...parts.map((part) => h("option", { value: part.id, text: part.name })),
        ]);
      }
      choice.value = values.includes(state.part ?? "") ? (state.part ?? "") : "";
    },
  };
}
