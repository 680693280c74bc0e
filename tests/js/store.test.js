import { createStore } from "../../static/js/core/store.js";
import { assert, test } from "./harness.js";

test("a patch keeps the other keys and freezes the state", () => {
  const store = createStore({ step: 1, unit: 2 });
  store.set({ step: 3 });
  assert.deepEqual({ ...store.get() }, { step: 3, unit: 2 });
  assert(Object.isFrozen(store.get()));
});

test("listeners hear the new and the previous state, and only of changes", () => {
  const store = createStore({ step: 1 });
  /** @type {number[][]} */
  const heard = [];
  const stop = store.subscribe((state, previous) => heard.push([state.step, previous.step]));
  store.set({ step: 1 });
  store.set({ step: 2 });
  stop();
  store.set({ step: 3 });
  assert.deepEqual(heard, [[2, 1]]);
});

test("a change made while others are told reaches everyone in the same order", () => {
  const store = createStore({ step: 0 });
  /** @type {string[]} */
  const heard = [];
  store.subscribe(({ step }) => {
    heard.push(`a${step}`);
    if (step === 1) store.set({ step: 2 });
  });
  store.subscribe(({ step }) => heard.push(`b${step}`));
  store.set({ step: 1 });
  assert.deepEqual(heard, ["a1", "b1", "a2", "b2"]);
});

test("after a listener failed the store still delivers", () => {
  const store = createStore({ step: 0 });
  const stop = store.subscribe(() => {
    throw new Error("broken view");
  });
  assert.throws(() => store.set({ step: 1 }), /broken view/);
  stop();
  let heard = 0;
  store.subscribe(({ step }) => {
    heard = step;
  });
  store.set({ step: 2 });
  assert.equal(heard, 2);
});
