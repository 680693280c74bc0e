/** A number in a cell whose colour says the same, for tables that are written in HTML. */

import { hex, inkOn, parse } from "./colour.js";
import { h } from "./dom.js";

/**
 * @param {string} text
 * @param {import("./colour.js").Rgb} rgb
 * @param {string} [kind] a class besides
 */
export function heatCell(text, rgb, kind = "") {
  const cell = h("span", { class: `heat-cell ${kind}`.trim(), role: "cell", text });
  const fill = hex(rgb);
  cell.style.setProperty("background", fill);
  cell.style.setProperty("color", inkOn(parse(fill)));
  return cell;
}

/**
 * Buttons of which one is pressed.
 *
 * @param {string} label of the group
 * @param {readonly { key: string, text: string, name?: string }[]} choices `name`: heard instead of the text
 * @param {(key: string) => void} choose
 */
export function segments(label, choices, choose) {
  const buttons = choices.map(({ key, text, name }) =>
    h("button", { class: "segment", text, "aria-label": name, title: name, onclick: () => choose(key) }),
  );
  return {
    element: h("div", { class: "segments", role: "group", "aria-label": label }, buttons),
    /** @param {string} key */
    press(key) {
      choices.forEach((choice, k) => {
        buttons[k]?.setAttribute("aria-pressed", String(choice.key === key));
      });
    },
  };
}
