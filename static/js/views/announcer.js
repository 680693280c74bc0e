/** One polite sentence at each stop for those who hear the page; silent while something moves. */

import { setText } from "../core/dom.js";
import { remarkAt, toldIn } from "../state/outlook.js";
import { tokenAt } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/** A change of any of these is told. */
const TOLD = /** @type {const} */ ([
  "resting",
  "trace",
  "truth",
  "step",
  "operation",
  "unit",
  "layer",
  "direction",
  "language",
  "part",
]);

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { t, boot, drawing, operations }) {
  /** The head speaks when the step is done. @param {State} state */
  const outlook = (state) => {
    const remark =
      state.operation === operations.length - 1 ? remarkAt(toldIn(boot, state), state.step) : null;
    return remark ? ` ${t("live.prediction", { said: t(remark.key, remark.args) })}` : "";
  };

  /** @param {State} state */
  const sentence = (state) => {
    const { trace, step } = state;
    const scene = drawing.sceneAt({ ...state, hover: null }, true);
    if (!scene || !trace) return "";
    const { title, now } = scene.caption;
    const token = tokenAt(trace, step)?.text;
    const place = { step: step + 1, length: trace.length, title, now: now + outlook(state) };
    if (token !== undefined) return t("live.stop", { ...place, token });
    return t(trace.length > 1 ? "live.stop_values" : "live.stop_alone", place);
  };
  return {
    update(state, previous) {
      if (state.resting && TOLD.some((key) => state[key] !== previous[key]))
        setText(element, sentence(state));
    },
    destroy: () => setText(element, ""),
  };
}
