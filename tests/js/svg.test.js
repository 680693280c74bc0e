import { el, reconcile, rounded, toMarkup } from "../../static/js/core/svg.js";
import { assert, mountPoint, test } from "./harness.js";

test("numbers are written with two decimals and never as -0", () => {
  assert.equal(rounded(1.2345), "1.23");
  assert.equal(rounded(-0.001), "0");
  assert.equal(rounded(240), "240");
});

test("what is null, undefined or false is left out", () => {
  const node = el("rect", { x: 1, rx: null, fill: undefined, hidden: false, key: "a" }, [null, false]);
  assert.deepEqual(node, { name: "rect", key: "a", attributes: { x: "1" }, children: [] });
});

test("markup is escaped and indented", () => {
  const node = el("g", { class: "a" }, [el("text", { x: 0 }, ['<"&>']), el("path")]);
  assert.equal(toMarkup(node), '<g class="a">\n  <text x="0">&lt;&quot;&amp;&gt;</text>\n  <path/>\n</g>');
});

test("an element keeps its place in the document while its key stays", () => {
  const parent = mountPoint();
  reconcile(parent, [el("g", { key: "a" }), el("g", { key: "b" })]);
  const [a, b] = parent.children;
  reconcile(parent, [el("g", { key: "b", class: "lit" }), el("g", { key: "a" })]);
  assert.equal(parent.children[0], b);
  assert.equal(parent.children[1], a);
  assert.equal(b?.getAttribute("class"), "lit");
});

test("attributes, text and children that are gone are taken away", () => {
  const parent = mountPoint();
  reconcile(parent, [el("text", { x: 1, y: 2 }, ["one", el("tspan", {}, ["two"])])]);
  reconcile(parent, [el("text", { x: 1 }, ["three"])]);
  assert.equal(parent.textContent, "three");
  assert.equal(parent.firstElementChild?.hasAttribute("y"), false);
  reconcile(parent, []);
  assert.equal(parent.childNodes.length, 0);
});

test("the same description is not drawn again", () => {
  const parent = mountPoint();
  const node = el("g", { class: "a" });
  reconcile(parent, [node]);
  parent.firstElementChild?.setAttribute("class", "touched");
  reconcile(parent, [node]);
  assert.equal(parent.firstElementChild?.getAttribute("class"), "touched");
});
