import { getCell } from "../../static/js/cells/index.js";
import { createStore } from "../../static/js/core/store.js";
import { cellDrawing } from "../../static/js/drawing/cell_drawing.js";
import { createTranslate } from "../../static/js/i18n/translate.js";
import { NO_OWN } from "../../static/js/state/own.js";
import * as draw from "../../static/js/views/draw.js";
import { pointAt, scalesOf, written } from "../../static/js/views/draw_plot.js";
import * as editor from "../../static/js/views/editor.js";
import { assert, mountPoint, test } from "./harness.js";

/** @typedef {import("../../static/js/state/types.js").State} State */

/** @param {number} inputs */
const bootOf = (inputs) =>
  /** @type {import("../../static/js/state/types.js").Boot} */ (
    /** @type {unknown} */ ({
      limits: { steps: 100, text: 1000 },
      models: [{ id: "tide", input: { kind: "values", labels: null }, stacks: [{ input_size: inputs }] }],
      cards: { tide: { examples: [{ values: [[200]] }] } },
    })
  );

/**
 * The editor and the pad over one store; typing goes into the store, a seek is collected.
 *
 * @param {string} value
 * @param {number} [inputs]
 */
async function show(value, inputs = 1) {
  const [en, zh] = await Promise.all(
    ["en", "zh"].map(async (name) => (await fetch(`/static/i18n/${name}.json`)).json()),
  );
  const store = createStore(
    /** @type {State} */ (
      /** @type {unknown} */ ({
        model: "tide",
        stack: null,
        sequence: { kind: "values", value },
        own: NO_OWN,
        step: 1,
        u: 1,
        trace: { length: 3 },
        language: "en",
        status: { kind: "ready" },
      })
    ),
  );
  /** @type {number[]} */
  const sought = [];
  const actions = /** @type {import("../../static/js/state/actions.js").Actions} */ (
    /** @type {unknown} */ ({
      type: (/** @type {string} */ text) => store.set({ sequence: { kind: "values", value: text } }),
      seek: ({ step = 0 }) => {
        sought.push(step);
        store.set({ step });
      },
    })
  );
  const t = createTranslate({ en, zh }, () => store.get().language);
  const cell = getCell("lstm");
  const context = {
    store,
    t,
    actions,
    boot: bootOf(inputs),
    cellOf: () => cell,
    channels: cell.channels,
    operations: cell.operations,
    drawing: cellDrawing(() => cell, t),
  };
  const element = mountPoint();
  const views = [editor, draw].map((view) => {
    const place = element.appendChild(document.createElement("div"));
    return view.mount(place, context);
  });
  store.subscribe((state, previous) => {
    for (const view of views) view.update(state, previous);
  });
  // What reads tables is fetched for a sequence of numbers.
  await import("../../static/js/views/editor_table.js");
  await new Promise(requestAnimationFrame);
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLInputElement} */ (element.querySelector(selector));
  const press = (/** @type {string} */ key, more = {}) =>
    find(".draw-pad").dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true, ...more }));
  const paste = (/** @type {string} */ text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, cancelable: true, bubbles: true });
    return find("textarea").dispatchEvent(event);
  };
  return { store, sought, find, press, paste, text: () => store.get().sequence.value };
}

test("the arrow keys choose a step and change its value", async () => {
  const { press, text, sought, find } = await show("10\n20\n30");
  press("ArrowUp");
  press("ArrowUp");
  assert.equal(text(), "10\n22\n30");
  press("ArrowRight");
  press("PageDown");
  assert.equal(text(), "10\n22\n20");
  assert.deepEqual(sought, [2]);
  press("ArrowRight");
  press("ArrowDown", { shiftKey: true });
  assert.equal(text(), "10\n22\n20");
  assert.equal(find(".draw-pad").getAttribute("aria-valuetext"), "step 3 of 3: 20");
  assert.equal(find(".draw-pad").getAttribute("aria-valuemax"), "200");
});

test("values stay within the scale, and what was changed can be taken back", async () => {
  const { press, text, find } = await show("10\n200\n5");
  press("ArrowUp");
  assert.equal(text(), "10\n200\n5");
  press("ArrowDown");
  press("ArrowDown");
  press("Home");
  press("ArrowUp");
  assert.equal(text(), "11\n198\n5");
  press("z", { ctrlKey: true });
  assert.equal(text(), "10\n198\n5");
  find(".draw-fields button").click();
  assert.equal(text(), "10\n200\n5");
  assert.equal(find(".draw-fields button").hidden, true);
});

test("a typed value may leave the scale, which then grows", async () => {
  const { find, text } = await show("10\n20\n30");
  const field = find("#draw-value");
  field.value = "1\u00A0234,5";
  field.dispatchEvent(new Event("change"));
  assert.equal(text(), "10\n1234.5\n30");
  assert.equal(find(".draw-pad").getAttribute("aria-valuemax"), "1500");
  field.value = "many";
  field.dispatchEvent(new Event("change"));
  assert.equal(find(".draw-wrong").textContent, "“many” is not a number; 1234.5 stays.");
  assert.equal(text(), "10\n1234.5\n30");
});

test("the curve grows by its last value and is cut at the end", async () => {
  const { find, text } = await show("10, 20, 30");
  const count = find("#draw-count");
  for (const [typed, expected] of [
    ["5", "10, 20, 30, 30, 30"],
    ["2", "10, 20"],
    ["0", "10, 20"],
  ]) {
    count.value = /** @type {string} */ (typed);
    count.dispatchEvent(new Event("change"));
    assert.equal(text(), expected);
  }
  count.value = "1000";
  count.dispatchEvent(new Event("change"));
  assert.equal(text().split(", ").length, 100);
});

test("what is no number stops the hand and is not overwritten", async () => {
  const { press, text, find, store } = await show("10\n20x\n30");
  press("ArrowUp");
  assert.equal(text(), "10\n20x\n30");
  assert.equal(find(".draw-hint span").textContent, "The numbers above need mending first.");
  assert.equal(find("#draw-value").disabled, true);
  store.set({ sequence: { kind: "values", value: "" } });
  press("ArrowUp");
  assert.equal(text().split("\n").length, 24);
});

test("a network of several inputs has no pad", async () => {
  const { find } = await show("1, 2", 2);
  assert.equal(find(".draw-pad").closest("[role=group]")?.hasAttribute("hidden"), true);
});

test("a place on the pad is a step and a value, and back", () => {
  const frame = { width: 240, height: 116, left: 30, right: 230, top: 8, bottom: 96 };
  const range = { low: 0, high: 200, ticks: [0, 200], unit: 1 };
  const { x, y } = scalesOf(frame, range, 11);
  assert.deepEqual(pointAt({ x: x(4) + 3, y: y(150) }, frame, range, 11), { step: 4, value: 150 });
  assert.equal(pointAt({ x: -50, y: 0 }, frame, range, 11).step, 0);
  assert.equal(pointAt({ x: 999, y: 0 }, frame, range, 11).step, 10);
  assert.equal(pointAt({ x: 100, y: 0 }, frame, range, 1).step, 0);
  assert.deepEqual([written(-0.5), written(200), written(1e-7)], ["−0.5", "200", "1e-7"]);
});

test("a pasted table is taken, said, and can be undone", async () => {
  const { paste, text, find, store } = await show("1\n2");
  paste("YEAR,A,SUNACTIVITY\n1700,1,5\n1701,2,11\n1702,4,16\n");
  assert.equal(text(), "5\n11\n16");
  assert.equal(
    find(".taken-said").textContent,
    "3 rows, column SUNACTIVITY. Left out: the header, column YEAR, A.",
  );
  const choice = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (find("#numbers-column")));
  assert.deepEqual(
    [...choice.options].map((option) => option.text),
    ["YEAR", "A", "SUNACTIVITY"],
  );
  choice.value = "1";
  choice.dispatchEvent(new Event("change"));
  assert.equal(text(), "1\n2\n4");
  store.set({ language: "zh" });
  assert.equal(find(".taken-said").textContent, "已取 3 行，列 A。未取：表头、列 YEAR、SUNACTIVITY。");
  find(".taken button").click();
  assert.equal(text(), "1\n2");
  assert.equal(find(".taken").hidden, true);
});

test("a table that cannot be read changes nothing and says why", async () => {
  const { paste, text, find } = await show("1\n2");
  paste("year;n;m\n2001;1;2\n2002;2;n/a\n2003;3;4");
  assert.equal(text(), "1\n2");
  assert.equal(
    find(".taken-said").textContent,
    "Row 3, column m: “n/a” is not a number. Your sequence is as it was.",
  );
  const choice = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (find("#numbers-column")));
  choice.value = "1";
  choice.dispatchEvent(new Event("change"));
  assert.equal(text(), "1\n2\n3");
  paste("no numbers\nat all");
  assert.match(find(".taken-said").textContent ?? "", /^There is no column of numbers in it\./);
  assert.equal(text(), "1\n2\n3");
});

test("plain numbers are left to the browser to paste", async () => {
  const { paste, text } = await show("1\n2");
  for (const plain of ["3", "3\n4\n", "a word"]) {
    assert.equal(paste(plain), true, plain);
    assert.equal(text(), "1\n2");
  }
  const several = await show("1, 2\n", 2);
  assert.equal(several.paste("3, 4\n5, 6"), true);
  assert.equal(several.paste("t;a;b\n1;0,5;2\n2;1,5;3\n3;2,5;4"), false);
  assert.equal(several.text(), "0.5, 2\n1.5, 3\n2.5, 4");
  several.paste("a,b,c\n5,1,6\n2,1,8\n9,1,9");
  assert.match(
    several.find(".taken-said").textContent ?? "",
    /^It has 3 columns of numbers; this network takes 2\./,
  );
});
