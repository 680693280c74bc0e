/** A few things of which one is chosen, as a row of buttons. */

import { h } from "./dom.js";

/**
 * A button for each thing, with its symbol; the attribute `data-<of>` tells which. Who shows them names them for
 * those who cannot see them, and marks the chosen one.
 *
 * @param {string} of what they are
 * @param {readonly { name: string, symbol: string }[]} things
 * @param {(name: string) => void} choose
 */
export function segmentButtons(of, things, choose) {
  return things.map(({ name, symbol }) =>
    h("button", { class: "segment", [`data-${of}`]: name, text: symbol, onclick: () => choose(name) }),
  );
}
