/** A trained network over its sentence: both states and the prediction, a column printed with every word that is read. */

import { ramps } from "../core/colour.js";
import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { plain, short, subscript } from "../core/format.js";
import { heatCell } from "../core/heat.js";
import { clamp } from "../core/scale.js";
import { createStepper } from "../core/stepper.js";
import { createStore } from "../core/store.js";
import { scaleEnd, tokenAt, valueAt } from "../state/selectors.js";

/** @typedef {import("../state/types.js").TraceData} TraceData */
/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */
/** @typedef {{ trace: TraceData, link: (step: number, unit: number) => string, place: { step: number, unit: number } }} SequenceData `link`: to a step on Explore */

const STATES = Object.freeze([
  { channel: "cell_state", symbol: "c" },
  { channel: "hidden_state", symbol: "h" },
]);

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").ExhibitContext<SequenceData>} context
 * @returns {{ destroy: () => void }}
 */
export function mount(element, { t, surroundings, data, target }) {
  const { trace, place } = data;
  const layer = /** @type {LayerTrace} */ (trace.layers[0]);
  const last = trace.length - 1;
  const store = createStore({ step: place.step });
  const table = h("div", { class: "heat heat-sequence", role: "table", "aria-label": t("sequence.table") });
  const said = h("p", { class: "exhibit-said", role: "status" });
  const numbers = h("p", { class: "exhibit-numbers" });
  const legend = h("p", { class: "exhibit-legend", text: legendOf(layer, t) });
  const explore = h("a", { class: "button small", target, text: t("sequence.explore") });
  const stepper = createStepper(
    { title: t("sequence.step"), back: t("memory.previous"), on: t("memory.next") },
    (where) => go("to" in where ? where.to : store.get().step + where.by),
  );
  const live = h("div", { class: "figure-live exhibit" });
  append(live, [
    table,
    legend,
    stepper.element,
    numbers,
    said,
    h("p", { class: "exhibit-explore" }, [explore]),
  ]);
  element.prepend(live);
  element.dataset.live = "";
  /** @param {number} step */
  const go = (step) => store.set({ step: clamp(step, 0, last) });

  const draw = () => show(store.get().step);
  /** @param {number} step */
  const show = (step) => {
    const focused = live.contains(document.activeElement)
      ? document.activeElement?.getAttribute("data-step")
      : null;
    fill(table, [
      headRow(layer, t),
      ...Array.from({ length: trace.length }, (_, at) => {
        const word = h("button", {
          class: "heat-word",
          lang: "en",
          "data-step": at,
          "aria-current": at === step ? "step" : null,
          text: tokenAt(trace, at)?.text ?? String(at + 1),
          onclick: () => go(at),
        });
        const cells = at > step ? emptyCells(layer) : cellsOf(layer, trace, at, surroundings.get().scheme);
        return h("div", { class: "heat-row", role: "row", "data-chosen": at === step }, [
          h("span", { role: "rowheader" }, [word]),
          ...cells,
        ]);
      }),
    ]);
    /** @type {HTMLElement | null} */ (
      focused ? table.querySelector(`[data-step="${focused}"]`) : null
    )?.focus();
    const changed = mostChanged(layer, step);
    stepper.update(step, last, t("figure.count", { k: step + 1, n: trace.length }));
    setText(said, sentenceOf(layer, trace, step, changed, t));
    setText(numbers, numbersOf(layer, step));
    setAttribute(explore, "href", data.link(step, changed));
  };
  // On paper nobody steps: every column is printed.
  const whole = () => show(last);
  addEventListener("beforeprint", whole);
  addEventListener("afterprint", draw);
  const unsubscribe = store.subscribe(draw);
  const unfollow = surroundings.subscribe(draw);
  draw();
  return {
    destroy() {
      removeEventListener("beforeprint", whole);
      removeEventListener("afterprint", draw);
      unsubscribe();
      unfollow();
      live.remove();
      delete element.dataset.live;
    },
  };
}

/** Of each state, how many units it has. @param {LayerTrace} layer */
const columnsOf = ({ channels }) =>
  STATES.flatMap(({ channel, symbol }) =>
    Array.from({ length: channels[channel]?.shape[1] ?? 0 }, (_, unit) => ({ channel, symbol, unit })),
  );

/**
 * @param {LayerTrace} layer
 * @param {import("../i18n/translate.js").Translate} t
 */
function headRow(layer, t) {
  return h("div", { class: "heat-row heat-head", role: "row" }, [
    h("span", { role: "columnheader", text: t("memory.word") }),
    ...columnsOf(layer).map(({ symbol, unit }) =>
      h("span", { role: "columnheader", class: unit ? null : "first" }, [
        h("i", { text: symbol }),
        subscript(unit + 1),
      ]),
    ),
    h("span", { role: "columnheader", class: "first", text: t("sequence.prediction") }),
  ]);
}

/** @param {LayerTrace} layer */
const emptyCells = (layer) =>
  [...columnsOf(layer).map(({ unit }) => unit), 0].map((unit) =>
    h("span", { class: unit ? "heat-cell empty" : "heat-cell empty first", role: "cell" }),
  );

/**
 * @param {LayerTrace} layer
 * @param {TraceData} trace
 * @param {number} step
 * @param {import("../core/colour.js").Theme} theme
 */
function cellsOf(layer, { predictions }, step, theme) {
  const { signed } = ramps(theme);
  const states = columnsOf(layer).map(({ channel, unit }) => {
    const value = valueAt(layer, channel, step, unit);
    return heatCell(short(value), signed(value / scaleEnd(layer, channel)), unit ? "" : "first");
  });
  const said = predictions?.values[step]?.[0] ?? 0;
  return [...states, heatCell(short(said), signed(said), "first said")];
}

/**
 * Both states in numbers, for screens on which the cells are too small for them.
 *
 * @param {LayerTrace} layer
 * @param {number} step
 */
function numbersOf(layer, step) {
  const columns = columnsOf(layer);
  return STATES.map(({ channel, symbol }) => {
    const mine = columns.filter((one) => one.channel === channel);
    return `${symbol} = (${mine.map(({ unit }) => short(valueAt(layer, channel, step, unit))).join(", ")})`;
  }).join(", ");
}

/** @param {LayerTrace} layer @param {import("../i18n/translate.js").Translate} t */
const legendOf = (layer, t) => t("sequence.scale", { end: plain(scaleEnd(layer, "cell_state")) });

/**
 * The unit whose memory this step has changed most.
 *
 * @param {LayerTrace} layer
 * @param {number} step
 */
export function mostChanged(layer, step) {
  const count = layer.channels.cell_state?.shape[1] ?? 0;
  const changes = Array.from({ length: count }, (_, unit) =>
    Math.abs(valueAt(layer, "cell_state", step, unit) - valueAt(layer, "cell_state", step - 1, unit)),
  );
  return Math.max(0, changes.indexOf(Math.max(...changes)));
}

/**
 * @param {LayerTrace} layer
 * @param {TraceData} trace
 * @param {number} step
 * @param {number} unit
 * @param {import("../i18n/translate.js").Translate} t
 */
function sentenceOf(layer, trace, step, unit, t) {
  return t("sequence.said", {
    token: tokenAt(trace, step)?.text ?? "",
    value: short(trace.predictions?.values[step]?.[0] ?? 0),
    u: subscript(unit + 1),
    from: short(valueAt(layer, "cell_state", step - 1, unit)),
    to: short(valueAt(layer, "cell_state", step, unit)),
  });
}
