import {
  comparedMetrics,
  gatesOf,
  groupsOf,
  isLogarithmic,
  metricsOf,
  tellingMetrics,
} from "../../static/js/state/networks.js";
import * as networks from "../../static/js/views/networks.js";
import { assert, test } from "./harness.js";
import { MODEL, show } from "./show.js";

const CARD = {
  title: { en: "Quotes", zh: "引号" },
  task: { en: "Inside or outside quotation marks.", zh: "在引号内还是引号外。" },
  metrics: { forget_on_letters: 0.9982, accuracy: 0.9998, r_inside: 0.97 },
  metric_words: {
    accuracy: { en: "accuracy", zh: "正确率" },
    forget_on_letters: { en: "f of unit 1 on letters", zh: "字母处的 f₁" },
  },
  at_least: { r_inside: 0.9, accuracy: 0.98 },
  untrained: { r_inside: 0.41, accuracy: 0.62 },
  knock_outs: [
    {
      metric: "accuracy",
      whole: 0.99,
      clamped: 0.52,
      words: { en: "With f₁ held at 0: 0.52.", zh: "f₁ 固定为 0：0.52。" },
    },
  ],
  curve: /** @type {[number, number][]} */ ([
    [100, 0.5],
    [200, 0.05],
    [300, 0.004],
  ]),
  training: { steps: 300, batch: 64, tidiness: 0.1, readings: {} },
  seed: 3,
  trained_on: { en: "random text", zh: "随机文本" },
  license: { en: "MIT", zh: "MIT 许可" },
  notes: [{ en: "Tidier gates.", zh: "门更整洁。" }],
};
const PLAIN = {
  ...CARD,
  variant_of: "quotes",
  metrics: { ...CARD.metrics, forget_on_letters: 0.78, accuracy: 0.9991 },
  training: { ...CARD.training, tidiness: 0 },
};
const modelsOf = (/** @type {string[]} */ ...ids) => ids.map((id) => ({ ...MODEL, id, title: id }));
const MORE = {
  models: modelsOf("review", "counter", "quotes", "quotes-plain"),
  cards: {
    review: { title: { en: "Review", zh: "评论" } },
    counter: { ...CARD, predicts: "next" },
    quotes: CARD,
    "quotes-plain": PLAIN,
  },
};
/** @param {Element} element @param {string} selector */
const texts = (element, selector) =>
  [...element.querySelectorAll(selector)].map(({ textContent }) => textContent ?? "");

test("networks stand in groups by what they say, variants beside what they vary", () => {
  const boot = /** @type {import("../../static/js/state/types.js").Boot} */ (/** @type {unknown} */ (MORE));
  const ids = groupsOf(boot).map(({ kind, entries }) => [
    kind,
    entries.map((all) => all.map(({ id }) => id).join("+")),
  ]);
  assert.deepEqual(ids, [
    ["label", ["review", "quotes+quotes-plain"]],
    ["next", ["counter"]],
  ]);
  const alone = { ...boot, models: boot.models.filter(({ id }) => id !== "quotes") };
  assert.deepEqual(
    groupsOf(alone)[0]?.entries.map((all) => all.length),
    [1, 1],
  );
});

test("metrics with a threshold come first, and two of them tell the most", () => {
  assert.deepEqual(metricsOf(CARD), [
    { name: "r_inside", value: 0.97, atLeast: 0.9, untrained: 0.41 },
    { name: "accuracy", value: 0.9998, atLeast: 0.98, untrained: 0.62 },
    { name: "forget_on_letters", value: 0.9982, atLeast: null, untrained: null },
  ]);
  assert.deepEqual(
    tellingMetrics(CARD).map(({ name }) => name),
    ["accuracy", "r_inside"],
  );
  assert.deepEqual(
    tellingMetrics({ title: CARD.title, metrics: { loss: 1 } }).map(({ name }) => name),
    ["loss"],
  );
  assert.deepEqual(tellingMetrics({ title: CARD.title }), []);
});

test("variants are compared in what both measured, and what lies apart is marked", () => {
  const other = { ...PLAIN, metrics: { accuracy: 0.9991, forget_on_letters: 0.78 } };
  assert.deepEqual(comparedMetrics([CARD, other]), [
    { name: "forget_on_letters", values: [0.9982, 0.78], apart: true },
    { name: "accuracy", values: [0.9998, 0.9991], apart: false },
  ]);
  assert.deepEqual([gatesOf(CARD), gatesOf(PLAIN), gatesOf(undefined)], ["tidier", "plain", null]);
});

test("a curve is logarithmic where it falls far and stays above zero", () => {
  assert.equal(isLogarithmic(CARD.curve), true);
  assert.equal(
    isLogarithmic([
      [1, 0.5],
      [2, 0.2],
    ]),
    false,
  );
  assert.equal(
    isLogarithmic([
      [1, 0.5],
      [2, 0],
    ]),
    false,
  );
});

test("a card says in two numbers what was learned, and all of it on demand", async () => {
  const { element, called } = await show(networks, { panel: "networks" }, MORE);
  const card = /** @type {HTMLElement} */ (element.querySelector("[data-network=counter]"));
  assert.match(
    card.textContent ?? "",
    /LSTM, 3 units · 72 parameters · reads wordsaccuracy 0\.9998 \(untrained: at best 0\.62\)r_inside 0\.97/,
  );
  const details = /** @type {HTMLDetailsElement} */ (card.parentElement?.querySelector("details"));
  assert.equal(details.open, false);
  assert.equal(texts(details, "summary").join(), "What was measured, Quotes");
  assert.deepEqual(texts(details, "tbody tr"), [
    "r_inside0.970.900.41",
    "accuracy0.99980.980.62",
    "f of unit 1 on letters0.998",
  ]);
  assert.deepEqual(texts(details, "li"), ["With f₁ held at 0: 0.52.", "Tidier gates."]);
  assert.deepEqual(texts(details, "dd"), ["random text", "300 updates of 64 sequences, seed 3", "MIT"]);
  const curve = /** @type {SVGElement} */ (details.querySelector("svg"));
  assert.equal(
    curve.getAttribute("aria-label"),
    "The loss falls from 0.5 at update 100 to 0.004 at update 300.",
  );
  assert.equal(texts(curve, "text").join(), "loss, logarithmic,0.5,0.004,100,updates,300");
  assert.equal(curve.querySelector("polyline")?.getAttribute("points")?.split(" ").length, CARD.curve.length);
  card.click();
  assert.deepEqual(called.at(-1), ["chooseModel", "counter"]);
});

test("variants stand side by side, and either can be chosen", async () => {
  const { element, called, store } = await show(networks, { panel: "networks" }, MORE);
  const pair = /** @type {HTMLElement} */ (element.querySelector(".network-pair"));
  assert.deepEqual(texts(pair, ".network-card"), ["Tidier gates", "Plain training"]);
  assert.deepEqual(texts(pair, ".network-compared tbody tr"), [
    "f of unit 1 on letters0.9980.78",
    "accuracy0.99980.999",
    "r_inside0.970.97",
  ]);
  assert.equal(texts(pair, "tr.apart th").join(), "f of unit 1 on letters");
  assert.equal(
    texts(pair, "summary").join("|"),
    "What was measured: Tidier gates, Quotes|What was measured: Plain training, Quotes",
  );
  /** @type {HTMLElement} */ (pair.querySelectorAll(".network-card")[1]).click();
  assert.deepEqual(called.at(-1), ["chooseModel", "quotes-plain"]);
  store.set({ language: "zh" });
  assert.deepEqual(texts(element, ".network-pair .network-card"), ["门更整洁", "普通训练"]);
});

test("a card without measurements leaves them out", async () => {
  const { element, called } = await show(networks, { panel: "networks" }, MORE);
  const card = /** @type {HTMLElement} */ (element.querySelector("[data-network=review]"));
  assert.equal(card.textContent, "ReviewLSTM, 3 units · 72 parameters · reads words");
  assert.equal(card.parentElement?.querySelector("details"), null);
  assert.equal(card.getAttribute("aria-pressed"), "true");
  card.click();
  assert.deepEqual(called.at(-1), ["openPanel", null]);
});
