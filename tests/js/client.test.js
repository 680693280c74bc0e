import { ApiError, createClient } from "../../static/js/api/client.js";
import { askTruth, createLoader } from "../../static/js/api/loader.js";
import { createStore } from "../../static/js/core/store.js";
import { initialState } from "../../static/js/state/state.js";
import { answer, cells, weights } from "./example.js";
import { assert, test } from "./harness.js";

/** @param {number} status @param {object} body */
const reply = (status, body) => new Response(JSON.stringify(body), { status });
const never = new AbortController().signal;

test("a refusal becomes an error with the server's code and sentence", async () => {
  const problem = {
    code: "sequence_too_long",
    detail: "20000 steps are more than 10000",
    hint: "Shorten it.",
  };
  const client = createClient(async () => reply(422, problem));
  const error = await client.trace({}, never).catch((caught) => caught);
  assert(error instanceof ApiError);
  assert.deepEqual(
    [error.code, error.message, error.hint, error.status],
    ["sequence_too_long", "20000 steps are more than 10000", "Shorten it.", 422],
  );
});

test("a server that is gone, or answers no JSON, is offline", async () => {
  const gone = createClient(async () => {
    throw new TypeError("Failed to fetch");
  });
  assert.equal((await gone.trace({}, never).catch((caught) => caught)).code, "offline");
  const proxy = createClient(async () => new Response("<html>", { status: 502 }));
  assert.equal((await proxy.trace({}, never).catch((caught) => caught)).code, "offline");
});

test("weights are asked by query, without what is null", async () => {
  /** @type {string[]} */
  const asked = [];
  const client = createClient(async (address) => {
    asked.push(String(address));
    return reply(200, {});
  });
  await client.weights("a/b", { layer: 0, direction: "forward", unit: null }, never);
  assert.deepEqual(asked, ["/api/v1/models/a%2Fb/weights?layer=0&direction=forward"]);
});

const STACK = {
  name: "lstm",
  cell: "lstm",
  layers: 1,
  bidirectional: false,
  input_size: 2,
  hidden_size: 3,
  projection_size: null,
  parameters: 72,
};
const CARD = { title: { en: "Review", zh: "评论" }, truth: true };
const BOOT = /** @type {import("../../static/js/state/types.js").Boot} */ (
  /** @type {unknown} */ ({
    language: "en",
    version: "0",
    cards: { review: CARD },
    limits: { steps: 100, text: 100, sample: 50 },
    words: {},
    trace: answer,
    weights,
    models: [
      {
        id: "review",
        title: "Review",
        source: "bundled",
        stacks: [STACK],
        examples: [],
        head: null,
        writes_on: true,
        input: { kind: "words", size: 2, labels: null },
      },
    ],
    request: { model: "review", text: "not" },
  })
);

const CLIENT = {
  trace: async () => answer,
  /** @param {any} request */
  truth: async ({ text }) => ({ model: "review", kind: "linear", labels: null, expected: [[text.length]] }),
  sample: async () => null,
  weights: async () => weights,
  download: async () => new Blob(),
};

/** A loader over a pretended server; `answers` are what it says, one after the other. @param {(() => any)[]} answers */
function loaderWith(answers) {
  const store = createStore(initialState(BOOT, cells));
  /** @type {any[]} */
  const asked = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  const client = {
    ...CLIENT,
    /** @param {object} request */
    trace: async (request) => {
      asked.push(request);
      return answers.shift()?.();
    },
  };
  const delay = (/** @type {() => void} */ run) => {
    waiting.push(run);
    return () => waiting.splice(0, waiting.length);
  };
  const loader = createLoader({
    store,
    client,
    boot: BOOT,
    channels: () => ["forget_gate", "forget_gate_preactivation"],
    names: cells.names,
    delay,
  });
  return { store, asked, waiting, loader };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
/** @param {string} value */
const typed = (value) => ({ sequence: { kind: /** @type {const} */ ("text"), value } });

test("typing asks once, after a pause, for the last text", async () => {
  const { store, asked, waiting } = loaderWith([() => answer]);
  store.set(typed("no"));
  store.set(typed("not bad"));
  assert.equal(waiting.length, 1);
  waiting[0]?.();
  assert.equal(store.get().status.kind, "loading");
  await settled();
  assert.deepEqual(asked, [
    {
      model: "review",
      text: "not bad",
      channels: ["forget_gate", "forget_gate_preactivation"],
      encoding: "base64",
    },
  ]);
  assert.equal(store.get().status.kind, "ready");
});

test("an error keeps the text and the trace, and says whether to try again", async () => {
  const refuse = () => {
    throw new ApiError({ code: "offline", message: "the server does not answer", status: 0 });
  };
  const { store, loader } = loaderWith([refuse, () => answer]);
  const { trace } = store.get();
  store.set(typed("bad"));
  await loader.load();
  const { status, sequence } = store.get();
  assert.deepEqual([status.kind, status.code, status.retry], ["error", "offline", true]);
  assert.equal(sequence.value, "bad");
  assert.equal(store.get().trace, trace);
  await loader.load();
  assert.equal(store.get().status.kind, "ready");
});

test("what can be seen to be wrong is not sent", async () => {
  const { store, asked, loader } = loaderWith([]);
  store.set(typed(" "));
  await loader.load();
  assert.equal(store.get().status.code, "empty_sequence");
  assert.deepEqual(asked, []);
});

test("an answer that was overtaken is dropped", async () => {
  /** @type {(value: any) => void} */
  let release = () => {};
  const slow = () =>
    new Promise((resolve) => {
      release = resolve;
    });
  const { store, loader } = loaderWith([slow, () => ({ ...answer, digest: "sha256:second" })]);
  store.set(typed("one"));
  const first = loader.load();
  store.set(typed("two"));
  await loader.load();
  release({ ...answer, digest: "sha256:first" });
  await first;
  assert.equal(store.get().trace?.digest, "sha256:second");
});

test("a place wanted by a link is taken when the trace arrives", async () => {
  const { store, loader } = loaderWith([() => answer]);
  loader.later(() => ({ step: 9, unit: 2, operation: 3, u: 1 }));
  await loader.load();
  const { step, unit, operation, u } = store.get();
  assert.deepEqual({ step, unit, operation, u }, { step: 0, unit: 2, operation: 3, u: 1 });
});

test("the truth comes with its trace, and an answer without one takes the old one away", async () => {
  const { store, loader } = loaderWith([() => answer, () => answer]);
  store.set(typed("bad"));
  await loader.load();
  assert.deepEqual(store.get().truth?.expected, [[3]]);
  store.set({ ...typed("worse"), drawn: { from: 1, seed: 0, temperature: 1, stopped: false, text: "w" } });
  await loader.load();
  assert.deepEqual(store.get().truth?.expected, [[5]]);
  assert.equal(store.get().drawn, null);
});

test("a refused truth leaves the trace", async () => {
  const client = { ...CLIENT, truth: () => Promise.reject(new Error("no rule")) };
  const truth = await askTruth(client, BOOT, { model: "review", text: "not" }, never);
  assert.equal(truth, null);
  assert.equal(await askTruth(CLIENT, { ...BOOT, cards: {} }, { model: "review" }, never), null);
});

test("a sequence that comes with its trace is not asked for again", async () => {
  const { store, asked, waiting } = loaderWith([]);
  const { trace } = store.get();
  store.set({ ...typed("not bad"), trace: trace && { ...trace, digest: "sha256:drawn" } });
  assert.deepEqual([asked.length, waiting.length], [0, 0]);
  store.set({ ...typed("not"), trace, weights: null });
  await settled();
  assert.equal(asked.length, 0);
  assert.deepEqual(store.get().weights?.gates, weights.gates);
});
