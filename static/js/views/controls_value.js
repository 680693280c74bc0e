/** One number of the chosen unit, held at what the reader wants: the twin of a drag on the stage. */

import { h, setAttribute, setText } from "../core/dom.js";
import { plain, short, subscript } from "../core/format.js";
import { withValue } from "../state/edits.js";
import { shownLayer, valueAt } from "../state/selectors.js";
import { createNumber } from "./controls_number.js";

/**
 * @param {import("../figures/script.js").Control} control
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./controls.js").Drawn}
 */
export function createValue({ id, channel = "", min = 0, max = 1 }, { store, t, actions, script }) {
  /** @param {number} value */
  const hold = (value) => {
    const { edits, unit } = store.get();
    actions.edit({ overrides: withValue(edits.overrides, { channel, unit, value }) });
  };
  const number = createNumber({
    id: `figure-${script.id}-${id}`,
    format: short,
    step: (max - min) / 100,
    change: hold,
    t,
  });
  const ends = [min, max].map((end) =>
    h("button", { class: "button small control-end", text: plain(end), onclick: () => hold(end) }),
  );
  /** Numbers that no network computes are given, and a sequence of them has one step. */
  const own = script.datasets.length === 0;
  const said = h("span", { class: "control-said" });
  const element = h("div", { class: "control control-value" }, [
    number.label,
    h("div", { class: "control-row" }, [ends[0], number.range, ends[1], number.field]),
    said,
    number.wrong,
  ]);
  return {
    element,
    draw(state) {
      const layer = shownLayer(state);
      if (!layer) return;
      const { unit, edits } = state;
      const value = valueAt(layer, channel, state.step, unit);
      const name = t(`control.${id}`, { unit: unit + 1, u: subscript(unit + 1) });
      const held = edits.overrides.some((one) => one.channel === channel && (one.unit ?? unit) === unit);
      number.draw({ name, value, min, max });
      setText(
        said,
        t(`control.${own ? "chosen" : "network"}.${held ? "held" : "given"}`, { value: short(value) }),
      );
      for (const [k, end] of [min, max].entries()) {
        const words = t("control.to", { name, value: plain(end) });
        setAttribute(/** @type {HTMLElement} */ (ends[k]), "aria-label", words);
      }
    },
  };
}
