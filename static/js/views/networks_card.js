/** A network to choose, and several that learned the same in other ways, side by side. */

import { h } from "../core/dom.js";
import { measured } from "../core/format.js";
import { inLanguage } from "../i18n/translate.js";
import { comparedMetrics, gatesOf, tellingMetrics } from "../state/networks.js";
import { measuredPart, metricName } from "./networks_measured.js";

/** @typedef {import("../state/types.js").Model} Model */
/** @typedef {import("../state/types.js").Card} Card */
/**
 * @typedef {object} Shelf what a card is made from
 * @property {Readonly<Record<string, Card>>} cards
 * @property {import("../i18n/translate.js").Translate} t
 * @property {import("../state/types.js").Language} language
 * @property {string} shown id of the network shown
 * @property {(id: string) => void} choose
 */

/** @param {Shelf} shelf @param {Model} model */
const titleOf = ({ cards, language }, model) => inLanguage(cards[model.id]?.title ?? model.title, language);

/** @param {Shelf} shelf @param {Model} model */
function factsOf({ t }, { stacks: [stack], input }) {
  if (!stack) return "";
  return [
    t("network.size", { cell: stack.cell.toUpperCase(), units: stack.hidden_size }),
    stack.layers > 1 && t("network.layers", { layers: stack.layers }),
    t("network.parameters", { count: stack.parameters }),
    t(`network.input.${input.kind}`),
  ]
    .filter(Boolean)
    .join(" · ");
}

/**
 * @param {Shelf} shelf
 * @param {Model} model
 * @param {ReadonlyArray<import("../core/dom.js").Child>} content
 */
const choiceOf = ({ shown, choose }, { id }, content) =>
  h(
    "button",
    {
      class: "network-card",
      "data-network": id,
      "aria-pressed": String(id === shown),
      onclick: () => choose(id),
    },
    content,
  );

/** @param {Shelf} shelf @param {Model} model */
export function networkCard(shelf, model) {
  const { cards, t, language } = shelf;
  const card = cards[model.id] ?? { title: { en: model.title, zh: model.title } };
  const telling = tellingMetrics(card).map(({ name, value, untrained }) =>
    h("span", { class: "network-metric" }, [
      `${metricName(card, name, language)} `,
      h("b", { text: measured(value) }),
      untrained !== null &&
        h("span", { class: "muted", text: ` ${t("network.untrained", { value: measured(untrained) })}` }),
    ]),
  );
  return h("li", { class: "network" }, [
    choiceOf(shelf, model, [
      h("b", { class: "network-name", text: titleOf(shelf, model) }),
      card.task && h("span", { text: inLanguage(card.task, language) }),
      h("span", { class: "muted", text: factsOf(shelf, model) }),
      ...telling,
    ]),
    card.metrics && measuredPart(card, { title: titleOf(shelf, model) }, t, language),
  ]);
}

/**
 * The first is what the others are variants of.
 *
 * @param {Shelf} shelf
 * @param {readonly Model[]} models
 */
export function variantsCard(shelf, models) {
  const { cards, t, language } = shelf;
  const [base] = models;
  const card = base && cards[base.id];
  if (!base || !card) return null;
  const kinds = models.map(({ id }) => gatesOf(cards[id]));
  const told = kinds.every(Boolean) && new Set(kinds).size === kinds.length;
  const names = models.map((model, k) => (told ? t(`network.gates.${kinds[k]}`) : titleOf(shelf, model)));
  const rows = comparedMetrics(models.map(({ id }) => cards[id] ?? card));
  const headingId = `network-${base.id}`;
  return h("li", { class: "network network-pair" }, [
    h("div", { class: "network-shared" }, [
      h("h4", { class: "network-name", id: headingId, text: titleOf(shelf, base) }),
      card.task && h("p", { text: inLanguage(card.task, language) }),
      h("p", { class: "muted", text: factsOf(shelf, base) }),
      told && h("p", { class: "muted", text: t("network.gates.what") }),
    ]),
    h("table", { class: "network-table network-compared", "aria-labelledby": headingId }, [
      h("thead", {}, [
        h("tr", {}, [
          h("td"),
          ...models.map((model, k) =>
            h("th", { scope: "col" }, [choiceOf(shelf, model, [h("b", { text: names[k] ?? "" })])]),
          ),
        ]),
      ]),
      h(
        "tbody",
        {},
        rows.map(({ name, values, apart }) =>
          h("tr", { class: apart ? "apart" : null }, [
            h("th", { scope: "row", text: metricName(card, name, language) }),
            ...values.map((value) => h("td", { text: measured(value) })),
          ]),
        ),
      ),
    ]),
    ...models.map((model, k) => {
      const own = cards[model.id];
      return own && measuredPart(own, { title: titleOf(shelf, base), variant: names[k] }, t, language);
    }),
  ]);
}
