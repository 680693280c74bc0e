import { getCell } from "../../static/js/cells/index.js";
import * as announcer from "../../static/js/views/announcer.js";
import * as arithmetic from "../../static/js/views/arithmetic.js";
import * as editor from "../../static/js/views/editor.js";
import * as transport from "../../static/js/views/transport.js";
import { assert, test } from "./harness.js";
import { show } from "./show.js";

/** @param {HTMLElement} element */
const rows = (element) =>
  [...element.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent));

test("the arithmetic of f2, to four decimals", async () => {
  const { element, text } = await show(arithmetic);
  assert.equal(text(".number-name"), "f₂ = 0.08");
  assert.deepEqual(rows(element), [
    ["largest first", "weight", "value", "product"],
    ["negator “not”", "−3.1042", "1.0000", "−3.1042"],
    ["h₂ at the start", "1.9200", "0.4300", "0.8256"],
    ["h₁ at the start", "−0.6025", "0.5500", "−0.3314"],
    ["h₃ at the start", "0.2210", "−0.1600", "−0.0354"],
    ["valence", "0.8111", "0.0000", "0.0000"],
    ["bias", "0.2013"],
    ["sum a ≈", "−2.4440"],
    ["f₂ = σ(a) ≈", "0.0799"],
  ]);
  assert.equal(text(".meaning"), "Near 0: what unit 2 remembered is dropped. “not” gave the largest push.");
  assert.equal(text(".gauge-ends"), "0 drop 丢弃1 keep 保留");
});

test("the arithmetic follows the channel, and a factor leads to where it stands", async () => {
  const { element, store, called, text } = await show(arithmetic);
  store.set({ channel: "cell_state" });
  assert.equal(text(".number-name"), "c₂ = 0.78");
  assert.deepEqual(rows(element).slice(1), [
    ["i₂ × g₂", "0.9300", "0.8800", "0.8184"],
    ["f₂ × c₂ at the start", "0.0800", "−0.5000", "−0.0400"],
    ["c₂ ≈", "0.7784"],
  ]);
  /** @type {HTMLElement | null} */ (element.querySelector(".factor"))?.click();
  assert.deepEqual(called.at(-1), ["visit", { channel: "input_gate", step: 0, unit: 1 }]);
});

test("what is pointed at elsewhere lights its row", async () => {
  const { element, store } = await show(arithmetic, { channel: "hidden_state" });
  store.set({ hover: { channel: "output_gate", step: 0, unit: 1 } });
  assert.equal(element.querySelector("tr.pointed th")?.textContent, "o₂ × tanh c₂");
  store.set({ hover: null });
  assert.equal(element.querySelector("tr.pointed"), null);
});

test("the arithmetic is in the reader's language", async () => {
  const { store, text } = await show(arithmetic);
  store.set({ language: "zh" });
  assert.equal(text(".meaning"), "接近 0：单元 2 记住的内容被丢弃。推动最大的是“not”。");
  assert.equal(text(".gauge-ends"), "0 丢弃 drop1 保留 keep");
});

test("an error is said beside the text, which stays", async () => {
  const { element, store, called, text } = await show(editor);
  const field = /** @type {HTMLTextAreaElement} */ (element.querySelector("textarea"));
  store.set({ status: { kind: "error", code: "not_a_number", args: { row: 2, column: 1, value: "x" } } });
  assert.equal(text(".error span"), "Row 2, column 1: “x” is not a number.");
  assert.equal(field.getAttribute("aria-invalid"), "true");
  assert.equal(field.value, "not");
  store.set({ language: "zh" });
  assert.equal(text(".error span"), "第 2 行第 1 列：“x”不是数。");
  store.set({ status: { kind: "error", code: "offline", retry: true } });
  /** @type {HTMLElement | null} */ (element.querySelector(".error button"))?.click();
  assert.deepEqual(called.at(-1), ["reload"]);
  store.set({
    language: "en",
    status: { kind: "error", code: "new_code", message: "the server's own words" },
  });
  assert.equal(text(".error span"), "Something went wrong: the server's own words");
});

test("markup in a sequence stays text", async () => {
  const token = { text: "<img src=x onerror=alert(1)>", id: null, known: false };
  const state = await show(arithmetic);
  const { trace } = state.store.get();
  assert(trace);
  state.store.set({ trace: { ...trace, tokens: [token] } });
  assert.equal(state.element.querySelector("img"), null);
  assert.match(state.text(".number-where"), /<img src=x/);
});

test("the transport names its unit, its place and its ends", async () => {
  const { element, store } = await show(transport);
  const slider = /** @type {HTMLInputElement} */ (element.querySelector("input[type=range]"));
  assert.equal(slider.max, String(getCell("lstm").operations.length));
  assert.match(slider.getAttribute("aria-valuetext") ?? "", /^1 of 1 not: /);
  const off = () =>
    [...element.querySelectorAll("[aria-disabled]")].map((one) => one.getAttribute("aria-label"));
  assert.deepEqual(off(), ["Previous word", "Previous operation", "Next word"]);
  store.set({ operation: getCell("lstm").operations.length - 1, u: 1 });
  assert.deepEqual(off(), ["Previous word", "Next operation", "Next word"]);
});

test("the invitation shines once, when the first movement rests", async () => {
  const { element, store } = await show(transport);
  const next = /** @type {HTMLElement} */ (element.querySelector(".primary"));
  assert.equal(next.classList.contains("glow"), false);
  store.set({ resting: false });
  store.set({ resting: true });
  assert.equal(next.classList.contains("glow"), true);
});

test("the live region speaks at stops and is silent while something moves", async () => {
  const { element, store } = await show(announcer);
  store.set({ resting: false, operation: 3 });
  assert.equal(element.textContent, "");
  store.set({ resting: true });
  assert.match(element.textContent ?? "", /^1 of 1 not: .+\. .*0\.08/);
});
