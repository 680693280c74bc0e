/**
 * The lanes for the keyboard and for screen readers: a grid with one real cell, the chosen number, laid over
 * its place in the picture. Arrows move it; each move makes the cell anew, so that its words are read out.
 */

import { h, setAttribute } from "../core/dom.js";
import { long, subscript } from "../core/format.js";
import { clamp } from "../core/scale.js";
import { laneRows } from "../state/columns.js";
import { shownLayer, tokenAt, unitCount, unitsOf, valueAt } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Place} Place */

/** @param {import("./context.js").Context} context */
export function createLaneGrid({ store, t, actions, channels }) {
  const row = h("div", { role: "row", class: "grid-row" });
  const element = h("div", { role: "grid", class: "lane-grid" }, [row]);
  /** @type {HTMLElement | null} */
  let cell = null;

  /** @param {State} state */
  const words = (state) => {
    const layer = shownLayer(state);
    const symbol = channels.find(({ name }) => name === state.channel)?.symbol ?? "";
    const value = layer ? valueAt(layer, state.channel, state.step, state.unit) : 0;
    return t("lanes.cell", {
      name: `${symbol}${subscript(state.unit + 1)}`,
      channel: t(`channel.${state.channel}`),
      step: state.step + 1,
      token: tokenAt(state.trace, state.step)?.text ?? "",
      value: long(value),
    });
  };

  /**
   * The place an arrow leads to: steps sideways; units, then the next channel, up and down.
   *
   * @param {string} key
   * @param {State} state
   * @returns {Place | null}
   */
  const target = (key, state) => {
    const layer = shownLayer(state);
    const at = channels.findIndex(({ name }) => name === state.channel);
    const last = (state.trace?.length ?? 1) - 1;
    const here = { channel: state.channel, step: state.step, unit: state.unit };
    const steps = { ArrowLeft: state.step - 1, ArrowRight: state.step + 1, Home: 0, End: last }[key];
    if (steps !== undefined) return { ...here, step: clamp(steps, 0, last) };
    const by = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (!by || !layer) return null;
    const unit = state.unit + by;
    if (unit >= 0 && unit < unitCount(layer, state.channel)) return { ...here, unit };
    const next = channels[at + by]?.name;
    return next ? { ...here, channel: next, unit: by > 0 ? 0 : unitCount(layer, next) - 1 } : null;
  };

  element.addEventListener("keydown", (event) => {
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") return actions.openPanel("arithmetic");
    const place = target(event.key, store.get());
    if (!place) return;
    event.preventDefault();
    actions.visit(place);
  });

  return {
    element,
    /** @param {State} state */
    label(state) {
      const layer = shownLayer(state);
      setAttribute(element, "aria-label", t("lanes.grid"));
      setAttribute(element, "aria-colcount", state.trace?.length ?? 0);
      setAttribute(element, "aria-rowcount", channels.length * (layer ? unitsOf(layer) : 0));
    },
    /**
     * @param {State} state
     * @param {import("../state/columns.js").Run} run
     * @param {number} most rows of a lane
     */
    place(state, run, most) {
      const layer = shownLayer(state);
      const units = layer ? unitCount(layer, state.channel) : 1;
      const rows = laneRows(units, most);
      const at = channels.findIndex(({ name }) => name === state.channel);
      const label = words(state);
      if (cell?.getAttribute("aria-label") !== label) {
        const focused = cell !== null && document.activeElement === cell;
        cell = h("div", {
          role: "gridcell",
          class: "grid-cell",
          tabindex: 0,
          "aria-label": label,
          "aria-colindex": state.step + 1,
        });
        row.replaceChildren(cell);
        if (focused) cell.focus({ preventScroll: true });
      }
      setAttribute(row, "aria-rowindex", at * units + state.unit + 1);
      const style = element.style;
      style.setProperty("--columns", String(Math.max(1, run.stop - run.start)));
      style.setProperty("--column", String(state.step - run.start));
      style.setProperty("--at", String(at));
      style.setProperty(
        "--row",
        String(rows.findIndex(({ start, stop }) => state.unit >= start && state.unit < stop)),
      );
      style.setProperty("--rows", String(Math.max(1, rows.length)));
    },
  };
}
