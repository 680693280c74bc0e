import { FIGURES } from "../../static/js/figures/index.js";
import { createTranslate } from "../../static/js/i18n/translate.js";
import { mountFigure } from "../../static/js/pages/figure.js";
import { assert, mountPoint, test } from "./harness.js";
import { pageBoot } from "./page_boot.js";

/** @typedef {import("../../static/js/figures/script.js").FigureScript} FigureScript */

/**
 * A figure in an empty page, without motion.
 *
 * @param {string} id
 * @param {{ still?: boolean }} [how]
 */
async function show(id, { still = true } = {}) {
  const boot = await pageBoot();
  const element = mountPoint();
  /** @type {((now: import("../../static/js/pages/surroundings.js").Surrounding) => void)[]} */
  const listeners = [];
  const surroundings = {
    get: () => ({
      language: boot.language,
      theme: /** @type {const} */ ("auto"),
      scheme: /** @type {const} */ ("light"),
    }),
    /** @param {(now: import("../../static/js/pages/surroundings.js").Surrounding) => void} listener */
    subscribe: (listener) => {
      listeners.push(listener);
      return () => {};
    },
    setTheme: () => {},
    still: () => still,
  };
  const t = createTranslate(boot.words, () => boot.language);
  const script = /** @type {FigureScript} */ (FIGURES[id]);
  const figure = mountFigure(element, script, { boot, surroundings, t, target: null, goTo: () => null });
  /** @param {string} selector */
  const find = (selector) => {
    const found = document.querySelector(selector);
    assert(found instanceof HTMLElement, `no ${selector}`);
    return found;
  };
  return { figure, find, listeners, state: figure.context.store.get };
}

/** @param {Element} element */
const text = (element) => element.textContent?.replace(/\s+/g, " ").trim() ?? "";

test("the transport goes through the operations and says which one it is", async () => {
  const { find, state } = await show("4");
  const next = find(".figure-transport .primary");
  const back = find(".figure-transport .button:nth-of-type(2)");
  assert.equal(text(find(".figure-count")), "1 of 5");
  assert.equal(back.getAttribute("aria-disabled"), "true");
  next.click();
  assert.deepEqual([state().operation, state().u], [0, 1]);
  for (let k = 0; k < 4; k += 1) next.click();
  assert.equal(text(find(".figure-count")), "5 of 5");
  assert.equal(text(find("[role=status]")).startsWith("Step 1 of 3: wait"), true);
  next.click();
  assert.deepEqual([state().step, state().operation], [1, 0], "the next step follows");
  find(".figure-transport .button").click();
  assert.deepEqual([state().step, state().operation, state().u], [1, 0, 0], "again, the step that is shown");
  const slider = /** @type {HTMLInputElement} */ (find(".figure-transport .scrub"));
  slider.value = "2.5";
  slider.dispatchEvent(new Event("input"));
  assert.deepEqual([state().step, state().operation, state().u], [1, 2, 0.5]);
});

test("a figure that nobody touched plays its first operation once, and not against the reader's wish", async () => {
  const moving = await show("4", { still: false });
  moving.figure.playOnce();
  assert.equal(moving.state().resting, false);
  moving.figure.context.actions.pause();
  const still = await show("4");
  still.figure.playOnce();
  assert.deepEqual([still.state().resting, still.state().u], [true, 0]);
  const touched = await show("4", { still: false });
  touched.figure.context.actions.nextStep();
  touched.figure.playOnce();
  assert.equal(touched.state().resting, true);
});

test("the bar chooses the network and the step, at the same operation", async () => {
  const { find, state, figure } = await show("6");
  figure.context.actions.seek({ operation: 1, u: 1 });
  assert.equal(text(find(".figure-where")), "step 1 of 3");
  find("[data-dataset=review]").click();
  assert.equal(text(find(".figure-where")), "“not”step 2 of 3");
  assert.equal(find("[data-dataset=review]").getAttribute("aria-pressed"), "true");
  assert.equal(state().operation, 1);
  find(".figure-steps .button:last-child").click();
  assert.equal(state().step, 2);
  assert.equal(find(".figure-steps .button:last-child").getAttribute("aria-disabled"), "true");
});

test("a figure with numbers of its own has no bar and no products", async () => {
  const { find } = await show("2");
  assert.equal(find(".figure-bar").hidden, true);
  assert.equal(find(".products").childElementCount, 0);
});

test("the products are those of the number that is pointed at, and of the chosen one again", async () => {
  const { find, figure, state } = await show("6");
  const { point } = figure.context.actions;
  const before = text(find(".number-name"));
  point({ channel: "forget_gate", step: 0, unit: 2 });
  assert.equal(text(find(".number-name")), "f₃ = 0.51");
  assert.match(text(find(".terms")), /−0\.2750/);
  assert.equal(state().channel, "cell_state", "nothing is chosen by pointing");
  point(null);
  assert.equal(text(find(".number-name")), before);
});

test("sharing gives the moment, the frame, and the way to Explore, and leaves nothing behind", async () => {
  const { find, figure } = await show("4");
  figure.context.actions.seek({ operation: 3, u: 1 });
  find(".figure-transport .share").click();
  const address = /** @type {HTMLInputElement} */ (find("dialog[open] input.share-text"));
  assert.equal(address.value, `${location.origin}/learn/forget-gate#figure-4=squash_f,0,1,c:forget_gate`);
  const code = /** @type {HTMLTextAreaElement} */ (find("dialog[open] textarea"));
  assert.match(code.value, /^<iframe src="http[^"]+\/embed\/figure\/4\?lang=en"/);
  assert.match(find("dialog[open] a.primary").getAttribute("href") ?? "", /^\/#m=review&.*op=squash_f/);
  figure.context.actions.openPanel(null);
  assert.equal(document.querySelectorAll("dialog").length, 0);
});

test("a figure follows the colours around it", async () => {
  const { listeners, state } = await show("4");
  for (const listener of listeners) listener({ language: "en", theme: "dark", scheme: "dark" });
  assert.equal(state().scheme, "dark");
});
