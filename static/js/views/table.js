/** The chosen channel as a plain table, a page of steps at a time. */

import { createDialog } from "../core/dialog.js";
import { h, setAttribute } from "../core/dom.js";
import { glyphs, integer, long, subscript } from "../core/format.js";
import { pageAround } from "../core/scale.js";
import { hasTruth, lookOf, saidAt, toldIn, trueAt } from "../state/outlook.js";
import { shownLayer, tokenAt, unitCount, valueAt } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/** Rows and columns of a page at most. */
const STEPS = 200;
const UNITS = 32;

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot, channels }) {
  const dialog = createDialog("table", () => {
    if (store.get().panel === "table") actions.openPanel(null);
  });
  element.append(dialog.element);

  /** @param {State} state */
  const choice = (state) =>
    h(
      "div",
      { class: "segments", role: "group", "aria-label": t("arithmetic.channel") },
      channels.map(({ name, symbol }) =>
        h("button", {
          class: "segment",
          "aria-pressed": String(name === state.channel),
          "aria-label": t(`channel.${name}`),
          text: symbol,
          onclick: () => {
            actions.chooseChannel(name);
            draw(store.get());
            /** @type {HTMLElement | null} */ (dialog.element.querySelector("[aria-pressed=true]"))?.focus();
          },
        }),
      ),
    );

  /** @param {State} state */
  const draw = (state) => {
    const layer = shownLayer(state);
    if (!layer || !state.trace) return;
    const symbol = channels.find(({ name }) => name === state.channel)?.symbol ?? "";
    const count = unitCount(layer, state.channel);
    const steps = pageAround(state.trace.length, STEPS, state.step);
    const units = pageAround(count, UNITS, state.unit);
    const columns = Array.from({ length: units.stop - units.start }, (_, k) => units.start + k);
    const told = toldIn(boot, state);
    const outlook = outlookOf(told);
    const rows = Array.from({ length: steps.stop - steps.start }, (_, k) => {
      const step = steps.start + k;
      const row = h("tr", {}, [
        h("th", { scope: "row", text: `${step + 1} ${tokenText(state, step)}` }),
        ...outlook.map(({ at }) => h("td", { class: "outlook", text: at(told, step) })),
        ...columns.map((unit) => h("td", { text: long(valueAt(layer, state.channel, step, unit)) })),
      ]);
      setAttribute(row, "aria-current", step === state.step ? "step" : null);
      return row;
    });
    const cut = units.stop - units.start < count || steps.stop - steps.start < state.trace.length;
    dialog.draw({ title: t("table.title", { channel: t(`channel.${state.channel}`) }), close: t("close") }, [
      choice(state),
      cut &&
        h("p", {
          class: "note",
          text: t("table.part", {
            first: steps.start + 1,
            last: steps.stop,
            length: integer(state.trace.length, state.language),
            from: units.start + 1,
            to: units.stop,
            units: count,
          }),
        }),
      h("table", { class: "numbers-table" }, [
        h("thead", {}, [
          h("tr", {}, [
            h("th", { scope: "col", text: t("table.step") }),
            ...outlook.map(({ title }) => h("th", { scope: "col", class: "outlook", text: t(title) })),
            ...columns.map((unit) => h("th", { scope: "col", text: `${symbol}${subscript(unit + 1)}` })),
          ]),
        ]),
        h("tbody", {}, rows),
      ]),
    ]);
  };
  /** @param {State} state */
  const show = (state) => {
    if (state.panel === "table") draw(state);
    dialog.show(state.panel === "table");
  };
  show(store.get());
  return {
    update(state, previous) {
      if (state.panel !== previous.panel || state.language !== previous.language) show(state);
    },
    destroy: () => dialog.element.remove(),
  };
}

/** @param {State} state @param {number} step */
function tokenText({ trace }, step) {
  const token = tokenAt(trace, step);
  return token ? glyphs(token.text) : "";
}

/**
 * The columns before the numbers: what the head said, and what is true, as far as there is either.
 *
 * @param {import("../state/outlook.js").Told} told
 */
function outlookOf(told) {
  if (!lookOf(told.trace)) return [];
  const said = { title: "ribbon.name", at: saidAt };
  const title = told.came ? "prediction.key.came" : "prediction.key.true";
  return hasTruth(told) ? [said, { title, at: trueAt }] : [said];
}
