import { createStore } from "../../static/js/core/store.js";
import { FIGURES } from "../../static/js/figures/index.js";
import { exploreLink, frameCode, momentLink } from "../../static/js/pages/links.js";
import { momentOf } from "../../static/js/pages/moment.js";
import { firstState, numbersOf } from "../../static/js/pages/numbers.js";
import { createPlaces } from "../../static/js/pages/places.js";
import { figureActions } from "../../static/js/state/figure_actions.js";
import { valueAt } from "../../static/js/state/selectors.js";
import { readHash } from "../../static/js/state/url.js";
import { assert, test } from "./harness.js";
import { pageBoot } from "./page_boot.js";

/** @typedef {import("../../static/js/figures/script.js").FigureScript} FigureScript */

const forget = /** @type {FigureScript} */ (FIGURES[4]);
const still = {
  language: /** @type {const} */ ("en"),
  theme: /** @type {const} */ ("auto"),
  scheme: /** @type {const} */ ("light"),
};

/** A figure without a page around it. @param {FigureScript} script */
async function machine(script) {
  const boot = await pageBoot();
  const numbers = numbersOf(script, boot);
  const store = createStore(firstState(numbers, still));
  const player = {
    pause: () => store.set({ playing: false, resting: true }),
    /** @param {Partial<import("../../static/js/state/types.js").State>} moment */
    show: (moment) => store.set(moment),
  };
  const actions = figureActions({ store, player, compute: numbers.compute, placeIn: numbers.placeIn });
  /** @param {string} channel @param {number} unit */
  const value = (channel, unit) => {
    const { trace, step } = store.get();
    const [layer] = trace?.layers ?? [];
    return layer ? valueAt(layer, channel, step, unit) : Number.NaN;
  };
  return { boot, store, actions, value, moment: momentOf({ script, store, player, numbers }) };
}

test("a figure begins with the worked example and its checked numbers", async () => {
  const { store, value } = await machine(forget);
  assert.equal(store.get().dataset, "worked");
  assert.equal(store.get().model, "worked");
  for (const [unit, expected] of [0.97, 0.08, 0.51].entries()) {
    assert.close(value("forget_gate", unit), expected, 5e-3);
  }
});

test("an edit recomputes everything that follows, and can be taken back", async () => {
  const { store, actions, value } = await machine(forget);
  const before = store.get().trace;
  const memory = value("cell_state", 1);
  actions.edit({ overrides: [{ channel: "forget_gate", unit: 1, kind: "set", value: 1 }] });
  assert.equal(value("forget_gate", 1), 1);
  assert.close(value("cell_state", 1), memory - 0.5 * 0.92, 5e-3, "all of -0.5 is kept");
  actions.resetEdits();
  assert.deepEqual(store.get().trace, before);
});

test("another dataset brings its own place and leaves the edits behind", async () => {
  const { store, actions } = await machine(forget);
  actions.edit({ overrides: [{ channel: "forget_gate", unit: 0, kind: "set", value: 0 }] });
  actions.chooseDataset("review");
  const { step, unit, trace, model, edits } = store.get();
  assert.deepEqual([step, unit, model, trace?.tokens?.[step]?.text], [1, 0, "review", "not"]);
  assert.deepEqual(edits.overrides, []);
  actions.chooseDataset("worked");
  assert.equal(store.get().trace?.tokens, null);
});

test("a moment is followed as far as the network has it", async () => {
  const { store, moment } = await machine(forget);
  moment.follow("squash_f,99,99,d:review,w:forget_gate/W_x/77/0/1");
  const { step, unit, trace, operation, edits } = store.get();
  assert.deepEqual([step, unit, operation], [(trace?.length ?? 0) - 1, 1, 3]);
  assert.deepEqual(edits.weights, [], "a weight that is not there is not edited");
  const text = moment.write();
  moment.follow("arrive,0,0");
  moment.follow(text);
  assert.equal(moment.write(), text);
});

test("a figure leads to the same moment on Explore", async () => {
  const { boot, store } = await machine(forget);
  const operations = ["arrive", "join", "weigh_f", "squash_f", "park_f"];
  const ids = ["arrive", "weigh_f"];
  const own = exploreLink(forget, boot.datasets, {
    ...store.get(),
    dataset: "review",
    step: 2,
    unit: 1,
    operation: 2,
  });
  assert.deepEqual(readHash(own?.slice(1) ?? "", { operations: ids, channels: [] }), {
    model: "review",
    sequence: { kind: "text", value: "It was not good" },
    step: 2,
    operation: 1,
    unit: 1,
  });
  const worked = exploreLink(forget, boot.datasets, { ...store.get(), operation: 3 });
  assert.deepEqual(readHash(worked?.slice(1) ?? "", { operations, channels: [] }), {
    model: "review",
    sequence: { kind: "text", value: "It was not good" },
    step: 1,
    operation: 3,
    unit: 0,
  });
  assert.equal(exploreLink({ ...forget, explore: null, operations: [] }, boot.datasets, store.get()), null);
  assert.equal(
    exploreLink(forget, { worked: boot.datasets.worked ?? null, review: null }, store.get()),
    null,
  );
  assert.equal(momentLink(forget, "join,0,1"), "/learn/forget-gate#figure-4=join,0,1");
});

test("the lines for another page are one frame and its height", () => {
  const code = frameCode({
    origin: "https://example.org",
    id: "4",
    language: "zh",
    title: 'a "b" <c>',
    height: 810,
  });
  const made = new DOMParser().parseFromString(code, "text/html");
  const frame = made.querySelector("iframe");
  assert.equal(frame?.getAttribute("src"), "https://example.org/embed/figure/4?lang=zh");
  assert.equal(frame?.title, 'a "b" <c>');
  assert.deepEqual([frame?.width, frame?.height, frame?.loading], ["100%", "810", "lazy"]);
  assert.match(made.querySelector("script")?.textContent ?? "", /gatescope:height/);
});

test("the figure moved last comes first in the address", () => {
  /** @type {string[]} */
  const written = [];
  /** @type {() => void} */
  let due = () => {};
  const places = createPlaces({
    location: { hash: "#figure-5=join,0,0&figure-6=add,0,0" },
    write: (hash) => written.push(hash),
    delay: (run) => {
      due = run;
      return () => {
        due = () => {};
      };
    },
  });
  assert.equal(places.of("6"), "add,0,0");
  assert.equal(places.of("4"), null);
  places.put("6", "settle,0,0");
  places.put("6", "settle,0,1");
  due();
  assert.deepEqual(written, ["figure-6=settle,0,1&figure-5=join,0,0"]);
  assert.equal(places.hash("cell-state"), `cell-state&${written[0]}`);
  assert.deepEqual([...places.follow("#figure-4=arrive,1,0")], [["4", "arrive,1,0"]]);
  assert.equal(places.hash(null), "figure-4=arrive,1,0&figure-6=settle,0,1&figure-5=join,0,0");
});
