/** What a reader can change in a figure: numbers, switches, weights, and the way back. */

import { append, h, setAttribute } from "../core/dom.js";
import { isEdited } from "../state/edits.js";
import { createPartChoice } from "./controls_part.js";
import { createSwitch } from "./controls_switch.js";
import { createValue } from "./controls_value.js";
import { createWeight } from "./controls_weight.js";

/** @typedef {import("./context.js").FigureContext} FigureContext */
/** @typedef {import("../figures/script.js").Control} Control */
/**
 * @typedef {object} Drawn
 * @property {HTMLElement} element
 * @property {(state: import("../state/types.js").State) => void} draw
 */

/** @type {Readonly<Record<Control["kind"], (control: Control, context: FigureContext) => Drawn>>} */
const MAKERS = Object.freeze({
  value: createValue,
  toggle: createSwitch,
  negate: createSwitch,
  variant: createSwitch,
  weight: createWeight,
  part: createPartChoice,
});

/**
 * @param {HTMLElement} element
 * @param {FigureContext} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, script } = context;
  const controls = script.controls.map((control) => MAKERS[control.kind](control, context));
  const changes = script.controls.some(({ kind }) => kind !== "part");
  const back = h("button", {
    class: "button controls-back",
    text: t("control.reset"),
    onclick: () => {
      if (isEdited(store.get().edits)) actions.resetEdits();
    },
  });
  setAttribute(element, "role", "group");
  setAttribute(element, "aria-label", t("control.title"));
  append(element, [
    controls.length > 0 && h(context.heading ?? "h2", { class: "card-title", text: t("control.title") }),
    ...controls.map((control) => control.element),
    changes && back,
  ]);

  /** @param {import("../state/types.js").State} state */
  const draw = (state) => {
    for (const control of controls) control.draw(state);
    setAttribute(back, "aria-disabled", isEdited(state.edits) ? null : "true");
  };
  draw(store.get());
  const keys = /** @type {const} */ (["trace", "edits", "unit", "step", "part", "dataset"]);
  return {
    update(state, previous) {
      if (keys.some((key) => state[key] !== previous[key])) draw(state);
    },
    destroy: () => element.replaceChildren(),
  };
}
