import { ApiError } from "../../static/js/api/client.js";
import { createLoader } from "../../static/js/api/loader.js";
import { createStore } from "../../static/js/core/store.js";
import { withModel } from "../../static/js/state/own.js";
import { initialState } from "../../static/js/state/state.js";
import { answer, cells, weights } from "./example.js";
import { assert, test } from "./harness.js";
import { MODEL } from "./show.js";

/** @typedef {import("../../static/js/state/types.js").State} State */

const ID = "u-0123456789abcdef";
const BOOT = /** @type {import("../../static/js/state/types.js").Boot} */ (
  /** @type {unknown} */ ({
    language: "en",
    cards: {},
    limits: { steps: 10000, text: 10000, sample: 50 },
    trace: answer,
    weights,
    models: [MODEL],
    request: { model: "review", text: "not" },
  })
);
const [LSTM] = MODEL.stacks;
/** A network of two wide layers. @type {any} */
const WIDE = {
  ...MODEL,
  id: ID,
  source: "uploaded",
  digest: "sha256:0",
  stacks: [{ ...LSTM, layers: 2, hidden_size: 1024 }],
};
/** The answer for the layer that was asked for. @param {any} request */
const answerTo = ({ model, layers = [0] }) => ({
  ...answer,
  model,
  layers: answer.layers.map((one) => ({ ...one, index: layers[0] })),
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

/**
 * A loader over a pretended server.
 *
 * @param {(store: import("../../static/js/core/store.js").Store<State>, id: string) => Promise<void>} learn
 */
function loaderWith(learn) {
  const store = createStore(initialState(BOOT, cells));
  /** @type {any[]} */
  const asked = [];
  /** @type {string[]} */
  const learned = [];
  createLoader({
    store,
    client: {
      trace: async (/** @type {any} */ request) => {
        asked.push(request);
        return answerTo(request);
      },
      truth: async () => null,
      weights: async (_, { layer }) => ({ ...weights, layer, units: [0] }),
    },
    boot: BOOT,
    channels: () => ["forget_gate"],
    names: cells.names,
    delay: (run) => {
      run();
      return () => {};
    },
    learn: async (id) => {
      learned.push(id);
      await learn(store, id);
    },
  });
  return { store, asked, learned };
}
/** @param {number} length */
const text = (length) => ({ kind: /** @type {const} */ ("text"), value: "x".repeat(length) });
/** @param {State} state */
const knowing = ({ own }) => withModel(own, WIDE);

test("of a large network the other layer is asked for when it is chosen", async () => {
  const { store, asked } = loaderWith(async () => {});
  store.set({ own: knowing(store.get()), model: ID, sequence: text(400) });
  await settled();
  assert.deepEqual([asked.at(-1).layers, asked.at(-1).directions], [[0], ["forward"]]);
  assert.equal(store.get().trace?.model, ID);
  const before = asked.length;
  store.set({ layer: 1 });
  await settled();
  assert.deepEqual([asked.length, asked.at(-1).layers], [before + 1, [1]]);
  assert.equal(store.get().trace?.layers[0]?.index, 1);
  assert.equal(store.get().layer, 1, "the layer that was chosen stays chosen");
});

test("a link to a network that the page does not know is followed by asking for it", async () => {
  const { store, asked, learned } = loaderWith(async (store) => {
    store.set({ own: knowing(store.get()), sequence: text(3) });
  });
  store.set({ model: ID, sequence: text(0) });
  await settled();
  assert.deepEqual(learned, [ID]);
  assert.equal(asked.at(-1).text, "xxx");
  assert.equal(store.get().status.kind, "ready");
});

test("one that was deleted says so, and one of a name that nobody gave does not ask", async () => {
  const { store, asked, learned } = loaderWith(async () => {
    throw new ApiError({ code: "unknown_model", message: "no network", status: 404 });
  });
  store.set({ model: ID, sequence: text(3) });
  await settled();
  assert.deepEqual([store.get().status.code, asked.length], ["gone", 0]);
  store.set({ model: "nothing" });
  await settled();
  assert.deepEqual([store.get().status.code, learned], ["unknown_model", [ID]]);
});

test("where somebody has completed the network, what is known of it comes with the numbers", async () => {
  const { store, learned } = loaderWith(async (store) => {
    store.set({ own: knowing(store.get()) });
  });
  store.set({
    own: withModel(store.get().own, { ...WIDE, digest: "sha256:before" }),
    model: ID,
    sequence: text(3),
  });
  await settled();
  assert.deepEqual(learned, [ID]);
  assert.equal(store.get().own.models[0]?.digest, store.get().trace?.digest);
});
