import { createWriter } from "../../static/js/api/writing.js";
import { createStore } from "../../static/js/core/store.js";
import { initialState } from "../../static/js/state/state.js";
import { answer, cells, weights } from "./example.js";
import { assert, test } from "./harness.js";

/** @typedef {import("../../static/js/state/types.js").State} State */

const BOOT = /** @type {import("../../static/js/state/types.js").Boot} */ (
  /** @type {unknown} */ ({
    language: "en",
    cards: { review: { title: { en: "Review", zh: "评论" }, truth: true } },
    limits: { steps: 100, text: 100, sample: 50 },
    trace: answer,
    weights,
    models: [{ id: "review", stacks: [{ name: "lstm", cell: "lstm", hidden_size: 3 }], writes_on: true }],
    request: { model: "review", text: "not" },
  })
);
const WANTED = { length: 4, temperature: 0.5, seed: 7 };
const SAID = { expected: [[1]] };

/** A writer over a pretended server. @param {(request: any) => any} sample */
function writerOver(sample) {
  const store = createStore(initialState(BOOT, cells));
  /** @type {any[]} */
  const asked = [];
  /** @type {any} */
  const client = {
    sample: (/** @type {any} */ request, /** @type {AbortSignal} */ signal) => {
      asked.push(request);
      signal.addEventListener("abort", () => asked.push("aborted"));
      return sample(request);
    },
    truth: async (/** @type {any} */ request) => ({ ...SAID, asked: request }),
  };
  const write = createWriter({
    store,
    client,
    boot: BOOT,
    channels: () => ["forget_gate"],
    names: cells.names,
  });
  return { store, asked, write };
}

/** @param {any} request */
const written = ({ text, temperature, seed, length }) => ({
  begins_at: 1,
  temperature,
  seed,
  stopped: false,
  text: text + "x".repeat(length),
  trace: { ...answer, digest: `sha256:${seed}` },
});
const never = new AbortController().signal;

test("text, trace, truth and what was drawn come at once", async () => {
  const { store, asked, write } = writerOver(async (request) => written(request));
  /** @type {State[]} */
  const seen = [];
  store.subscribe((state) => seen.push(state));
  await write(WANTED, never);
  assert.deepEqual(asked, [
    { model: "review", text: "not", channels: ["forget_gate"], encoding: "base64", ...WANTED },
  ]);
  assert.equal(seen.length, 1);
  const { sequence, trace, truth, drawn, operation, u } = store.get();
  assert.equal(sequence.value, "notxxxx");
  assert.equal(trace?.digest, "sha256:7");
  assert.deepEqual(truth, { ...SAID, asked: { model: "review", text: "notxxxx" } });
  assert.deepEqual(drawn, { from: 1, temperature: 0.5, seed: 7, stopped: false, text: "not" });
  assert.deepEqual([operation, u], [0, 0]);
});

test("again begins where it began before; without it, where the text ends", async () => {
  const { store, asked, write } = writerOver(async (request) => written(request));
  await write(WANTED, never);
  await write({ ...WANTED, seed: 8, again: true }, never);
  assert.equal(store.get().sequence.value, "notxxxx");
  await write({ ...WANTED, seed: 9 }, never);
  assert.deepEqual(
    asked.map(({ text, seed, again }) => [text, seed, again]),
    [
      ["not", 7, undefined],
      ["not", 8, undefined],
      ["notxxxx", 9, undefined],
    ],
  );
  assert.equal(store.get().drawn?.text, "notxxxx");
});

test("what the reader types meanwhile goes before", async () => {
  /** @type {(value: any) => void} */
  let release = () => {};
  const late = new Promise((resolve) => {
    release = resolve;
  });
  const { store, asked, write } = writerOver(() => late);
  const writing = write(WANTED, never);
  store.set({ sequence: { kind: "text", value: "bad" } });
  assert.equal(asked.at(-1), "aborted");
  release(written({ ...WANTED, text: "not" }));
  await writing;
  assert.equal(store.get().sequence.value, "bad");
  assert.equal(store.get().drawn, null);
});

test("weights of another network are let go of", async () => {
  const { store, write } = writerOver(async (request) => written(request));
  await write(WANTED, never);
  assert(store.get().weights);
  const { trace } = store.get();
  store.set({ trace: trace && { ...trace, model: "other" } });
  await write(WANTED, never);
  assert.equal(store.get().weights, null);
});

test("an error leaves everything as it is", async () => {
  const { store, write } = writerOver(() => Promise.reject(new Error("full")));
  const before = store.get();
  await assert.rejects(() => write(WANTED, never), /full/);
  assert.equal(store.get(), before);
});
