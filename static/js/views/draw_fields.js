/** The numbers of the curve in fields: the chosen value, how many steps there are; and the way back. */

import { h, setAttribute, setText } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { typedNumber } from "../core/number.js";
import { clamp } from "../core/scale.js";
import { written } from "./draw_plot.js";

/**
 * @param {() => import("./draw_pad.js").Curve} curve
 * @param {{ set: (value: number) => void, resize: (count: number) => void, back: () => void, most: number }} hand
 * @param {import("../i18n/translate.js").Translate} t
 */
export function createFields(curve, hand, t) {
  const label = h("label", { class: "muted", for: "draw-value" });
  const value = h("input", {
    class: "number draw-number",
    id: "draw-value",
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-describedby": "draw-wrong",
    onchange: () => takeValue(),
  });
  const count = h("input", {
    class: "number draw-number",
    id: "draw-count",
    type: "number",
    min: 1,
    max: hand.most,
    step: 1,
    onchange: () => takeCount(),
  });
  const countName = h("label", { class: "muted", for: "draw-count" });
  const undo = h("button", { class: "button small square", onclick: () => hand.back() }, [icon("undo")]);
  const wrong = h("p", { class: "draw-wrong", id: "draw-wrong", role: "alert" });
  const now = () => curve().values[curve().at] ?? 0;

  const takeValue = () => {
    const number = typedNumber(value.value);
    const typed = value.value.trim().slice(0, 20) || "∅";
    setText(wrong, number === null ? t("draw.wrong", { value: typed, kept: written(now()) }) : "");
    setAttribute(value, "aria-invalid", number === null ? "true" : null);
    if (number === null) return;
    hand.set(number);
    value.value = written(now());
  };
  const takeCount = () => {
    const { values } = curve();
    const wanted = clamp(Math.round(Number(count.value)) || values.length, 1, hand.most);
    count.value = String(wanted);
    if (wanted !== values.length) hand.resize(wanted);
  };
  return {
    element: h("div", { class: "draw-fields" }, [
      h("span", { class: "draw-field" }, [label, value]),
      h("span", { class: "draw-field" }, [countName, count]),
      undo,
    ]),
    wrong,
    /** @param {boolean} undoable */
    draw(undoable) {
      const { values, at, works } = curve();
      setText(label, t("draw.value", { step: at + 1 }));
      setAttribute(value, "aria-label", t("draw.value.name", { step: at + 1 }));
      if (document.activeElement !== value) {
        value.value = written(now());
        setText(wrong, "");
        setAttribute(value, "aria-invalid", null);
      }
      setText(countName, t("draw.count"));
      setAttribute(count, "aria-label", t("draw.count.name"));
      if (document.activeElement !== count) count.value = String(values.length);
      for (const field of [value, count]) field.disabled = !works;
      setAttribute(undo, "aria-label", t("draw.undo"));
      setAttribute(undo, "title", t("draw.undo"));
      undo.hidden = !undoable;
    },
  };
}
