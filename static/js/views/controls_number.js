/** A number to slide or to type: a range and a field that say the same, and what is wrong with what was typed. */

import { h, setAttribute, setText } from "../core/dom.js";
import { typedNumber } from "../core/number.js";
import { clamp } from "../core/scale.js";

/**
 * @typedef {object} Shown
 * @property {string} name
 * @property {number} value
 * @property {number} min
 * @property {number} max
 */

/**
 * @param {object} given
 * @param {string} given.id unique in the page
 * @param {(value: number) => string} given.format
 * @param {number} given.step of the range
 * @param {(value: number) => void} given.change
 * @param {import("../i18n/translate.js").Translate} given.t
 */
export function createNumber({ id, format, step, change, t }) {
  /** @type {Shown} */
  let shown = { name: "", value: 0, min: 0, max: 1 };
  const label = h("label", { class: "control-name", for: id });
  const range = h("input", {
    type: "range",
    class: "control-range",
    step,
    oninput: () => take(Number(range.value)),
  });
  const field = h("input", {
    type: "text",
    class: "number control-number",
    id,
    inputmode: "decimal",
    autocomplete: "off",
    "aria-describedby": `${id}-wrong`,
    oninput: () => {
      const value = inside(field.value);
      if (value !== null) take(value);
    },
    onchange: () => {
      if (inside(field.value) === null) complain();
      else field.value = format(shown.value);
    },
  });
  const wrong = h("p", { class: "control-wrong", id: `${id}-wrong`, role: "alert" });

  /** @param {string} text */
  const inside = (text) => {
    const value = typedNumber(text);
    return value !== null && value >= shown.min && value <= shown.max ? value : null;
  };
  /** @param {number} value */
  const take = (value) => {
    settle();
    change(value);
  };
  const settle = () => {
    setText(wrong, "");
    setAttribute(field, "aria-invalid", null);
  };
  const complain = () => {
    const { name, min, max, value } = shown;
    const typed = field.value.trim().slice(0, 20) || "∅";
    setText(
      wrong,
      t("control.wrong", { name, value: typed, min: format(min), max: format(max), kept: format(value) }),
    );
    setAttribute(field, "aria-invalid", "true");
  };

  return {
    label,
    range,
    field,
    wrong,
    /** @param {Shown} next */
    draw(next) {
      const moved = next.value !== shown.value || next.name !== shown.name;
      shown = next;
      setText(label, next.name);
      setAttribute(range, "aria-label", next.name);
      setAttribute(range, "aria-valuetext", format(next.value));
      setAttribute(range, "min", next.min);
      setAttribute(range, "max", next.max);
      const place = String(clamp(next.value, next.min, next.max));
      if (range.value !== place) range.value = place;
      // What is being typed is left alone as long as it means the number shown.
      const typing = document.activeElement === field && typedNumber(field.value) === next.value;
      if (moved && !typing) {
        settle();
        field.value = format(next.value);
      }
    },
  };
}
