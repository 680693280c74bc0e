import { mostChanged, mount as mountSequence } from "../../static/js/views/sequence.js";
import { largestChange, mount as mountTraining } from "../../static/js/views/training.js";
import { figureWords } from "./curve_picture.js";
import { assert, mountPoint, test } from "./harness.js";
import { formula } from "./stage_samples.js";

/** @typedef {"light" | "dark"} Theme */

/**
 * @template D
 * @param {(element: HTMLElement, context: import("../../static/js/views/context.js").ExhibitContext<D>) => { destroy: () => void }} mount
 * @param {D} data
 * @param {"en" | "zh"} [language]
 */
async function show(mount, data, language = "en") {
  const element = mountPoint();
  let scheme = /** @type {Theme} */ ("light");
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const surroundings = {
    get: () => ({ scheme }),
    /** @param {() => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    still: () => false,
  };
  const t = await figureWords(language);
  const view = mount(element, { t, language, surroundings, data, target: "_blank" });
  const said = () => element.querySelector("[role=status]")?.textContent ?? "";
  const rows = () =>
    [...element.querySelectorAll("[role=row]")].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
  const darken = () => {
    scheme = "dark";
    for (const listener of listeners) listener();
  };
  /** @param {string} selector */
  const find = (selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  return { element, view, said, rows, darken, find, listeners };
}

const TRAINING = Object.freeze({
  tokens: [{ text: "not" }, { text: "good" }],
  unit: 1,
  channels: {
    forget_gate: {
      untrained: [
        [0.8, 0.81],
        [0.8, 0.79],
      ],
      trained: [
        [1, 0.99],
        [0.9, 0.06],
      ],
    },
    input_gate: {
      untrained: [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      trained: [
        [0.5, 0.95],
        [0.4, 0.4],
      ],
    },
  },
  steps: 7000,
  note: { en: "Between -0.5 and 0.5.", zh: "在 -0.5 到 0.5 之间。" },
});

test("gates before and after training stand side by side, and the largest change is said", async () => {
  const { rows, said, element, find } = await show(mountTraining, TRAINING);
  assert.deepEqual(rows(), [
    ["word", "before", "after"],
    ["not", "0.81", "0.99"],
    ["good", "0.79", "0.06"],
  ]);
  assert.equal(
    said(),
    "The largest change is at “good”: f₂ went from 0.79 to 0.06. There the unit now lets go of more.",
  );
  assert.equal(find("[data-chosen]").firstChild?.textContent, "good");
  assert.equal(find(".exhibit-legend").textContent, "drop01keep");
  assert.match(element.textContent ?? "", /Between −0\.5 and 0\.5\. .*7,000 steps/);
  assert.equal(largestChange([0, 1, 0], [0.1, 0.5, 0]), 1);
});

test("the reader chooses the gate and the unit", async () => {
  const { rows, said, find } = await show(mountTraining, TRAINING);
  find('button[aria-label="input gate"]').click();
  assert.deepEqual(rows()[1], ["not", "0.50", "0.95"]);
  assert.match(said(), /^The largest change is at “not”: i₂ .* lets more in\.$/);
  assert.equal(find('button[aria-label="input gate"]').getAttribute("aria-pressed"), "true");
  find("[aria-label=Unit] button").click();
  assert.match(said(), /“good”: i₁ went from 0\.50 to 0\.40\. There the unit now lets less in/);
});

test("colours follow the theme, words the language", async () => {
  const { find, darken, said, view, listeners, element } = await show(mountTraining, TRAINING, "zh");
  const light = find(".heat-cell").style.background;
  darken();
  assert(light !== find(".heat-cell").style.background, "the colour stays");
  assert.match(said(), /^变化最大的是“good”/);
  view.destroy();
  assert.equal(listeners.size, 0);
  assert.equal(element.childElementCount, 0);
});

/** Two units, three words, with a head. */
function sequence() {
  const trace = formula(2, 3);
  return {
    trace: { ...trace, predictions: { kind: "linear", labels: ["feeling"], values: [[0.1], [-0.2], [0.3]] } },
    place: { step: 0, unit: 0 },
    link: (/** @type {number} */ step, /** @type {number} */ unit) => `/#s=${step}&u=${unit}`,
  };
}

test("a column is printed with every word that is read", async () => {
  const { rows, find, said } = await show(mountSequence, sequence());
  assert.deepEqual(rows()[0], ["word", "c₁", "c₂", "h₁", "h₂", "prediction"]);
  assert.deepEqual(rows()[1], ["word0", "3.00", "1.62", "1.00", "0.54", "0.10"]);
  assert.deepEqual(rows()[2], ["word1", "", "", "", "", ""]);
  assert.equal(said(), "After “word0” the prediction is 0.10. Most changed: c₁, from 0.00 to 3.00.");
  find('button[aria-label="Next word"]').click();
  assert.equal(rows()[2]?.[5], "−0.20");
  assert.equal(find("a").getAttribute("href"), "/#s=1&u=1");
  assert.equal(find("a").getAttribute("target"), "_blank");
});

test("a word leads to its step and keeps the focus", async () => {
  const { find, rows, element } = await show(mountSequence, sequence());
  const last = find('[data-step="2"]');
  last.focus();
  last.click();
  assert.equal(rows()[3]?.[5], "0.30");
  assert.equal(document.activeElement?.getAttribute("data-step"), "2");
  assert.equal(document.activeElement?.getAttribute("aria-current"), "step");
  assert.equal(find('button[aria-label="Next word"]').getAttribute("aria-disabled"), "true");
  const slider = /** @type {HTMLInputElement} */ (element.querySelector("input[type=range]"));
  slider.value = "0";
  slider.dispatchEvent(new Event("input"));
  assert.equal(rows()[3]?.[5], "");
  assert.equal(slider.getAttribute("aria-valuetext"), "1 of 3");
});

test("on paper every column is printed", async () => {
  const { rows, view } = await show(mountSequence, sequence());
  dispatchEvent(new Event("beforeprint"));
  assert.equal(rows()[3]?.[5], "0.30");
  dispatchEvent(new Event("afterprint"));
  assert.equal(rows()[3]?.[5], "");
  view.destroy();
  dispatchEvent(new Event("beforeprint"));
  assert.deepEqual(rows(), []);
});

test("the unit that a step changed most is found by its cell state", () => {
  const [layer] = formula(2, 3).layers;
  assert(layer);
  assert.equal(mostChanged(layer, 0), 0, "from zeros, the largest");
  assert.equal(mostChanged(layer, 1), 1);
});
