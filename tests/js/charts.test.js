import { lstm } from "../../static/js/cells/lstm.js";
import { drawColumns } from "../../static/js/drawing/columns.js";
import { drawBars, drawWaterfall } from "../../static/js/drawing/waterfall.js";
import { figureOf } from "./figure_picture.js";
import { assert, test } from "./harness.js";
import { worked } from "./stage_samples.js";

/** @typedef {import("../../static/js/core/svg.js").SvgNode} SvgNode */

const [layer] = worked().layers;
if (!layer) throw new Error("the sample has a layer");
const shown = {
  cell: lstm,
  layer,
  step: 0,
  unit: 1,
  u: 1,
  probes: [0, 1, 2],
  theme: /** @type {const} */ ("light"),
};

/** @param {readonly (SvgNode | string)[]} nodes @returns {SvgNode[]} all of them, however deep */
const flat = (nodes) =>
  nodes.flatMap((node) => (typeof node === "string" ? [] : [node, ...flat(node.children)]));
/** @param {readonly SvgNode[]} nodes */
const texts = (nodes) =>
  flat(nodes)
    .filter(({ name }) => name === "text")
    .map(({ children }) => children.join(""));
/** Bars that are filled. @param {readonly SvgNode[]} nodes */
const bars = (nodes) =>
  flat(nodes).filter(
    ({ name, attributes: a }) => name === "rect" && a.stroke !== undefined && !a.rx && a.fill !== "none",
  );
/** @param {SvgNode | undefined} bar */
const tall = (bar) => Number(bar?.attributes.height);

test("at the × every unit's bar shrinks from the old memory to what f leaves of it", () => {
  const before = bars(drawBars({ ...shown, u: 0.4 }));
  const after = bars(drawBars(shown));
  assert.equal(after.length, 3);
  for (const [unit, f] of [0.97, 0.08, 0.51].entries()) {
    const [whole, left] = [tall(before[unit]), tall(after[unit])];
    assert(Math.abs(left - Math.max(whole * f, 1)) < 0.2, `unit ${unit}: ${left} of ${whole}`);
  }
  assert(texts(drawBars(shown)).includes("−0.04"), "the result is written when it is there");
  assert(!texts(drawBars({ ...shown, u: 0.7 })).includes("−0.04"), "and not before");
});

test("a negative memory hangs below the line of zero", () => {
  const [up, down] = bars(drawBars(shown));
  const zero = Number(up?.attributes.y) + tall(up);
  assert.close(Number(down?.attributes.y), zero, 0.02);
});

test("the waterfall stacks what is written on what was kept, for the chosen unit", () => {
  const nodes = drawWaterfall({ ...shown, unit: 2 }, { settled: true });
  const [kept, written, sum] = bars(nodes);
  const bottom = (/** @type {SvgNode | undefined} */ bar) => Number(bar?.attributes.y) + tall(bar);
  assert.close(
    Number(written?.attributes.y),
    Number(kept?.attributes.y),
    0.02,
    "it begins where the first one ends",
  );
  assert.close(bottom(written), bottom(sum), 0.02, "and ends where the sum ends");
  for (const text of ["0.10", "−0.35", "−0.25", "c(t−1) = 0.20"]) assert(texts(nodes).includes(text), text);
});

test("while the sum is made its bars rise, and no number stands there yet", () => {
  const early = drawWaterfall({ ...shown, u: 0.2 }, { settled: false });
  assert(!texts(early).includes("0.82") && !texts(early).includes("0.78"));
  assert.equal(bars(early).length, 2);
  assert.equal(bars(drawWaterfall(shown, { settled: false })).length, 3);
});

test("a column a step is printed, the one of this step when c and h have moved on", () => {
  const columns = (/** @type {Parameters<typeof drawColumns>} */ ...given) =>
    drawColumns(...given).filter(({ name }) => name === "g").length / 2;
  assert.equal(columns({ ...shown, step: 1, u: 1 }, { handing: false }), 1);
  assert.equal(columns({ ...shown, step: 1, u: 0.5 }, { handing: true }), 1);
  assert.equal(columns({ ...shown, step: 1, u: 1 }, { handing: true }), 2);
  assert.equal(columns({ ...shown, step: 2, u: 1 }, { handing: true }), 3);
});

test("a drag sets the number under the hand: up is more, and never beyond the ends", async () => {
  const { drawing, stateAt, svg } = await figureOf("4");
  const state = stateAt({ op: "park_f" });
  const grab = { x: 225, y: 200, unit: 1, state };
  assert.deepEqual(drawing.dragged?.("f", { x: 225, y: 130 }, grab), { channel: "forget_gate", value: 0.58 });
  assert.deepEqual(drawing.dragged?.("f", { x: 225, y: -500 }, grab), { channel: "forget_gate", value: 1 });
  assert.deepEqual(drawing.dragged?.("f", { x: 225, y: 900 }, grab), { channel: "forget_gate", value: 0 });
  const handles = [...svg(state).matchAll(/data-vector="(\w+)" data-unit="\d" data-drag="(\w+)"/g)];
  assert.deepEqual([...new Set(handles.map((m) => `${m[1]} ${m[2]}`))], ["f f"]);
});
