/** The sequences that a network suggests. Pure. */

import { shownModel } from "./selectors.js";
import { csv } from "./state.js";

/** @typedef {import("./types.js").Example} Example */

/**
 * What a network is shown with where the reader has not said.
 *
 * @param {import("./types.js").Boot} boot
 * @param {string} model
 * @returns {Example | undefined}
 */
export function firstExample(boot, model) {
  return boot.cards[model]?.examples?.[0] ?? shownModel(boot, { model })?.examples?.[0];
}

/**
 * An example as the reader would type it; nothing typed where there is none.
 *
 * @param {Pick<Example, "text" | "tokens" | "values">} [example]
 * @returns {import("./types.js").Sequence}
 */
export function sequenceOf({ text, tokens, values } = {}) {
  if (values) return { kind: "values", value: csv(values) };
  return { kind: "text", value: text ?? tokens?.join(" ") ?? "" };
}
