/** Where to look first: where the example points, else the step at which the memory moves most. Pure. */

/** @typedef {import("./types.js").TraceData} TraceData */
/** @typedef {import("./types.js").State} State */
/** @typedef {(layer: import("./types.js").LayerTrace, step: number) => readonly number[]} Movement of each unit's memory */
/** @typedef {(trace: TraceData, example?: Pointing) => ReturnType<typeof openingPlace>} Opening */
/** @typedef {Pick<import("./types.js").Example, "step" | "unit" | "channel" | "probes" | "overview">} Pointing */

/** Looking through more numbers than this would be felt. */
const MOST = 200000;

/**
 * The step and the unit whose memory moves most, the first of equals, unless the example names them; and the channel,
 * the probes and the overview that it names.
 *
 * @param {TraceData} trace
 * @param {Movement} movement as the cell of the trace knows it
 * @param {Pointing} [example]
 * @returns {Pick<State, "step" | "unit" | "operation" | "u"> & Partial<Pick<State, "channel" | "probes" | "overview">>}
 */
export function openingPlace(trace, movement, example) {
  const [layer] = trace.layers;
  let [best, step, unit] = [0, 0, 0];
  const small = layer && trace.length * layer.units.length <= MOST;
  for (let k = 0; small && k < trace.length; k++) {
    const moves = movement(layer, k);
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
