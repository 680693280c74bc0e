/** The slider over the whole sequence, the number of the step beside it, and the speed. */

import { operationName } from "../cells/caption.js";
import { h, setAttribute, setText } from "../core/dom.js";
import { clamp } from "../core/scale.js";
import { tokenAt } from "../state/selectors.js";
import { SPEEDS } from "../state/state.js";

/** @typedef {import("../state/types.js").State} State */

/** @param {import("./context.js").Context} context */
export function createScrubber({ store, t, actions, operations }) {
  const slider = h("input", {
    class: "scrub",
    type: "range",
    min: 0,
    step: 0.05,
    oninput: () => actions.scrub(Number(slider.value)),
  });
  const speed = h(
    "select",
    { class: "button speed", onchange: () => actions.setSpeed(Number(speed.value)) },
    SPEEDS.map((value) => h("option", { value, text: `${value}×` })),
  );
  const field = h("input", { class: "number", type: "number", min: 1, step: 1, id: "step-number" });
  const unitName = h("label", { for: "step-number", class: "muted" });
  const total = h("span", { class: "muted" });
  field.addEventListener("change", () => {
    const last = store.get().trace?.length ?? 1;
    const wanted = clamp(Math.round(Number(field.value)) || 1, 1, last);
    field.value = String(wanted);
    actions.seek({ step: wanted - 1, u: store.get().u });
  });
  return {
    element: h("div", { class: "scrubber" }, [slider, speed]),
    number: h("span", { class: "step-number" }, [unitName, field, total]),
    /**
     * @param {State} state
     * @param {string} [unit] what a step is called
     */
    label(state, unit) {
      const length = state.trace?.length ?? 1;
      if (unit) setText(unitName, unit);
      setText(total, t("arithmetic.of", { count: length }));
      setAttribute(field, "max", length);
      setAttribute(slider, "max", length * operations.length);
      setAttribute(slider, "aria-label", t("transport.scrub"));
      setAttribute(speed, "aria-label", t("transport.speed"));
      if (speed.value !== String(state.speed)) speed.value = String(state.speed);
    },
    /**
     * @param {State} state
     * @param {number} position in operations
     * @param {number} all operations of the sequence
     */
    place(state, position, all) {
      if (Number(slider.value) !== position) slider.value = String(position);
      slider.style.setProperty("--filled", `${(100 * position) / Math.max(1, all)}%`);
      const step = String(state.step + 1);
      if (field.value !== step && document.activeElement !== field) field.value = step;
      setAttribute(
        slider,
        "aria-valuetext",
        t("transport.position", {
          step,
          length: state.trace?.length ?? 1,
          token: tokenAt(state.trace, state.step)?.text ?? "",
          operation: operationName(t, operations[state.operation]),
        }),
      );
    },
  };
}
