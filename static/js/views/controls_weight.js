/** One weight behind the chosen unit's gate: which one, what it is, what it was. */

import { fill, h, setText } from "../core/dom.js";
import { subscript } from "../core/format.js";
import { sameWeight, withWeight } from "../state/edits.js";
import { gateRow } from "../state/weights.js";
import { createNumber } from "./controls_number.js";

/** @typedef {{ part: "W_x" | "W_h" | "b", index: number, name: string, value: number, was: number }} Term */

/** A weight can be moved this far, or twice as far as it was. */
const REACH = 4;

/** Four decimals, and no zeros behind: a weight as one would write it. @param {number} value */
const written = (value) => String(Number(value.toFixed(4))).replace("-", "−");

/**
 * @param {import("../figures/script.js").Control} control
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./controls.js").Drawn}
 */
export function createWeight({ id, channel = "" }, { store, t, actions, script, original }) {
  /** @type {number | null} the largest until the reader chooses */
  let wanted = null;
  const number = createNumber({
    id: `figure-${script.id}-${id}-value`,
    format: written,
    step: 0.05,
    change: (value) => {
      const { edits, unit } = store.get();
      const term = chosenOf(termsOf(unit));
      if (!term) return;
      const edit = { gate: channel, part: term.part, unit, index: term.index, value };
      actions.edit({ weights: withWeight(edits.weights, edit, term.was) });
    },
    t,
  });
  const choiceId = `figure-${script.id}-${id}`;
  const choiceName = h("label", { class: "control-name", for: choiceId });
  const choice = h("select", {
    class: "control-choice",
    id: choiceId,
    onchange: () => {
      wanted = choice.selectedIndex;
      draw(store.get());
    },
  });
  const was = h("span", { class: "control-said" });
  const element = h("div", { class: "control control-weight" }, [
    h("div", { class: "control-row" }, [choiceName, choice]),
    number.label,
    h("div", { class: "control-row" }, [number.range, number.field, was]),
    number.wrong,
  ]);

  /** @param {number} unit @returns {Term[]} */
  const termsOf = (unit) => {
    const state = store.get();
    const now = gateRow(state.weights, channel, unit);
    const before = gateRow(original(state.dataset), channel, unit);
    if (!now || !before) return [];
    /** @type {(part: "W_x" | "W_h", letter: string) => Term[]} */
    const row = (part, letter) =>
      now[part].map((value, index) => ({
        part,
        index,
        name: `${letter}${subscript(index + 1)}`,
        value,
        was: before[part][index] ?? value,
      }));
    const bias = {
      part: /** @type {const} */ ("b"),
      index: 0,
      name: t("control.weight.bias"),
      value: now.b,
      was: before.b,
    };
    return [...row("W_h", "h"), ...row("W_x", "x"), bias];
  };

  /** @param {Term[]} terms */
  const chosenOf = (terms) => {
    const size = (/** @type {Term} */ term) => Math.abs(term.was);
    const [largest] = terms.slice(0, -1).sort((a, b) => size(b) - size(a));
    return wanted === null ? largest : terms[wanted];
  };

  /** @param {import("../state/types.js").State} state */
  const draw = ({ unit, edits }) => {
    const terms = termsOf(unit);
    const term = chosenOf(terms);
    if (!term) return;
    const names = terms.map(({ name }) => name);
    if (names.join() !== [...choice.options].map(({ text }) => text).join()) {
      fill(
        choice,
        names.map((name) => h("option", { text: name })),
      );
    }
    choice.selectedIndex = terms.indexOf(term);
    const u = subscript(unit + 1);
    setText(choiceName, t(`control.${id}`, { u, unit: unit + 1 }));
    const reach = Math.max(REACH, Math.ceil(2 * Math.abs(term.was)));
    const name = t("control.weight.value", { source: term.name, u });
    number.draw({ name, value: term.value, min: -reach, max: reach });
    const place = { gate: channel, part: term.part, unit, index: term.index };
    const edited = edits.weights.some((one) => sameWeight(one, place));
    setText(was, edited ? t("control.weight.was", { value: written(term.was) }) : "");
  };
  return { element, draw };
}
