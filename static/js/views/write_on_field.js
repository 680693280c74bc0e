/** A number with its name, to type and, where wanted, to slide; what is wrong with it is said below. */

import { h, setAttribute, setText } from "../core/dom.js";
import { typedNumber } from "../core/number.js";

/**
 * @param {object} given
 * @param {string} given.id unique in the page
 * @param {number} given.min
 * @param {number} given.max
 * @param {number} given.step 1: whole numbers only
 * @param {number} given.value
 * @param {boolean} [given.range] a slider beside the field
 * @param {import("../i18n/translate.js").Translate} given.t
 */
export function createField({ id, min, max, step, value: first, range = false, t }) {
  let value = first;
  /** @type {(value: number) => string} */
  let spoken = String;
  const label = h("label", { for: id });
  const field = h("input", {
    class: "number",
    id,
    type: "text",
    inputmode: step === 1 ? "numeric" : "decimal",
    autocomplete: "off",
    "aria-describedby": `${id}-wrong`,
    oninput: () => take(),
    onchange: () => settle(),
  });
  const slider = h("input", {
    class: "scrub",
    type: "range",
    min,
    max,
    step,
    oninput: () => set(Number(slider.value)),
  });
  const wrong = h("p", { class: "write-on-wrong", id: `${id}-wrong`, role: "alert" });
  const element = h("div", { class: "write-on-field" }, [label, range && slider, field, wrong]);

  const typed = () => {
    const number = typedNumber(field.value);
    const fits = number !== null && number >= min && number <= max && (step < 1 || Number.isInteger(number));
    return fits ? number : null;
  };
  const slide = () => {
    slider.value = String(value);
    slider.style.setProperty("--filled", `${(100 * (value - min)) / (max - min)}%`);
    setAttribute(slider, "aria-valuetext", spoken(value));
  };
  /** @param {string} words */
  const say = (words) => {
    setText(wrong, words);
    setAttribute(field, "aria-invalid", words ? "true" : null);
  };
  /** @param {number} next */
  const set = (next) => {
    value = next;
    field.value = String(value);
    say("");
    slide();
  };
  const take = () => {
    const number = typed();
    if (number === null) return;
    value = number;
    say("");
    slide();
  };
  /** Whether what stands in the field can be used; else what is wrong is said. */
  const settle = () => {
    const good = typed() !== null;
    say(good ? "" : t("sample.wrong", { name: label.textContent ?? "", min, max }));
    return good;
  };
  set(value);
  return {
    element,
    set,
    settle,
    focus: () => field.focus(),
    value: () => value,
    /** @param {string} words @param {(value: number) => string} [speak] */
    name: (words, speak = String) => {
      spoken = speak;
      setText(label, words);
      setAttribute(slider, "aria-label", words);
      slide();
      if (wrong.textContent) settle();
    },
  };
}
