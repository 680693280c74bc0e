/** One lane: its name, the ends of its colours, and the plot with its picture. */

import { h } from "../core/dom.js";

/**
 * @typedef {object} Lane
 * @property {import("./context.js").CellChannel} channel
 * @property {HTMLElement} row
 * @property {HTMLElement} symbol
 * @property {HTMLElement} name
 * @property {HTMLElement} range
 * @property {HTMLElement} plot
 * @property {HTMLCanvasElement} canvas
 * @property {import("./lanes_drawing.js").Picture | null} picture
 */

/**
 * @param {import("./context.js").CellChannel} channel
 * @param {import("./context.js").Context["actions"]} actions
 * @returns {Lane}
 */
export function createLane(channel, actions) {
  const symbol = h("b", { class: "lane-symbol" });
  const name = h("span", { class: "lane-name" });
  const range = h("span", { class: "lane-range" });
  const swatch = h("span", { class: `swatch swatch-${channel.hue ?? "signed"}` });
  const label = h("button", { class: "lane-label", onclick: () => actions.chooseChannel(channel.name) }, [
    swatch,
    symbol,
    name,
    range,
  ]);
  const canvas = h("canvas", { "aria-hidden": "true" });
  const plot = h("div", { class: "lane-plot" }, [canvas]);
  const row = h("div", { class: "lane", "data-channel": channel.name }, [label, plot]);
  return { channel, row, symbol, name, range, plot, canvas, picture: null };
}
