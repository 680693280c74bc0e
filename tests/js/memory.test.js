import { earlyWordLeft } from "../../static/js/cells/early_word.js";
import { drawMemory, memorySize } from "../../static/js/drawing/memory_scene.js";
import { mount } from "../../static/js/views/memory.js";
import { figureWords } from "./curve_picture.js";
import { assert, mountPoint, test } from "./harness.js";

/** One unit that keeps `share` of its state, far from where tanh bends. @param {number} share */
const rnn = (share) => ({
  cell: "rnn",
  units: 1,
  parameters: 3,
  head: { kind: "linear", labels: null, W: [[1]], b: [0] },
  weights: {
    layer: 0,
    direction: "forward",
    gates: ["candidate"],
    units: [0],
    W_x: [[[1]]],
    W_h: [[[share]]],
    b: [[0]],
  },
});

const DATA = Object.freeze({
  networks: { lstm: rnn(1), rnn: rnn(0.5) },
  words: { awful: [0.002], dull: [0.001], fine: [-0.001], and: [0], so: [0], on: [0] },
  degrees: [{ strong: "awful", mild: "dull" }],
  early: [{ praise: "fine", blame: "awful" }],
  filler: ["and", "so", "on"],
});

/** @param {{ still?: boolean, language?: "en" | "zh" }} [options] */
async function show({ still = false, language = "en" } = {}) {
  const element = mountPoint();
  const surroundings = {
    get: () => ({ scheme: /** @type {const} */ ("light") }),
    subscribe: () => () => {},
    still: () => still,
  };
  const t = await figureWords(language);
  const view = mount(element, { t, language, surroundings, data: DATA, target: null });
  /** @param {string} name */
  const button = (name) => /** @type {HTMLElement} */ (element.querySelector(`button[aria-label="${name}"]`));
  const said = () => element.querySelector("[role=status]")?.textContent;
  const read = () => element.querySelector("mark")?.textContent;
  return { element, view, button, said, read };
}

test("the difference is a share of what it was after the first word", () => {
  const { predictions, left } = earlyWordLeft(rnn(0.5), [[0.002], [0.001]], [[0], [0]]);
  assert.close(predictions[0][0] ?? 0, 0.002, 1e-8);
  [1, 0.5, 0.25].forEach((share, k) => {
    assert.close(left[k] ?? 0, share, 1e-5);
  });
  assert.deepEqual(earlyWordLeft(rnn(0.5), [[1], [1]], [[0]]).left, [0, 0]);
  assert.throws(() => earlyWordLeft({ ...rnn(1), cell: "gru" }, [[1], [0]], []), /no cell "gru"/);
});

test("it opens at the end, and says what is left there", async () => {
  const { said, read, element } = await show();
  assert.equal(read(), "on");
  assert.match(said() ?? "", /^After 3 more words, .* LSTM are 1\.00 times .* plain RNN, 0\.1[23] times\.$/);
  assert.equal(element.querySelector("svg[role=img]")?.getAttribute("aria-label"), said());
});

test("words are stepped through one by one", async () => {
  const { button, read, said } = await show();
  assert.equal(button("Next word").getAttribute("aria-disabled"), "true");
  button("Previous word").click();
  button("Previous word").click();
  assert.equal(read(), "and");
  assert.match(said() ?? "", /^After 1 more words, .* 0\.50 times\.$/);
  button("Previous word").click();
  assert.equal(read(), "awful / dull");
  assert.equal(button("Previous word").getAttribute("aria-disabled"), "true");
});

test("the reader chooses the words and how many follow; everything is computed anew", async () => {
  const { element, read, said } = await show();
  const select = /** @type {HTMLSelectElement} */ (element.querySelector("select"));
  assert.deepEqual(
    [...select.options].map((option) => option.text),
    ["awful / dull", "fine / awful"],
  );
  select.value = "1";
  select.dispatchEvent(new Event("change"));
  assert.match(element.querySelector(".exhibit-words")?.textContent ?? "", /^fine \/ awful and so on$/);
  const number = /** @type {HTMLInputElement} */ (element.querySelector("input[type=number]"));
  number.value = "2";
  number.dispatchEvent(new Event("change"));
  assert.equal(read(), "so");
  assert.match(said() ?? "", /0\.25 times/);
  number.value = "99";
  number.dispatchEvent(new Event("change"));
  assert.equal(number.value, "3");
});

test("where motion is unwanted, playing goes to the end at once", async () => {
  const { button, read } = await show({ still: true });
  button("Previous word").click();
  button("Play").click();
  assert.equal(read(), "on");
  assert.equal(button("Pause"), null);
});

test("playing reads from the start and comes to rest", async () => {
  const { button, read } = await show();
  button("Play").click();
  assert.equal(read(), "awful / dull");
  await new Promise((done) => setTimeout(done, 1200));
  assert.equal(read(), "on");
  assert(button("Play"));
});

test("the table holds every number, once it is opened", async () => {
  const { element } = await show();
  const details = /** @type {HTMLDetailsElement} */ (element.querySelector("details"));
  assert.equal(element.querySelector("table"), null);
  details.open = true;
  await new Promise((done) => details.addEventListener("toggle", done, { once: true }));
  const rows = [...element.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  assert.equal(rows.length, 4);
  assert.deepEqual(rows[0], [
    "0",
    "awful / dull",
    "0.0020",
    "0.0010",
    "1.0000",
    "0.0020",
    "0.0010",
    "1.0000",
  ]);
  assert.deepEqual(rows[2]?.slice(0, 2), ["2", "so"]);
  assert.equal(rows[2]?.[7], "0.2500");
});

test("a picture names its numbers; a narrow one fits them above the chart", () => {
  const rows = [{ name: "rnn", title: "Plain", found: earlyWordLeft(rnn(0.5), [[0.2], [0.1]], [[0], [0]]) }];
  const words = { says: "says", left: "left", after: "after" };
  for (const narrow of [false, true]) {
    const picture = {
      rows,
      pair: /** @type {const} */ (["a", "b"]),
      step: 2,
      narrow,
      theme: /** @type {const} */ ("dark"),
      words,
    };
    const text = JSON.stringify(drawMemory(picture));
    assert.match(text, /0\.2[45]/);
    assert.equal(memorySize(picture).width, narrow ? 452 : 960);
  }
});

test("it leaves nothing behind", async () => {
  const { element, view } = await show({ language: "zh" });
  assert.match(element.textContent ?? "", /LSTM 网络：1 个单元/);
  view.destroy();
  assert.equal(element.childElementCount, 0);
  assert.equal(element.hasAttribute("data-live"), false);
});
