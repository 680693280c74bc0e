/** What an operation of figure 2 or 3 does to the chosen number, in words. */

import { CURVES, repeated } from "../cells/curves.js";
import { grouped, long, plain } from "../core/format.js";
import { roundAt } from "./curve_loop.js";

/** @typedef {import("../cells/curves.js").Curve} Curve */
/** @typedef {import("../i18n/translate.js").Translate} Translate */

/**
 * @param {Curve} curve
 * @param {string} id of the operation
 * @param {{ values: readonly number[], results: readonly number[], payloads: readonly number[],
 *   products: readonly number[], unit: number, round: number }} numbers `round`: how far the loop is, 0..1
 * @param {string} language
 * @param {Translate} t
 */
export function captionOf(curve, id, { values, results, payloads, products, unit, round }, language, t) {
  const x = values[unit] ?? 0;
  const rounds = roundAt(round);
  const args = {
    x: plain(x),
    y: long(results[unit] ?? 0),
    payload: plain(payloads[unit] ?? 0),
    product: long(products[unit] ?? 0),
    count: values.length,
    tanh: long(CURVES.tanh.at(x)),
    sigmoid: long(CURVES.sigmoid.at(x)),
    round: rounds,
    without: grouped(repeated(x, null)[rounds] ?? 0, language),
    with: long(repeated(x, curve)[rounds] ?? 0),
  };
  const held = results[unit] !== curve.at(x);
  const now = held && id !== "curve_slide" ? "held" : "now";
  return {
    title: t(`op.${id}.title`),
    now: t(`op.${id}.${id === "curve_sigmoid" ? now : "now"}`, args),
    rule: t(`op.${id}.rule`, args),
  };
}
