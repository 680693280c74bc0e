import { isLookedAt, originOf, probesAt } from "../../static/js/state/looks.js";
import * as examples from "../../static/js/views/examples.js";
import * as look from "../../static/js/views/look.js";
import { assert, test } from "./harness.js";
import { MODEL, show } from "./show.js";

const ON = { en: "100 held-out sequences of 32 steps", zh: "100 个未用于训练的序列，每个 32 步" };
const DEPTH = { unit: 0, channel: "cell_state", name: "depth", correlation: 0.9929, computed_on: ON };
const SPACES = { unit: 2, channel: "hidden_state", name: "spaces", correlation: -0.99984, computed_on: ON };
const CARD = {
  title: { en: "Review", zh: "评论" },
  task: { en: "The feeling of a review.", zh: "评论的情感。" },
  examples: [
    {
      title: { en: "A “not”", zh: "一个“not”" },
      hint: { en: "Unit 2 waits.", zh: "单元 2 在等。" },
      text: "not",
    },
    { title: { en: "Plain", zh: "直白" }, hint: { en: "Nothing waits.", zh: "没有等待。" }, text: "good" },
  ],
  look_at: [
    { ...DEPTH, meaning: { en: "the depth", zh: "深度" } },
    { ...SPACES, meaning: { en: "spaces", zh: "空格" } },
  ],
  training: { steps: 100, readings: { depth: 0.5 } },
};

/** @param {object} [card] */
const cards = (card = {}) => ({ cards: { review: { ...CARD, ...card } } });

test("the panel says what to look at, with the proof and where each unit comes from", async () => {
  const { element, text, store } = await show(look, {}, cards());
  assert.equal(text(".look-hint"), "Unit 2 waits.");
  const units = [...element.querySelectorAll(".look-unit")].map(({ textContent }) => textContent);
  assert.deepEqual(units, ["c₁the depthr = 0.99 · guided unit", "h₃spacesr = −0.9998 · found by looking"]);
  assert.match(
    text(".look-note"),
    /Pearson's correlation .* on 100 held-out sequences of 32 steps\. Below 0/,
  );
  store.set({ language: "zh" });
  assert.equal(text(".look-hint"), "单元 2 在等。");
  assert.match(text(".look-unit"), /深度.*引导单元/);
});

test("without the names of readings nothing is claimed, and other data are said of each unit alone", async () => {
  const looks = [CARD.look_at[0], { ...CARD.look_at[1], computed_on: "the held-out year" }];
  const { text } = await show(look, {}, cards({ training: undefined, look_at: looks }));
  assert.equal(text(".look-proof"), "r = 0.99 on 100 held-out sequences of 32 steps");
  assert.match(text(".look-note"), /^r is Pearson's correlation with that quantity\. Below 0: [^.]*\.$/);
});

test("a button chooses unit and channel, and stays pressed and focused", async () => {
  const { element, store, called } = await show(look, { unit: 1 }, cards());
  const [first, second] = /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".look-unit"));
  assert(first && second);
  const pressed = () => [first, second].map((one) => one.getAttribute("aria-pressed")).join(" ");
  assert.equal(pressed(), "false false");
  second.focus();
  second.click();
  const [name, chosen] = /** @type {[string, import("../../static/js/state/types.js").State]} */ (
    called.at(-1)
  );
  assert.equal(name, "lookAt");
  assert.deepEqual([chosen.unit, chosen.channel, chosen.probes], [2, "hidden_state", [0, 1, 2]]);
  store.set({ unit: 2, channel: "hidden_state" });
  assert.equal(pressed(), "false true");
  assert(document.activeElement === second, "the button keeps the focus");
  store.set({ layer: 1 });
  assert.equal(pressed(), "false false");
});

test("words of one's own: the panel says what the network does", async () => {
  const { text, store } = await show(look, {}, cards());
  store.set({ sequence: { kind: "text", value: "something else" } });
  assert.equal(text(".look-hint"), "The feeling of a review.");
});

test("a network without a card has no panel", async () => {
  const { element, store } = await show(look, {}, cards());
  assert.equal(element.hidden, false);
  store.set({ model: "mine" });
  assert.equal(element.hidden, true);
});

test("of a wide network the units worth a look become the probes", () => {
  const looks = [7, 3, 60, 12].map((unit) => ({ ...DEPTH, unit, meaning: { en: "", zh: "" } }));
  const at = (/** @type {number} */ k, count = 64) => {
    const chosen = looks[k];
    assert(chosen);
    return probesAt([0, 1, 2], looks, chosen, count);
  };
  assert.deepEqual(at(0), [3, 7, 60]);
  assert.deepEqual(at(3), [3, 7, 12]);
  assert.deepEqual(at(3, 16), [0, 1, 2]);
});

test("a look is at a unit and channel of the first layer, read forward", () => {
  const state = { unit: 0, channel: "cell_state", layer: 0, direction: /** @type {const} */ ("forward") };
  assert.equal(isLookedAt(state, DEPTH), true);
  assert.equal(isLookedAt({ ...state, direction: "backward" }, DEPTH), false);
  assert.equal(originOf({ title: CARD.title }, { ...DEPTH, meaning: CARD.title }), null);
});

test("try this: the example shown is pressed without its hint, the next networks follow, then all", async () => {
  const models = ["review", "latch", "quotes", "brackets"].map((id) => ({ ...MODEL, id, title: id }));
  const { element, called, store } = await show(examples, {}, { models, ...cards() });
  const items = () => [...element.querySelectorAll("button")].map(({ textContent }) => textContent);
  const own = ["A “not”", "PlainNothing waits."];
  assert.deepEqual(items(), [...own, "latchnetwork", "quotesnetwork", "All 4 networks …"]);
  /** @type {HTMLElement | null} */ (element.querySelector(".all-networks"))?.click();
  assert.deepEqual(called.at(-1), ["openPanel", "networks"]);
  store.set({ model: "brackets" });
  assert.deepEqual(items(), ["ReviewnetworkThe feeling of a review.", "latchnetwork", "All 4 networks …"]);
});

test("a chosen example keeps the focus", async () => {
  const { element, store } = await show(examples, {}, cards());
  const second = /** @type {HTMLElement} */ (element.querySelectorAll(".example")[1]);
  second.focus();
  store.set({ sequence: { kind: "text", value: "good" } });
  assert.equal(document.activeElement?.textContent, "Plain");
});
