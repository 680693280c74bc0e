import { getCell } from "../../static/js/cells/index.js";
import { createStore } from "../../static/js/core/store.js";
import { cellDrawing } from "../../static/js/drawing/cell_drawing.js";
import { initialState } from "../../static/js/state/state.js";
import { mount } from "../../static/js/views/lanes.js";
import { strongest } from "../../static/js/views/lanes_drawing.js";
import * as ribbon from "../../static/js/views/ribbon.js";
import { answer, cells, waves, weights } from "./example.js";
import { assert, mountPoint, test } from "./harness.js";

/** @typedef {import("../../static/js/state/types.js").Place} Place */

const BOOT = /** @type {import("../../static/js/state/types.js").Boot} */ (
  /** @type {unknown} */ ({
    language: "en",
    request: { model: "review", text: "" },
    trace: answer,
    weights,
    models: [],
    cards: {},
  })
);

/**
 * A view over a trace of made-up numbers.
 *
 * @param {typeof mount} mountView
 * @param {number} length
 * @param {number} units
 */
async function viewOf(mountView, length, units) {
  await style();
  const cell = getCell("lstm");
  const { channels, operations } = cell;
  /** @type {import("../../static/js/state/types.js").State} */
  const initial = { ...initialState(BOOT, cells), step: 0, unit: 0, trace: waves(length, units) };
  const store = createStore(initial);
  /** @type {(Place | null)[]} */
  const pointed = [];
  /** @type {Place[]} */
  const visited = [];
  const actions = /** @type {import("../../static/js/state/actions.js").Actions} */ (
    /** @type {unknown} */ ({
      point: (/** @type {Place | null} */ place) => pointed.push(place),
      visit: (/** @type {Place} */ place) => {
        visited.push(place);
        store.set(place);
      },
      openPanel: () => {},
    })
  );
  const element = mountPoint();
  element.className = "time-card";
  element.style.width = "1200px";
  const t = (/** @type {string} */ key, /** @type {object} */ args = {}) =>
    `${key} ${Object.values(args).join(" ")}`.trim();
  const drawing = cellDrawing(() => getCell("lstm"), t);
  const view = mountView(element, {
    store,
    t,
    actions,
    boot: BOOT,
    cellOf: () => cell,
    channels,
    operations,
    drawing,
  });
  store.subscribe(view.update);
  return { element, store, pointed, visited, view };
}

/** The lanes take their places from the style sheets. */
async function style() {
  for (const name of ["tokens", "layout", "time"]) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `/static/css/${name}.css`;
    const loaded = new Promise((resolve) => link.addEventListener("load", resolve));
    document.head.append(link);
    await loaded;
  }
}

/** @param {HTMLElement} element @param {number} lane @param {number} x 0..1 @param {number} y 0..1 */
function clickLane(element, lane, x, y) {
  const plot = /** @type {HTMLElement} */ (element.querySelectorAll(".lane-plot")[lane]);
  const box = plot.getBoundingClientRect();
  const place = { clientX: box.left + x * box.width, clientY: box.top + y * box.height, bubbles: true };
  plot.dispatchEvent(new PointerEvent("pointermove", place));
  plot.dispatchEvent(new MouseEvent("click", place));
}

test("a bin shows the value of the largest magnitude, with its sign", () => {
  const matrix = { data: new Float32Array([0.1, -0.9, 0.5, 0.2]), shape: [1, 4] };
  assert.close(strongest(matrix, 0, { start: 0, stop: 4 }), -0.9, 1e-7);
  assert.close(strongest(matrix, 0, { start: 2, stop: 4 }), 0.5, 1e-7);
});

test("pointing reads a number and a click goes to it", async () => {
  const { element, pointed, visited } = await viewOf(mount, 10, 4);
  clickLane(element, 4, 0.35, 0.6);
  assert.deepEqual(pointed, [{ channel: "cell_state", step: 3, unit: 2 }]);
  assert.deepEqual(visited, [{ channel: "cell_state", step: 3, unit: 2 }]);
});

test("arrows walk over steps, units and channels, and the cell says where it is", async () => {
  const { element, store } = await viewOf(mount, 10, 2);
  const press = (/** @type {string} */ key) => {
    const cell = /** @type {HTMLElement} */ (element.querySelector(".grid-cell"));
    cell.focus();
    cell.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  };
  for (const key of ["ArrowRight", "ArrowDown", "ArrowDown", "End"]) press(key);
  const { channel, step, unit } = store.get();
  assert.deepEqual({ channel, step, unit }, { channel: "input_gate", step: 9, unit: 0 });
  assert.equal(document.activeElement, element.querySelector(".grid-cell"));
  assert.match(document.activeElement?.getAttribute("aria-label") ?? "", /i₁ channel.input_gate 10 w9/);
  press("ArrowUp");
  assert.equal(store.get().channel, "forget_gate");
  assert.equal(store.get().unit, 1);
});

test("the legend says what is folded and what is left out", async () => {
  const { element } = await viewOf(mount, 200, 512);
  const text = element.querySelector(".lanes-legend")?.textContent ?? "";
  const rows = element.querySelector("canvas")?.height;
  assert(rows && rows < 64, "a row of pixels for each row");
  assert.match(text, new RegExp(`lanes\\.bins ${rows} 512`));
  assert.match(text, /lanes\.part 1 \d+ 200/);
});

test("lanes of 2000 x 512 are painted once: within a page a step moves the playhead only", async () => {
  const { store } = await viewOf(mount, 2000, 512);
  const painting = CanvasRenderingContext2D.prototype;
  const { drawImage } = painting;
  let painted = 0;
  painting.drawImage = function (/** @type {any[]} */ ...args) {
    painted += 1;
    return /** @type {any} */ (drawImage).apply(this, args);
  };
  try {
    for (let step = 1; step < 10; step += 1) store.set({ step });
    assert.equal(painted, 0);
    store.set({ step: 1900 });
    assert(painted > 0 && painted <= 12, `another page is painted once a lane, not ${painted} times`);
  } finally {
    painting.drawImage = drawImage;
  }
});

test("the ribbon shows only the page around the step", async () => {
  const { element, store } = await viewOf(ribbon.mount, 500, 2);
  const chips = () => [...element.querySelectorAll(".token")];
  assert(chips().length > 10 && chips().length < 60, `${chips().length} tokens`);
  store.set({ step: 499 });
  assert.equal(element.querySelector("[aria-current]")?.textContent, "w499");
  assert.equal(chips().at(-1)?.textContent, "w499");
});
