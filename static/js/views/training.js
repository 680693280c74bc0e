/** The same gate of the same unit over the same sentence, before its network was trained and after. */

import { ramps } from "../core/colour.js";
import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { integer, short, subscript } from "../core/format.js";
import { heatCell, segments } from "../core/heat.js";
import { createStore } from "../core/store.js";
import { inLanguage } from "../i18n/translate.js";

/** @typedef {"forget_gate" | "input_gate"} Gate */
/** @typedef {readonly (readonly number[])[]} Rows [T][H] */
/**
 * @typedef {object} TrainingData
 * @property {readonly { text: string }[]} tokens
 * @property {number} unit to look at first
 * @property {Readonly<Record<Gate, { untrained: Rows, trained: Rows }>>} channels
 * @property {number} steps of training between the two
 * @property {import("../state/types.js").Bilingual} note how the first weights were drawn
 */

const GATES = Object.freeze({ forget_gate: "f", input_gate: "i" });

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").ExhibitContext<TrainingData>} context
 * @returns {{ destroy: () => void }}
 */
export function mount(element, { t, language, surroundings, data }) {
  const store = createStore({ gate: /** @type {Gate} */ ("forget_gate"), unit: data.unit });
  const units = data.channels.forget_gate.trained[0]?.length ?? 0;
  const gates = segments(
    t("training.gate"),
    Object.entries(GATES).map(([key, symbol]) => ({ key, text: symbol, name: t(`channel.${key}`) })),
    (key) => store.set({ gate: /** @type {Gate} */ (key) }),
  );
  const unitChoice = segments(
    t("training.unit"),
    Array.from({ length: units }, (_, unit) => ({ key: String(unit), text: String(unit + 1) })),
    (key) => store.set({ unit: Number(key) }),
  );
  const table = h("div", { class: "heat", role: "table" });
  const said = h("p", { class: "exhibit-said", role: "status" });
  const legend = h("p", { class: "exhibit-legend" });
  const live = h("div", { class: "figure-live exhibit" });
  append(live, [
    h("div", { class: "exhibit-controls" }, [
      h("span", { class: "exhibit-field" }, [h("span", { text: t("training.gate") }), gates.element]),
      h("span", { class: "exhibit-field" }, [h("span", { text: t("training.unit") }), unitChoice.element]),
    ]),
    table,
    legend,
    said,
    h("p", { class: "note", text: noteOf(data, language, t) }),
  ]);
  element.prepend(live);
  element.dataset.live = "";

  const draw = () => {
    const { gate, unit } = store.get();
    const ramp = ramps(surroundings.get().scheme);
    const shade = (/** @type {number} */ value) => ramp.gate(/** @type {"f" | "i"} */ (GATES[gate]), value);
    const { untrained, trained } = data.channels[gate];
    const column = (/** @type {Rows} */ rows) => rows.map((row) => row[unit] ?? 0);
    const [before, after] = [column(untrained), column(trained)];
    const most = largestChange(before, after);
    const name = `${GATES[gate]}${subscript(unit + 1)}`;
    gates.press(gate);
    unitChoice.press(String(unit));
    setAttribute(table, "aria-label", t("training.table", { name }));
    fill(table, [
      rowOf("columnheader", [t("memory.word"), t("training.before"), t("training.after")]),
      ...data.tokens.map(({ text }, step) => {
        const word = h("span", { role: "rowheader", lang: "en", text });
        const cells = [before, after].map((values) =>
          heatCell(short(values[step] ?? 0), shade(values[step] ?? 0)),
        );
        return h("div", { class: "heat-row", role: "row", "data-chosen": step === most }, [word, ...cells]);
      }),
    ]);
    fill(legend, legendOf(gate, shade, t));
    const [from, to] = [before[most] ?? 0, after[most] ?? 0];
    const words = { name, token: data.tokens[most]?.text ?? "", from: short(from), to: short(to) };
    setText(said, t(`training.see.${gate}.${to < from ? "down" : "up"}`, words));
  };
  const unsubscribe = store.subscribe(draw);
  const unfollow = surroundings.subscribe(draw);
  draw();
  return {
    destroy() {
      unsubscribe();
      unfollow();
      live.remove();
      delete element.dataset.live;
    },
  };
}

/**
 * The step at which two rows of numbers differ most.
 *
 * @param {readonly number[]} before
 * @param {readonly number[]} after
 */
export function largestChange(before, after) {
  const changes = before.map((value, step) => Math.abs((after[step] ?? 0) - value));
  return changes.indexOf(Math.max(...changes));
}

/**
 * @param {string} role
 * @param {readonly string[]} texts
 */
const rowOf = (role, texts) =>
  h(
    "div",
    { class: "heat-row heat-head", role: "row" },
    texts.map((text) => h("span", { role, text })),
  );

/**
 * @param {Gate} gate
 * @param {(value: number) => import("../core/colour.js").Rgb} shade
 * @param {import("../i18n/translate.js").Translate} t
 */
function legendOf(gate, shade, t) {
  const steps = [0, 0.25, 0.5, 0.75, 1].map((value) => {
    const cell = heatCell(value === 0 || value === 1 ? String(value) : "", shade(value));
    cell.removeAttribute("role");
    return cell;
  });
  return [
    h("span", { text: t(`training.low.${gate}`) }),
    h("span", { class: "heat-scale" }, steps),
    h("span", { text: t(`training.high.${gate}`) }),
  ];
}

/**
 * @param {TrainingData} data
 * @param {import("../state/types.js").Language} language
 * @param {import("../i18n/translate.js").Translate} t
 */
function noteOf({ note, steps }, language, t) {
  const first = t("training.before_note", { note: inLanguage(note, language).replaceAll(/-(?=\d)/g, "−") });
  return `${first} ${t("training.after_note", { steps: integer(steps, language) })}`;
}
