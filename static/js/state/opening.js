/** Where to look first: where the example points, else the step at which the memory moves most. Pure. */

import { stepBefore, valueAt } from "./selectors.js";
import { at } from "./trace.js";

/** @typedef {import("./types.js").TraceData} TraceData */
/** @typedef {import("./types.js").LayerTrace} LayerTrace */
/** @typedef {import("./types.js").State} State */

/** Looking through more numbers than this would be felt. */
const MOST = 200000;

/**
 * The step and the unit with the most dropped and written, the first of equals, unless the example names them;
 * and the channel, the probes and the overview that it names.
 *
 * @param {TraceData} trace
 * @param {Pick<import("./types.js").Example, "step" | "unit" | "channel" | "probes" | "overview">} [example]
 * @returns {Pick<State, "step" | "unit" | "operation" | "u"> & Partial<Pick<State, "channel" | "probes" | "overview">>}
 */
export function openingPlace(trace, example) {
  const [layer] = trace.layers;
  let [best, step, unit] = [0, 0, 0];
  const small = layer && trace.length * layer.units.length <= MOST;
  for (let k = 0; small && k < trace.length; k++) {
    const moves = movements(layer, k);
    const sum = moves.reduce((total, one) => total + one, 0);
    if (sum > best) [best, step, unit] = [sum, k, moves.indexOf(Math.max(...moves))];
  }
  const { channel, probes, overview } = example ?? {};
  return {
    step: example?.step ?? step,
    unit: example?.unit ?? unit,
    operation: 0,
    u: 0,
    ...(channel && { channel }),
    ...(probes && { probes }),
    ...(overview && { overview }),
  };
}

/**
 * What each unit dropped and wrote at a step: |c before| (1 - f) + |i g|.
 *
 * @param {LayerTrace} layer
 * @param {number} step
 * @returns {number[]}
 */
function movements(layer, step) {
  const { forget_gate, input_gate, candidate } = layer.channels;
  if (!forget_gate || !input_gate || !candidate) return [];
  return layer.units.map((_, unit) => {
    const dropped =
      valueAt(layer, "cell_state", stepBefore(layer, step), unit) * (1 - at(forget_gate, step, unit));
    return Math.abs(dropped) + Math.abs(at(input_gate, step, unit) * at(candidate, step, unit));
  });
}
