/** What was measured of a network: metrics, knock-outs, the learning curve, what it learned from. */

import { h } from "../core/dom.js";
import { integer, measured } from "../core/format.js";
import { inLanguage } from "../i18n/translate.js";
import { metricsOf } from "../state/networks.js";
import { learningCurve } from "./networks_curve.js";

/** @typedef {import("../state/types.js").Card} Card */
/** @typedef {import("../state/types.js").Language} Language */
/** @typedef {import("../i18n/translate.js").Translate} Translate */

/**
 * What a reader calls a metric.
 *
 * @param {Card} card
 * @param {string} name
 * @param {Language} language
 */
export const metricName = ({ metric_words }, name, language) =>
  inLanguage(metric_words?.[name] ?? name, language);

/**
 * A part that opens; it says whose numbers it holds.
 *
 * @param {Card} card
 * @param {{ title: string, variant?: string }} names of the network, and of the variant among several
 * @param {Translate} t
 * @param {Language} language
 */
export function measuredPart(card, { title, variant }, t, language) {
  const list = (/** @type {readonly HTMLElement[]} */ items) => h("ul", { class: "network-list" }, items);
  const said = (/** @type {string | import("../state/types.js").Bilingual} */ words) =>
    h("li", { text: inLanguage(words, language) });
  const { knock_outs = [], curve = [], notes = [] } = card;
  return h("details", { class: "network-measured" }, [
    h("summary", {}, [
      t("network.measured"),
      variant && `: ${variant}`,
      h("span", { class: "visually-hidden", text: `, ${title}` }),
    ]),
    h("div", { class: "network-details" }, [
      metricsTable(card, title, t, language),
      knock_outs.length > 0 && h("h4", { text: t("network.knock_outs") }),
      knock_outs.length > 0 && list(knock_outs.map(({ words }) => said(words))),
      curve.length > 1 && h("h4", { text: t("network.curve") }),
      curve.length > 1 && learningCurve(curve, t, language),
      h("dl", { class: "network-facts" }, factsOf(card, t, language)),
      notes.length > 0 && h("h4", { text: t("network.notes") }),
      notes.length > 0 && list(notes.map(said)),
    ]),
  ]);
}

/**
 * @param {Card} card
 * @param {string} title
 * @param {Translate} t
 * @param {Language} language
 */
function metricsTable(card, title, t, language) {
  const metrics = metricsOf(card);
  if (metrics.length === 0) return null;
  const number = (/** @type {number | null} */ value) =>
    h("td", { text: value === null ? "" : measured(value) });
  const column = (/** @type {string} */ text) => h("th", { scope: "col", text });
  return h("table", { class: "network-table" }, [
    h("caption", { class: "visually-hidden", text: `${t("network.measured")}: ${title}` }),
    h("thead", {}, [
      h("tr", {}, [
        h("td"),
        column(t("network.metric.value")),
        column(t("network.metric.at_least")),
        column(t("network.metric.untrained")),
      ]),
    ]),
    h(
      "tbody",
      {},
      metrics.map(({ name, value, atLeast, untrained }) =>
        h("tr", {}, [
          h("th", { scope: "row", text: metricName(card, name, language) }),
          number(value),
          number(atLeast),
          number(untrained),
        ]),
      ),
    ),
  ]);
}

/**
 * @param {Card} card
 * @param {Translate} t
 * @param {Language} language
 */
function factsOf({ training, seed, trained_on, license }, t, language) {
  const { steps, batch } = training ?? {};
  const recipe =
    steps && batch
      ? t("network.training.recipe", {
          steps: integer(steps, language),
          batch: integer(batch, language),
          seed: seed ?? "",
        })
      : "";
  return [
    [t("network.trained_on"), inLanguage(trained_on, language)],
    [t("network.training"), recipe],
    [t("network.license"), inLanguage(license, language)],
  ].flatMap(([name, words]) => (words ? [h("dt", { text: name }), h("dd", { text: words })] : []));
}
