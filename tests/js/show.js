// A view mounted over the checked example, with the page's real words.

import { getCell } from "../../static/js/cells/index.js";
import { createStore } from "../../static/js/core/store.js";
import { cellDrawing } from "../../static/js/drawing/cell_drawing.js";
import { createTranslate } from "../../static/js/i18n/translate.js";
import { initialState } from "../../static/js/state/state.js";
import { answer, cells, weights } from "./example.js";
import { mountPoint } from "./harness.js";

/** @typedef {import("../../static/js/state/types.js").State} State */
/** @typedef {{ mount: (element: HTMLElement, context: import("../../static/js/views/context.js").Context) => import("../../static/js/views/context.js").View }} ViewModule */

export const MODEL = {
  id: "review",
  title: "Review",
  source: "bundled",
  stacks: [
    {
      name: "lstm",
      cell: "lstm",
      layers: 1,
      bidirectional: false,
      input_size: 2,
      hidden_size: 3,
      projection_size: null,
      parameters: 72,
    },
  ],
  input: { kind: "words", size: 2, labels: ["valence", "negator"] },
  head: null,
  examples: [],
};

/** What a view may ask of the networks of readers. */
const OWN = [
  "openFile",
  "dismissUpload",
  "listOwn",
  "learnParts",
  "deleteOwn",
  "giveVocabulary",
  "choose",
  "chooseStack",
];

/**
 * A view with the page's real words over the checked example; `called` collects the actions.
 *
 * @param {ViewModule} view
 * @param {Partial<State>} [patch]
 * @param {{ models?: readonly object[], cards?: Record<string, object>, limits?: object }} [more] in the page besides
 */
export async function show(view, patch = {}, more = {}) {
  const [en, zh] = await Promise.all(
    ["en", "zh"].map(async (name) => (await fetch(`/static/i18n/${name}.json`)).json()),
  );
  const boot = /** @type {import("../../static/js/state/types.js").Boot} */ (
    /** @type {unknown} */ ({
      language: "en",
      request: { model: "review", text: "not" },
      trace: answer,
      weights,
      models: [MODEL],
      limits: { steps: 1000, text: 1000, sample: 100 },
      cards: {
        review: {
          title: { en: "Review", zh: "评论" },
        },
      },
      ...more,
    })
  );
  /** @type {State} */
  const initial = { ...initialState(boot, cells), unit: 1, ...patch };
  const store = createStore(initial);
  const t = createTranslate({ en, zh }, () => store.get().language);
  /** @type {unknown[][]} */
  const called = [];
  /** What was asked of the networks of readers. @type {unknown[][]} */
  const own = [];
  const owning = Object.fromEntries(
    OWN.map((name) => [name, async (/** @type {unknown[]} */ ...args) => own.push([name, ...args]) && null]),
  );
  const actions = /** @type {import("../../static/js/state/actions.js").Actions} */ (
    new Proxy(/** @type {object} */ ({}), {
      get: (_, name) =>
        name === "own"
          ? async () => owning
          : (/** @type {unknown[]} */ ...args) => {
              called.push([name, ...args]);
            },
    })
  );
  const cell = getCell("lstm");
  const { channels, operations } = cell;
  const drawing = cellDrawing(() => cell, t);
  const element = mountPoint();
  const mounted = view.mount(element, {
    store,
    t,
    actions,
    boot,
    cellOf: () => cell,
    channels,
    operations,
    drawing,
  });
  store.subscribe(mounted.update);
  /** @param {string} selector */
  const text = (selector) => element.querySelector(selector)?.textContent ?? "";
  return { element, store, called, own, text };
}
