import { createStore } from "../../static/js/core/store.js";
import { initialState } from "../../static/js/state/state.js";
import { mount } from "../../static/js/views/prediction.js";
import { answer, cells, waves, weights } from "./example.js";
import { assert, mountPoint, test } from "./harness.js";

/** @typedef {import("../../static/js/state/types.js").State} State */

const SAID = [[1.02], [1.97], [3.04], [-0.03]];
const TRACE = { ...waves(4, 2), predictions: { kind: "linear", labels: ["depth"], values: SAID } };
const DEPTHS = {
  trace: TRACE,
  truth: {
    model: TRACE.model,
    kind: /** @type {const} */ ("linear"),
    labels: ["depth"],
    expected: [[1], [2], null, [0]],
  },
};

/** @param {Partial<State>} patch */
async function lane(patch) {
  const words = await (await fetch("/static/i18n/en.json")).json();
  const boot = /** @type {import("../../static/js/state/types.js").Boot} */ (
    /** @type {unknown} */ ({
      language: "en",
      request: { model: "review", text: "" },
      trace: answer,
      truth: null,
      weights,
      models: [],
      cards: {},
    })
  );
  const store = createStore({ ...initialState(boot, cells), step: 1, ...patch });
  /** @type {unknown[]} */
  const sought = [];
  const actions = /** @type {import("../../static/js/state/actions.js").Actions} */ (
    /** @type {unknown} */ ({
      seek: (/** @type {unknown} */ to) => sought.push(to),
      point: (/** @type {unknown} */ hover) => store.set({ hover: /** @type {State["hover"]} */ (hover) }),
    })
  );
  const element = mountPoint();
  const t = (/** @type {string} */ key, /** @type {Record<string, unknown>} */ args = {}) =>
    words[key].replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) =>
      String(args[name]),
    );
  const context = /** @type {import("../../static/js/views/context.js").Context} */ (
    /** @type {unknown} */ ({ store, t, actions, boot })
  );
  const view = mount(element, context);
  store.subscribe(view.update);
  const plot = /** @type {HTMLElement} */ (element.querySelector(".prediction-plot"));
  return { element, store, sought, plot };
}

test("the lane says the step chosen, and a click goes to a step", async () => {
  const { element, store, sought, plot } = await lane(DEPTHS);
  plot.style.height = "60px";
  await new Promise((done) => setTimeout(done, 60));
  assert.match(plot.getAttribute("aria-label") ?? "", /step 2: said 1\.97, true 2/);
  store.set({ step: 0 });
  assert.match(plot.getAttribute("aria-label") ?? "", /step 1: said 1\.02, true 1/);
  const drawn = [...element.querySelectorAll("circle")].map((dot) => Number(dot.dataset.value));
  assert.deepEqual(drawn, SAID.flat());
  const box = plot.getBoundingClientRect();
  const place = { clientX: box.left + 0.6 * box.width, clientY: box.top + 5, bubbles: true };
  plot.dispatchEvent(new PointerEvent("pointermove", place));
  assert.equal(store.get().hover?.step, 2);
  assert.equal(element.querySelectorAll("circle.pointed").length, 1);
  plot.dispatchEvent(new MouseEvent("click", place));
  assert.deepEqual(sought, [{ step: 2, u: 0 }]);
});

test("without a head there is no lane", async () => {
  const { element, store } = await lane({ trace: waves(3, 2) });
  assert.equal(element.hidden, true);
  store.set(DEPTHS);
  assert.equal(element.hidden, false);
});
