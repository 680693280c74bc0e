/** What is on or off: values held for all units, the sign of one number, another way to compute the figure. */

import { h, setAttribute, setText } from "../core/dom.js";
import { subscript } from "../core/format.js";
import { icon } from "../core/icon.js";
import { holdsAll, isNegated, negated, toggled } from "../state/edits.js";

/** @typedef {import("../state/edits.js").Edits} Edits */

/**
 * @param {import("../figures/script.js").Control} control
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./controls.js").Drawn}
 */
export function createSwitch(control, { store, t, actions }) {
  const words = h("span", { class: "word" });
  const element = h(
    "button",
    {
      class: "button toggle control",
      onclick: () => {
        const { edits, unit } = store.get();
        actions.edit(flipped(control, edits, unit));
      },
    },
    [icon("check"), words],
  );
  return {
    element,
    draw({ edits, unit }) {
      setText(words, t(`control.${control.id}`, { unit: unit + 1, u: subscript(unit + 1) }));
      setAttribute(element, "aria-pressed", String(isOn(control, edits, unit)));
    },
  };
}

/**
 * @param {import("../figures/script.js").Control} control
 * @param {Edits} edits
 * @param {number} unit
 */
function isOn({ kind, id, channel = "", overrides = [] }, edits, unit) {
  if (kind === "variant") return edits.variants.includes(id);
  if (kind === "negate") return isNegated(edits.overrides, channel, unit);
  return holdsAll(edits.overrides, overrides);
}

/**
 * @param {import("../figures/script.js").Control} control
 * @param {Edits} edits
 * @param {number} unit
 * @returns {Partial<Edits>}
 */
function flipped({ kind, id, channel = "", overrides = [] }, edits, unit) {
  if (kind === "negate") return { overrides: negated(edits.overrides, channel, unit) };
  if (kind === "toggle") return { overrides: toggled(edits.overrides, overrides) };
  const others = edits.variants.filter((variant) => variant !== id);
  return { variants: others.length < edits.variants.length ? others : [...others, id] };
}
