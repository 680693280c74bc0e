/** On paper a figure is a row of still pictures, each with its words below. They are drawn when a page is printed. */

import { append, h, setAttribute } from "../core/dom.js";
import { reconcile } from "../core/svg.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../drawing/drawing.js").Drawing} Drawing */
/** @typedef {import("../figures/script.js").FigureScript} FigureScript */

/**
 * @typedef {object} Printed
 * @property {HTMLElement} element the figure
 * @property {FigureScript} script
 * @property {() => { state: State, drawing: Drawing }} shown whose numbers, at which step
 */

/** @param {readonly Printed[]} figures those of the page, whether they have been made or not */
export function printAsStrips(figures) {
  /** @type {HTMLElement[]} */
  let strips = [];
  const clear = () => {
    for (const strip of strips) strip.remove();
    strips = [];
  };
  const make = () => {
    clear();
    strips = figures.map(({ element, script, shown }) => {
      const strip = stripOf(script, shown());
      element.prepend(strip);
      return strip;
    });
  };
  addEventListener("beforeprint", make);
  addEventListener("afterprint", clear);
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? make() : clear()));
}

/**
 * @param {FigureScript} script
 * @param {ReturnType<Printed["shown"]>} shown
 */
function stripOf({ keyFrames }, { state, drawing }) {
  const strip = h("div", { class: "figure-strip" });
  for (const { operation, u, whole = false } of keyFrames) {
    const scene = drawing.sceneAt({ ...state, operation, u, scheme: "light", hover: null }, false);
    if (!scene) continue;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const { x, y, width, height } = scene.window(!whole);
    setAttribute(svg, "viewBox", `${x} ${y} ${width} ${height}`);
    setAttribute(svg, "aria-hidden", "true");
    reconcile(
      svg,
      scene.nodes((_, make) => make()),
    );
    const { title, now, rule } = scene.caption;
    const words = h("p", {}, [
      h("b", { text: title }),
      ` ${now} `,
      h("span", { class: "muted", text: rule }),
    ]);
    append(strip, [h("div", { class: whole ? "figure-frame whole" : "figure-frame" }, [svg, words])]);
  }
  return strip;
}
