/** The small chart that an operation has beside it, where its cell asks for one. */

import { el } from "../core/svg.js";
import { drawColumns } from "./columns.js";
import { drawProducts } from "./products.js";
import { drawBars, drawWaterfall } from "./waterfall.js";

/** @typedef {import("./scene.js").Picture} Picture */

/**
 * @param {Picture} picture
 * @returns {import("../core/svg.js").SvgNode}
 */
export function drawChart(picture) {
  const operation = picture.cell.operations[picture.operation]?.id ?? "";
  const chart = picture.cell.charts?.[operation];
  if (!chart) return el("g", { key: "chart" });
  const nodes = {
    products: () => drawProducts(picture),
    bars: () => drawBars(picture),
    waterfall: () => drawWaterfall(picture, { settled: operation !== "add" }),
    columns: () => drawColumns(picture, { handing: operation === "handover" }),
  }[chart.kind]();
  return el("g", { key: "chart", transform: `translate(${chart.x} ${chart.y})` }, nodes);
}
