/** Two small lanes, c above h: a column a step, printed when c and h have moved on. */

import { hex, PALETTE } from "../core/colour.js";
import { bins, clamp, pageAround } from "../core/scale.js";
import { el } from "../core/svg.js";
import { write } from "./chart_parts.js";
import { filler, largest } from "./strips.js";

/** @typedef {import("../core/svg.js").SvgNode} SvgNode */
/** @typedef {Pick<import("./scene.js").Picture, "cell" | "layer" | "step" | "u" | "theme">} Shown */

const LANE = Object.freeze({ left: 18, width: 88, height: 28, gap: 5, column: 24, rows: 16 });
/** Within the operation that hands c and h on: when their column begins to show. */
const PRINT = 0.6;
const MOST = 12;

/**
 * @param {Shown} shown
 * @param {{ handing: boolean }} moment whether c and h move on just now
 * @returns {SvgNode[]}
 */
export function drawColumns({ cell, layer, step, u, theme }, { handing }) {
  const steps = layer.channels[cell.memory]?.shape[0] ?? 0;
  const page = pageAround(steps, MOST, step);
  const width = Math.min(LANE.column, LANE.width / (page.stop - page.start));
  const fresh = handing ? clamp((u - PRINT) / (1 - PRINT), 0, 1) : 0;
  return ["c", "h"].flatMap((name, lane) => {
    const top = lane * (LANE.height + LANE.gap);
    const columns = [];
    for (let at = page.start; at <= Math.min(step, page.stop - 1); at += 1) {
      const vector = cell.vector(name, layer, at);
      if (!vector || (at === step && fresh === 0)) continue;
      const fill = filler(vector, theme);
      const runs = bins(vector.values.length, LANE.rows);
      const tall = LANE.height / runs.length;
      const squares = runs.map(({ start, stop }, k) =>
        el("rect", {
          y: k * tall,
          width,
          height: tall,
          fill: hex(fill(largest(vector.values, start, stop))),
          stroke: PALETTE[theme].outline,
          "stroke-width": 0.5,
        }),
      );
      const x = LANE.left + (at - page.start) * width;
      columns.push(
        el(
          "g",
          {
            transform: `translate(${x.toFixed(2)} ${top})`,
            opacity: at === step && fresh < 1 ? fresh : null,
          },
          squares,
        ),
      );
    }
    return [
      write(name, 6, top + LANE.height / 2 + 5, theme, { "font-style": "italic", "font-weight": 600 }),
      el("rect", {
        x: LANE.left,
        y: top,
        width: width * (page.stop - page.start),
        height: LANE.height,
        fill: PALETTE[theme].paper,
        stroke: PALETTE[theme].outline,
        "stroke-width": 1,
      }),
      ...columns,
    ];
  });
}
