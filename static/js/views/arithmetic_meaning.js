/** One or two plain sentences on what a number does and what made it so. */

import { subscript } from "../core/format.js";
import { tokenAt } from "../state/selectors.js";

/** @typedef {import("../state/arithmetic.js").Breakdown} Breakdown */

const LOW = 0.2;
const HIGH = 0.8;

/**
 * @param {import("../i18n/translate.js").Translate} t
 * @param {import("../state/types.js").State} state
 * @param {Breakdown} breakdown
 * @returns {string}
 */
export function meaning(t, state, breakdown) {
  const { channel, unit } = breakdown.place;
  const first = t(`meaning.${channel}.${levelOf(breakdown)}`, { unit: unit + 1 });
  const second = causeOf(t, state, breakdown);
  return second ? t("meaning.both", { first, second }) : first;
}

/** @param {Breakdown} breakdown */
function levelOf({ place: { channel }, value, terms }) {
  if (channel === "cell_state") {
    const [kept, written] = terms.map(({ product }) => Math.abs(product));
    if ((kept ?? 0) > 4 * (written ?? 0)) return "kept";
    return (written ?? 0) > 4 * (kept ?? 0) ? "written" : "blended";
  }
  if (channel === "hidden_state") return Math.abs(value) < 0.1 ? "silent" : "speaks";
  if (channel === "candidate") return Math.abs(value) < 0.1 ? "small" : value > 0 ? "up" : "down";
  return value < LOW ? "low" : value > HIGH ? "high" : "middle";
}

/**
 * The largest product of a gate's sum, where it says something.
 *
 * @param {import("../i18n/translate.js").Translate} t
 * @param {import("../state/types.js").State} state
 * @param {Breakdown} breakdown
 */
function causeOf(t, state, { terms, bias, place, sum, replaced }) {
  if (bias === null || replaced !== null) return "";
  const helping = terms.filter(({ product }) => product * sum > 0);
  const largest = helping.sort((a, b) => Math.abs(b.product) - Math.abs(a.product))[0];
  if (!largest || (bias * sum > 0 && Math.abs(bias) > Math.abs(largest.product)))
    return t("meaning.cause.bias");
  const { source, index } = largest.factor;
  if (source === "hidden_state") return t("meaning.cause.memory", { name: `h${subscript(index + 1)}` });
  const token = tokenAt(state.trace, place.step)?.text;
  if (state.layer > 0) return t("meaning.cause.below", { layer: state.layer });
  if (token !== undefined) return t("meaning.cause.token", { token: token.trim() || "␣" });
  return t("meaning.cause.input", { name: `x${subscript(index + 1)}` });
}
