/** One or two plain sentences on what a number does and what made it so. */

import { subscript } from "../core/format.js";
import { tokenAt } from "../state/selectors.js";

/** @typedef {import("../state/arithmetic.js").Breakdown} Breakdown */

/**
 * @param {import("../i18n/translate.js").Translate} t
 * @param {import("../state/types.js").State} state
 * @param {Breakdown} breakdown
 * @param {string} said by the cell: the end of the words' key
 * @returns {string}
 */
export function meaningOf(t, state, breakdown, said) {
  const first = t(`meaning.${said}`, { unit: breakdown.place.unit + 1 });
  const second = causeOf(t, state, breakdown);
  return second ? t("meaning.both", { first, second }) : first;
}

/**
 * The largest product of a gate's sum, where it says something.
 *
 * @param {import("../i18n/translate.js").Translate} t
 * @param {import("../state/types.js").State} state
 * @param {Breakdown} breakdown
 */
function causeOf(t, state, { terms, bias, place, sum, replaced }) {
  if (bias === null || replaced !== null || terms.length < 2) return "";
  const helping = terms.filter(({ product }) => product * sum > 0);
  const largest = helping.sort((a, b) => Math.abs(b.product) - Math.abs(a.product))[0];
  if (!largest || (bias * sum > 0 && Math.abs(bias) > Math.abs(largest.product)))
    return t("meaning.cause.bias");
  const { source, index } = largest.factor;
  if (source !== "input") return t("meaning.cause.memory", { name: `h${subscript(index + 1)}` });
  const token = tokenAt(state.trace, place.step)?.text;
  if (state.layer > 0) return t("meaning.cause.below", { layer: state.layer });
  if (token !== undefined) return t("meaning.cause.token", { token: token.trim() || "␣" });
  return t("meaning.cause.input", { name: `x${subscript(index + 1)}` });
}
