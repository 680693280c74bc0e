import { captionOf } from "../../static/js/cells/caption.js";
import { fetchCell, getCell, operationIndex } from "../../static/js/cells/index.js";
import { cellDrawing } from "../../static/js/drawing/cell_drawing.js";
import { createTranslate } from "../../static/js/i18n/translate.js";
import { NO_EDITS } from "../../static/js/state/edits.js";
import { assert, test } from "./harness.js";
import { sampleOf } from "./stage_samples.js";

await fetchCell("gru");
const words = Object.fromEntries(
  await Promise.all(
    ["en", "zh"].map(async (name) => [name, await (await fetch(`/static/i18n/${name}.json`)).json()]),
  ),
);
const shape = { units: 3, inputs: 2, projected: false };
const VARIANTS = [
  { title: "after", options: { reset_after: true } },
  { title: "before", options: { reset_after: false } },
].map(({ title, options }) => {
  const cell = getCell("gru", { options });
  const trace = sampleOf("gru", options, { b_h: [0.5, -0.25, 1] });
  const [layer] = trace.layers;
  if (!layer) throw new Error("the sample has a layer");
  return { title, cell, trace, layer, layout: cell.layout(shape) };
});

/** @param {(typeof VARIANTS)[number]} of @param {string} name */
const numbers = ({ cell, layer }, name) => cell.vector(name, layer, 0)?.values ?? [];

for (const variant of VARIANTS) {
  const { title, cell, trace, layer, layout } = variant;

  test(`reset ${title}: the operations go from left to right, gate by gate`, () => {
    const gates = cell.operations.map(({ gate }) => gate);
    const order = gates.filter((gate, k) => gate !== gates[k - 1]);
    assert.deepEqual(order, ["update_gate", "reset_gate", "gru_candidate", "gru_state"]);
    const made = cell.operations.flatMap(({ channel }) => channel ?? []);
    const lanes = made.filter((channel, k) => made.indexOf(channel) === k);
    assert.deepEqual([...lanes].sort(), cell.channels.map(({ name }) => name).sort());
  });

  test(`reset ${title}: what is kept and what comes in are the new state`, () => {
    const [kept, fresh, h] = ["zh", "zn", "h"].map((name) => numbers(variant, name));
    for (const [k, value] of h?.entries() ?? []) {
      assert.close((kept?.[k] ?? 0) + (fresh?.[k] ?? 0), value, 1e-12);
    }
    const [z, rest, n] = ["z", "rz", "n"].map((name) => numbers(variant, name));
    for (const k of [0, 1, 2]) {
      assert.close((z?.[k] ?? 0) + (rest?.[k] ?? 0), 1, 1e-12);
      assert.close((rest?.[k] ?? 0) * (n?.[k] ?? 0), fresh?.[k] ?? 0, 1e-12);
    }
  });

  test(`reset ${title}: a caption stands within 120 of its operator`, () => {
    for (const [k, { id }] of cell.operations.entries()) {
      const { glyph = "", x = 0, y = 0 } = layout.operators[cell.frame(shape, k, 1).active] ?? {};
      const caption = layout.captions[id];
      const width = (caption?.width ?? 258) + 24;
      const left = (caption?.x ?? 0) - (caption?.anchor === "end" ? width : 0);
      const dx = Math.max(left - x, 0, x - left - width) - (glyph === "weights" ? 33 : 0);
      const dy = Math.max((caption?.y ?? 0) - y, 0, y - (caption?.y ?? 0) - 60);
      assert(Math.hypot(dx, dy) <= 120, `${id}: ${Math.hypot(dx, dy)}`);
      // A wide screen shows the drawing from 18 to 948.
      assert(left >= 18 && left + width <= 948, `${id} leaves the stage`);
    }
  });

  test(`reset ${title}: on a narrow screen the operator at work is in the window`, () => {
    for (const [k, { id, active }] of cell.operations.entries()) {
      const { x = 0 } = layout.operators[active] ?? {};
      const crop = layout.captions[id]?.crop ?? 0;
      assert(crop + 40 <= x && x <= crop + 466 - 20, `${id}: ${x} in ${crop} (${k})`);
    }
  });

  test(`reset ${title}: the sentences name true numbers`, () => {
    const t = createTranslate(words, () => "en");
    const said = (/** @type {string} */ id, unit = 1) =>
      captionOf(cell, trace, layer, { step: 0, operation: operationIndex(cell, id), unit }, t).now;
    assert.equal(said("squash_z"), "z₂ = 0.08: unit 2 lets its old state be replaced.");
    assert.equal(said("squash_z", 0), "z₁ = 0.97: unit 1 keeps its old state.");
    assert.equal(said("squash_z", 2), "z₃ = 0.51: unit 3 keeps a part of its old state.");
    assert.match(said("multiply_zn"), /^1 − z = 0\.92, and 0\.92 × /);
    assert.match(
      said("squash_r"),
      title === "after" ? /^r₂ = 0\.10: candidate 2 will ignore/ : /of unit 2\.$/,
    );
  });
}

test("where the reset comes after, each half of the candidate's weights has a box of its own", () => {
  const halves = VARIANTS.map(({ layout }) =>
    Object.values(layout.operators).flatMap(({ gate, half }) =>
      gate === "candidate" ? [half ?? "both"] : [],
    ),
  );
  assert.deepEqual(halves, [["W_h", "W_x"], ["both"]]);
});

test("the ends of a gate are named anew in another language", () => {
  const [variant] = VARIANTS;
  if (!variant) throw new Error("there is a variant");
  const { cell, trace } = variant;
  /** @type {Map<string, any>} What was drawn with the same signature is not drawn again. */
  const kept = new Map();
  const drawn = (/** @type {"en" | "zh"} */ language) => {
    const state = /** @type {any} */ ({
      ...{ trace, language, layer: 0, direction: "forward", step: 0, operation: 3, u: 1, unit: 1 },
      ...{ scheme: "light", weights: null, hover: null, part: null, probes: [0, 1, 2], edits: NO_EDITS },
    });
    const scene = cellDrawing(
      () => cell,
      createTranslate(words, () => language),
    ).sceneAt(state, false);
    const ids = scene?.signature.map((one) => (typeof one === "object" ? "" : String(one))).join();
    const nodes = scene?.nodes((key, make) => {
      const known = kept.get(`${ids}/${key}`) ?? make();
      kept.set(`${ids}/${key}`, known);
      return known;
    });
    return JSON.stringify(nodes);
  };
  assert.match(drawn("en"), /1 keep.*0 replace.*1 use.*0 ignore/);
  assert.match(drawn("zh"), /1 保留.*0 替换.*1 采用.*0 忽略/);
});
