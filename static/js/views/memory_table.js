/** The same numbers as a table, made when it is opened. */

import { fill, h } from "../core/dom.js";
import { long } from "../core/format.js";

/** @typedef {{ name: "lstm" | "rnn", found: import("../cells/early_word.js").EarlyWord }} Row */

/** @param {import("../i18n/translate.js").Translate} t */
export function createTable(t) {
  const place = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("memory.table") });
  let make = () => {};
  const details = h("details", { class: "exhibit-table", ontoggle: () => make() }, [
    h("summary", { text: t("memory.table") }),
    place,
  ]);
  return {
    element: details,
    /**
     * @param {readonly Row[]} rows
     * @param {readonly [string, string]} pair
     * @param {readonly string[]} filler
     */
    fill(rows, pair, filler) {
      make = () => fill(place, details.open ? [tableOf(rows, pair, filler, t)] : []);
      make();
    },
  };
}

/**
 * @param {readonly Row[]} rows
 * @param {readonly [string, string]} pair
 * @param {readonly string[]} filler
 * @param {import("../i18n/translate.js").Translate} t
 */
function tableOf(rows, pair, filler, t) {
  const count = rows[0]?.found.left.length ?? 0;
  const columns = rows.flatMap(({ name }) =>
    [...pair, t("memory.left.short")].map((text) => ({ name, text })),
  );
  const cells = (/** @type {number} */ step) =>
    rows.flatMap(({ found }) => [...found.predictions, found.left].map((values) => long(values[step] ?? 0)));
  return h("table", { class: "figure-table" }, [
    h("thead", {}, [
      h("tr", {}, [
        h("td", { colspan: 2 }),
        ...rows.map(({ name }) => h("th", { scope: "colgroup", colspan: 3, text: t(`memory.${name}`) })),
      ]),
      h("tr", {}, [
        h("th", { scope: "col", colspan: 2, text: t("memory.word") }),
        ...columns.map(({ text }) => h("th", { scope: "col", text })),
      ]),
    ]),
    h(
      "tbody",
      {},
      Array.from({ length: count }, (_, step) =>
        h("tr", {}, [
          h("td", { text: String(step) }),
          h("th", {
            scope: "row",
            lang: "en",
            text: step === 0 ? pair.join(" / ") : (filler[step - 1] ?? ""),
          }),
          ...cells(step).map((text) => h("td", { text })),
        ]),
      ),
    ),
  ]);
}
