/** Back, on, and a slider through a row of things, with the place in numbers. */

import { h, setAttribute, setText } from "./dom.js";
import { icon } from "./icon.js";

/**
 * @param {{ title: string, back: string, on: string }} words
 * @param {(by: { to: number } | { by: 1 | -1 }) => void} go
 * @param {HTMLElement[]} [more] further buttons, before the slider
 */
export function createStepper(words, go, more = []) {
  const back = button("back", words.back, () => go({ by: -1 }));
  const on = button("forth", words.on, () => go({ by: 1 }));
  const slider = h("input", {
    class: "scrub",
    type: "range",
    min: 0,
    step: 1,
    "aria-label": words.title,
    oninput: () => go({ to: Number(slider.value) }),
  });
  const count = h("span", { class: "figure-count" });
  return {
    element: h("div", { class: "figure-transport", role: "group", "aria-label": words.title }, [
      back,
      on,
      ...more,
      slider,
      count,
    ]),
    /**
     * @param {number} at
     * @param {number} last
     * @param {string} place in words
     */
    update(at, last, place) {
      setAttribute(slider, "max", last);
      if (Number(slider.value) !== at) slider.value = String(at);
      slider.style.setProperty("--filled", `${(100 * at) / Math.max(1, last)}%`);
      setAttribute(slider, "aria-valuetext", place);
      setText(count, place);
      setAttribute(back, "aria-disabled", at === 0 ? "true" : null);
      setAttribute(on, "aria-disabled", at === last ? "true" : null);
    },
  };
}

/**
 * @param {"back" | "forth"} shape
 * @param {string} words
 * @param {() => void} onclick
 */
function button(shape, words, onclick) {
  return h("button", { class: "button square", "aria-label": words, title: words, onclick }, [icon(shape)]);
}
