/** One polite sentence at each stop for those who hear the page; silent while something moves. */

import { setText } from "../core/dom.js";
import { decimals, subscript } from "../core/format.js";
import { shownLayer, tokenAt, valueAt } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, channels, operations }) {
  /** @param {State} state */
  const sentence = (state) => {
    const layer = shownLayer(state);
    const operation = operations[state.operation];
    if (!layer || !operation || !state.trace) return "";
    const symbol = channels.find(({ name }) => name === state.channel)?.symbol ?? "";
    return t("live.stop", {
      step: state.step + 1,
      length: state.trace.length,
      token: tokenAt(state.trace, state.step)?.text ?? "",
      operation: t(`operation.${operation.id}`),
      name: `${symbol}${subscript(state.unit + 1)}`,
      value: decimals(valueAt(layer, state.channel, state.step, state.unit), 2),
    });
  };
  return {
    update(state, previous) {
      if (!state.resting) return;
      const keys = /** @type {const} */ (["resting", "trace", "step", "operation", "unit", "channel", "layer", "direction", "language"]);
      if (keys.some((key) => state[key] !== previous[key])) setText(element, sentence(state));
    },
    destroy: () => setText(element, ""),
  };
}
