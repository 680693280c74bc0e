/** The sequences that a network suggests. Pure. */

import { shownModel } from "./selectors.js";
import { csv } from "./state.js";

/** @typedef {import("./types.js").Example} Example */

/**
 * Those of the card, else those that the network brings, else the one that was made up for it.
 *
 * @param {import("./types.js").Boot} boot
 * @param {Pick<import("./types.js").State, "model" | "own">} state
 * @returns {readonly Example[]}
 */
export function examplesOf(boot, state) {
  const brought = boot.cards[state.model]?.examples ?? shownModel(boot, state)?.examples ?? [];
  const made = state.own.examples[state.model];
  return brought.length > 0 || !made ? brought : [made];
}

/**
 * What a network is shown with where the reader has not said.
 *
 * @param {import("./types.js").Boot} boot
 * @param {Pick<import("./types.js").State, "model" | "own">} state
 * @returns {Example | undefined}
 */
export const firstExample = (boot, state) => examplesOf(boot, state)[0];

/**
 * An example as the reader would type it; nothing typed where there is none.
 *
 * @param {Pick<Example, "text" | "tokens" | "values" | "token_ids">} [example]
 * @returns {import("./types.js").Sequence}
 */
export function sequenceOf({ text, tokens, values, token_ids } = {}) {
  if (values) return { kind: "values", value: csv(values) };
  if (token_ids) return { kind: "token_ids", value: token_ids.join(" ") };
  return { kind: "text", value: text ?? tokens?.join(" ") ?? "" };
}
