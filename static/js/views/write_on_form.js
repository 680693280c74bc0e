/** How the network is to write on: temperature, length and seed, and the buttons below them. */

import { h, setAttribute, setText } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { createField } from "./write_on_field.js";

const BEGINNING = Object.freeze({ length: 80, temperature: 0.8, seed: 1 });
const HOTTEST = 2;
const LAST_SEED = 9999;

/**
 * @param {object} given
 * @param {import("../i18n/translate.js").Translate} given.t
 * @param {number} given.most steps at once
 * @param {(again: boolean) => void} given.write
 * @param {() => void} given.undo
 * @param {() => void} given.cancel
 */
export function createForm({ t, most, write, undo, cancel }) {
  const id = (/** @type {string} */ name) => `write-on-${name}`;
  const { length, temperature, seed } = BEGINNING;
  const fields = {
    temperature: createField({
      id: id("temperature"),
      min: 0,
      max: HOTTEST,
      step: 0.05,
      value: temperature,
      range: true,
      t,
    }),
    length: createField({ id: id("length"), min: 1, max: most, step: 1, value: Math.min(length, most), t }),
    seed: createField({ id: id("seed"), min: 0, max: LAST_SEED, step: 1, value: seed, t }),
  };
  const cold = h("span");
  const hot = h("span");
  const roll = () => fields.seed.set(Math.floor(Math.random() * (LAST_SEED + 1)));
  const dice = button("button small square", roll, [icon("dice")]);
  const first = h("button", { class: "button small", type: "submit" });
  const again = button("button small", () => write(true));
  const back = button("button small", () => {
    undo();
    first.focus();
  });
  const stop = button("button small write-on-cancel", cancel);
  stop.hidden = true;
  const element = h("form", { class: "write-on-form", novalidate: true }, [
    fields.temperature.element,
    h("p", { class: "write-on-ends", "aria-hidden": "true" }, [cold, hot]),
    h("div", { class: "write-on-row" }, [fields.length.element, fields.seed.element, dice]),
    h("div", { class: "write-on-row" }, [first, again, back, stop]),
  ]);
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    write(false);
  });

  return {
    element,
    /** What the fields say; null where one says nothing that can be used, which then has the focus. */
    read() {
      const wrong = Object.values(fields).find((field) => !field.settle());
      wrong?.focus();
      if (wrong) return null;
      return {
        length: fields.length.value(),
        temperature: fields.temperature.value(),
        seed: fields.seed.value(),
      };
    },
    /** @param {boolean} on */
    busy(on) {
      if (!on && document.activeElement === stop) first.focus();
      stop.hidden = !on;
      for (const one of [first, again]) setAttribute(one, "aria-disabled", on ? "true" : null);
    },
    /**
     * @param {"characters" | "words"} of what a step is
     * @param {boolean} written something can be undone
     */
    draw(of, written) {
      fields.temperature.name(t("sample.temperature"), (value) => t("sample.temperature.value", { value }));
      fields.length.name(t(of === "characters" ? "sample.length.characters" : "sample.length.words"));
      fields.seed.name(t("sample.seed"));
      setText(cold, t("sample.cold"));
      setText(hot, t("sample.hot"));
      for (const name of ["aria-label", "title"]) setAttribute(dice, name, t("sample.dice"));
      setText(first, t("sample.write"));
      setText(again, t("sample.again"));
      setAttribute(again, "title", t("sample.again.what"));
      setText(back, t("sample.undo"));
      setText(stop, t("sample.cancel"));
      again.hidden = !written;
      back.hidden = !written;
    },
  };
}

/**
 * @param {string} kind
 * @param {() => void} onclick
 * @param {Node[]} [children]
 */
function button(kind, onclick, children = []) {
  return h("button", { class: kind, type: "button", onclick }, children);
}
