import { getCell } from "../../static/js/cells/index.js";
import { contrast, hex, parse, ramps, shade } from "../../static/js/core/colour.js";
import { createStore } from "../../static/js/core/store.js";
import { cellDrawing } from "../../static/js/drawing/cell_drawing.js";
import {
  between,
  colouring,
  colouringRange,
  setTokens,
  shownOverview,
} from "../../static/js/state/passage.js";
import { shownLayer, valueAt } from "../../static/js/state/selectors.js";
import { initialState } from "../../static/js/state/state.js";
import * as overview from "../../static/js/views/overview.js";
import { mount } from "../../static/js/views/text.js";
import { answer, cells, waves, weights } from "./example.js";
import { assert, mountPoint, test } from "./harness.js";

/** @typedef {import("../../static/js/state/types.js").State} State */
/** @typedef {import("../../static/js/state/types.js").TraceData} TraceData */

const BOOT = /** @type {import("../../static/js/state/types.js").Boot} */ (
  /** @type {unknown} */ ({
    language: "en",
    request: { model: "review", text: "" },
    trace: answer,
    truth: null,
    weights,
    models: [{ id: "review", input: { kind: "characters" } }],
    cards: {},
  })
);

/**
 * A long text, a letter a step, broken into lines.
 *
 * @param {number} length
 * @returns {TraceData}
 */
function letters(length) {
  const tokens = Array.from({ length }, (_, step) => ({
    text: step % 40 === 39 ? "\n" : (["a", "b", " "][step % 3] ?? ""),
    id: step,
    known: true,
  }));
  return { ...waves(length, 3), tokens };
}

/** @param {Partial<State>} patch @param {typeof mount} [view] */
async function text(patch, view = mount) {
  const sheet = new CSSStyleSheet();
  await sheet.replace(".text-box { height: 130px; width: 700px; overflow: auto; white-space: pre-wrap }");
  document.adoptedStyleSheets = [sheet];
  const cell = getCell("lstm");
  const { channels, operations } = cell;
  /** @type {State} */
  const initial = { ...initialState(BOOT, cells), overview: "text", channel: "cell_state", step: 0, unit: 1 };
  const store = createStore({ ...initial, ...patch });
  const actions = /** @type {import("../../static/js/state/actions.js").Actions} */ (
    /** @type {unknown} */ ({
      seek: (/** @type {{ step: number }} */ { step }) => store.set({ step }),
      chooseUnit: (/** @type {number} */ unit) => store.set({ unit: Math.min(2, Math.max(0, unit)) }),
      chooseChannel: (/** @type {string} */ channel) => store.set({ channel }),
      setOverview: (/** @type {State["overview"]} */ now) => store.set({ overview: now }),
      point: (/** @type {State["hover"]} */ hover) => store.set({ hover }),
    })
  );
  const t = (/** @type {string} */ key, /** @type {object} */ args = {}) =>
    `${key} ${Object.values(args).join(" ")}`.trim();
  const drawing = cellDrawing(() => getCell("lstm"), t);
  const element = mountPoint();
  const mounted = view(element, {
    store,
    t,
    actions,
    boot: BOOT,
    cellOf: () => cell,
    channels,
    operations,
    drawing,
  });
  store.subscribe(mounted.update);
  const tokens = () => /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-step]")]);
  return { element, store, tokens };
}

/** @param {HTMLElement} element */
const tint = (element) => element.style.getPropertyValue("--tint");

test("words stand in reading flow", () => {
  assert.equal(between("not", "good"), " ");
  assert.equal(between("good", "."), "");
  assert.equal(between("(", "a"), "");
  assert.equal(between("不", "好"), "");
  assert.equal(between("好", "ok"), "");
  const set = (/** @type {string[]} */ words, /** @type {string} */ kind) =>
    setTokens(
      words.map((word) => ({ text: word })),
      kind,
    )
      .map(({ before, text: shown }) => before + shown)
      .join("");
  assert.equal(set(["It was", "not", "good", ",", "no"], "words"), "It was not good, no");
  assert.equal(set(["a", " ", "b", "\n", "c"], "characters"), "a b⏎\nc");
});

test("the memory is coloured through tanh, a gate as it is", () => {
  const layer = shownLayer({ trace: letters(90), layer: 0, direction: "forward" });
  assert(layer);
  assert.close(colouring(layer, "cell_state", 5, 1), Math.tanh(valueAt(layer, "cell_state", 5, 1)), 1e-12);
  assert.equal(colouring(layer, "forget_gate", 5, 1), valueAt(layer, "forget_gate", 5, 1));
  const values = Array.from({ length: 90 }, (_, step) => colouring(layer, "cell_state", step, 1));
  assert.deepEqual(colouringRange(layer, "cell_state", 1), {
    low: Math.min(...values),
    high: Math.max(...values),
  });
});

test("each token has the colour of its number, and ink that can be read on it", async () => {
  const { store, tokens } = await text({ trace: letters(90) });
  const check = (/** @type {"f" | null} */ hue, /** @type {"light" | "dark"} */ scheme) => {
    const { trace, channel, unit } = store.get();
    const layer = shownLayer({ trace, layer: 0, direction: "forward" });
    assert(layer);
    assert.equal(tokens().length, 90);
    for (const [step, token] of tokens().entries()) {
      const colour = shade(ramps(scheme), hue, colouring(layer, channel, step, unit));
      assert.equal(tint(token), hex(colour), `step ${step}`);
      assert(contrast(parse(token.style.getPropertyValue("--tint-ink")), parse(tint(token))) >= 4.5);
    }
  };
  check(null, "light");
  store.set({ unit: 2 });
  check(null, "light");
  store.set({ channel: "forget_gate", scheme: "dark" });
  check("f", "dark");
});

test("arrows move by step and unit, a click goes to a step, and the step is marked", async () => {
  const { element, store, tokens } = await text({ trace: letters(90) });
  const box = /** @type {HTMLElement} */ (element.querySelector(".text-box"));
  const press = (/** @type {string} */ key) =>
    box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown"]) press(key);
  assert.deepEqual([store.get().step, store.get().unit], [1, 2]);
  press("End");
  assert.equal(element.querySelector("[aria-current]"), tokens()[89]);
  tokens()[7]?.click();
  assert.equal(store.get().step, 7);
  assert.equal(element.querySelectorAll("[aria-current]").length, 1);
  tokens()[9]?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  assert.deepEqual(store.get().hover, { channel: "cell_state", step: 9, unit: 2 });
});

test("what the network wrote is underlined", async () => {
  const { tokens } = await text({
    trace: letters(90),
    drawn: { from: 80, seed: 1, temperature: 1, text: "", stopped: false },
  });
  assert.equal(tokens().filter((token) => token.classList.contains("drawn")).length, 10);
  assert.equal(tokens()[80]?.classList.contains("drawn"), true);
});

test("of a long text all letters are there, but only those in view are elements", async () => {
  const long = letters(20000);
  const { element, store, tokens } = await text({ trace: long });
  const box = /** @type {HTMLElement} */ (element.querySelector(".text-box"));
  const whole = long.tokens?.map(({ text: letter }) => letter.replace("\n", "⏎\n")).join("");
  assert.equal(box.textContent, whole);
  await new Promise((done) => setTimeout(done, 100));
  assert(tokens().length < 4000, `${tokens().length} elements`);
  const began = performance.now();
  for (let k = 0; k < 10; k++) store.set({ unit: k % 3 });
  const spent = (performance.now() - began) / 10;
  assert(spent < 250, `${spent} ms for another unit`);
  store.set({ step: 15000 });
  const current = element.querySelector("[aria-current]");
  assert.equal(current?.getAttribute("data-step"), "15000");
  const [inside, around] = [current?.getBoundingClientRect(), box.getBoundingClientRect()];
  assert(inside && inside.top >= around.top && inside.bottom <= around.bottom, "in view");
  assert.equal(box.textContent, whole);
});

test("numbers have no text: no switch, and the lanes stay", async () => {
  const numbers = { ...letters(5), tokens: null };
  assert.equal(shownOverview({ overview: "text", trace: numbers }), "lanes");
  const { element, store } = await text({ trace: letters(5), overview: "lanes" }, overview.mount);
  /** @type {HTMLElement | null} */ (element.querySelector("[data-overview=text]"))?.click();
  assert.equal(store.get().overview, "text");
  assert.equal(element.querySelector("[aria-pressed=true]")?.getAttribute("data-overview"), "text");
  store.set({ trace: numbers });
  assert.equal(element.hidden, true);
});
