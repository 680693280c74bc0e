import { typedNumber } from "../../static/js/core/number.js";
import { createStore } from "../../static/js/core/store.js";
import { holdsAll, isEdited, NO_EDITS, negated, toggled, withWeight } from "../../static/js/state/edits.js";
import { figureActions } from "../../static/js/state/figure_actions.js";
import { shownLayer, valueAt } from "../../static/js/state/selectors.js";
import { mount } from "../../static/js/views/controls.js";
import * as parts from "../../static/js/views/parts.js";
import { figureOf } from "./figure_picture.js";
import { assert, mountPoint, test } from "./harness.js";

/** @typedef {import("../../static/js/state/types.js").State} State */
/** @typedef {import("../../static/js/views/context.js").FigureContext} FigureContext */

/**
 * The controls of a figure over a live store.
 *
 * @param {string} id
 * @param {Partial<State>} [patch]
 */
async function show(id, patch = {}) {
  const { script, t, numbers, drawing, stateAt } = await figureOf(id);
  const store = createStore(stateAt(patch));
  const player = { pause: () => {}, show: () => {} };
  const actions = figureActions({ store, player, compute: numbers.compute, placeIn: numbers.placeIn });
  const context = /** @type {FigureContext} */ (
    /** @type {unknown} */ ({
      store,
      t,
      actions,
      script,
      drawing,
      heading: "h3",
      original: (/** @type {string} */ dataset) => numbers.compute(dataset).weights,
    })
  );
  const element = mountPoint();
  const view = mount(element, context);
  store.subscribe((now, previous) => view.update(now, previous));
  /** @param {string} channel @param {number} unit */
  const value = (channel, unit) => {
    const layer = shownLayer(store.get());
    return layer ? valueAt(layer, channel, store.get().step, unit) : Number.NaN;
  };
  const field = /** @type {HTMLInputElement} */ (element.querySelector(".control-number"));
  /** @param {string} text @param {HTMLInputElement} [into] */
  const type = (text, into = field) => {
    into.value = text;
    into.dispatchEvent(new Event("input"));
  };
  /** @param {string} words @returns {HTMLButtonElement} */
  const button = (words) => {
    const found = [...element.querySelectorAll("button")].find(({ textContent }) => textContent === words);
    if (!found) throw new Error(`no button "${words}" in: ${element.textContent}`);
    return found;
  };
  return { element, store, context, value, field, type, button };
}

test("a number is typed with a point or a comma, a hyphen or a minus sign", () => {
  assert.deepEqual(["0.5", " .5 ", "0,5", "−2", "-2", "+1"].map(typedNumber), [0.5, 0.5, 0.5, -2, -2, 1]);
  assert.deepEqual(["", "a", "1.2.3", "-"].map(typedNumber), [null, null, null, null]);
});

test("a typed number holds the chosen unit's gate; the others stay, the focus too", async () => {
  const { element, value, field, type } = await show("4");
  field.focus();
  type("0.4");
  assert.equal(value("forget_gate", 1), 0.4);
  assert.close(value("forget_gate", 0), 0.97, 1e-3);
  assert.equal(document.activeElement, field);
  assert.equal(field.value, "0.4");
  assert.match(element.textContent ?? "", /held at 0\.40 at every step/);
  type("0.41");
  assert.equal(value("forget_gate", 1), 0.41);
});

test("a number that is none, or out of range, is named; the last good one stays", async () => {
  const { element, store, value, field, type } = await show("4");
  type("0.4");
  for (const wrong of ["7", "abc", "−0.1", ""]) {
    type(wrong);
    field.dispatchEvent(new Event("change"));
    const said = element.querySelector("[role=alert]")?.textContent ?? "";
    assert(said.includes(`“${wrong || "∅"}” is not a number from 0.00 to 1.00. It stays at 0.40.`), said);
    assert.equal(field.getAttribute("aria-invalid"), "true");
    assert.equal(value("forget_gate", 1), 0.4);
  }
  store.set({ unit: 2 });
  assert.equal(element.querySelector("[role=alert]")?.textContent, "");
  assert.equal(field.value, "0.51");
});

test("the two ends are buttons, the range is a twin of the field", async () => {
  const { element, value, field } = await show("5");
  element.querySelectorAll(".control-end").forEach((end) => {
    /** @type {HTMLElement} */ (end).click();
    assert.equal(value("input_gate", 1), Number(end.textContent));
  });
  const range = /** @type {HTMLInputElement} */ (element.querySelector("input[type=range]"));
  range.value = "0.25";
  range.dispatchEvent(new Event("input"));
  assert.equal(value("input_gate", 1), 0.25);
  assert.equal(field.value, "0.25");
});

test("perfect memory is on for all units and off again", async () => {
  const { store, value, button } = await show("6", { step: 2 });
  const perfect = button("Perfect memory: f = 1, i = 0");
  perfect.click();
  assert.equal(perfect.getAttribute("aria-pressed"), "true");
  for (const [unit, kept] of [0.8, -0.5, 0.2].entries()) assert.equal(value("cell_state", unit), kept);
  perfect.click();
  assert.equal(perfect.getAttribute("aria-pressed"), "false");
  assert.deepEqual(store.get().edits.overrides, []);
});

test("the sign of g is flipped for the chosen unit only", async () => {
  const { store, value, button } = await show("5");
  const flip = button("Flip the sign of g₂");
  flip.click();
  assert.close(value("candidate", 1), -0.88, 1e-3);
  assert.close(value("candidate", 0), 0.4, 1e-3);
  store.set({ unit: 0 });
  assert.equal(flip.textContent, "Flip the sign of g₁");
  assert.equal(flip.getAttribute("aria-pressed"), "false");
});

test("a weight is changed, says what it was, and everything is put back", async () => {
  const { element, store, value, type, button } = await show("4");
  const fields = element.querySelectorAll(".control-number");
  const weight = /** @type {HTMLInputElement} */ (fields[1]);
  const choice = /** @type {HTMLSelectElement} */ (element.querySelector("select"));
  assert.equal(choice.selectedOptions[0]?.text, "x₁", "the largest weight comes first");
  assert.equal(weight.value, "−2");
  type("1,5", weight);
  assert.match(element.textContent ?? "", /was −2/);
  assert.equal(store.get().weights?.W_x[0]?.[1]?.[0], 1.5);
  assert.close(value("forget_gate_preactivation", 1), -2.4423 + 3.5, 1e-3);
  const back = button("Put everything back");
  assert.equal(back.getAttribute("aria-disabled"), null);
  back.click();
  assert.equal(store.get().edits, NO_EDITS);
  assert.equal(back.getAttribute("aria-disabled"), "true");
  assert.equal(weight.value, "−2");
});

test("the plain RNN is a switch, the parts are a list of what is there", async () => {
  const { element, store, button } = await show("1");
  const choice = /** @type {HTMLSelectElement} */ (element.querySelector("select"));
  assert.equal(choice.options.length, 19);
  choice.value = "forget_gate";
  choice.dispatchEvent(new Event("change"));
  assert.equal(store.get().part, "forget_gate");
  button("Plain RNN").click();
  assert.equal(store.get().trace?.cell, "rnn");
  assert.deepEqual([...choice.options].map(({ value }) => value).includes("forget_gate"), false);
  assert.equal(choice.value, "");
});

test("pointing names a part while it lasts, a click keeps it, Escape lets it go", async () => {
  const { store, context } = await show("1");
  const stage = mountPoint();
  const part = document.createElement("b");
  part.setAttribute("data-part", "add");
  stage.append(part);
  const view = parts.mount(stage, context);
  store.subscribe((now, previous) => view.update(now, previous));
  /** @param {Element} target @param {string} kind */
  const point = (target, kind) =>
    target.dispatchEvent(new PointerEvent(kind, { bubbles: kind !== "pointerleave" }));
  point(part, "pointermove");
  assert.equal(store.get().part, "add");
  point(stage, "pointerleave");
  assert.equal(store.get().part, null);
  part.click();
  point(stage, "pointerleave");
  assert.equal(store.get().part, "add");
  store.set({ operation: 3 });
  assert.equal(store.get().part, null, "going on lets it go");
  part.click();
  assert.equal(store.get().part, "add");
  stage.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  assert.equal(store.get().part, null);
});

test("edits are plain data: on, off, flipped and flipped back leave nothing behind", () => {
  const one = /** @type {const} */ ({ channel: "forget_gate", unit: null, kind: "set", value: 1 });
  const other = /** @type {const} */ ({ channel: "forget_gate", unit: 2, kind: "set", value: 0.5 });
  assert.deepEqual(toggled([other], [one]), [one]);
  assert.equal(holdsAll([one, other], [one]), false);
  assert.deepEqual(toggled(toggled([], [one]), [one]), []);
  assert.deepEqual(negated(negated([other], "candidate", 0), "candidate", 0), [other]);
  const edit = /** @type {const} */ ({ gate: "candidate", part: "b", unit: 0, index: 0, value: 3 });
  assert.deepEqual(withWeight([edit], { ...edit, value: 4 }, 3), [{ ...edit, value: 4 }]);
  assert.deepEqual(withWeight([edit], { ...edit, value: 1 }, 1), []);
  assert.equal(isEdited(NO_EDITS), false);
});
