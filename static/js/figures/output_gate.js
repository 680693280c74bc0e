/** Figure 7: a gate decides what is said of the memory; h leaves, c goes with it, the step is printed on two lanes. */

import { gateFigure } from "./gate.js";

const LANES = Object.freeze({ kind: /** @type {const} */ ("columns"), x: 818, y: 474 });

export const outputGate = gateFigure({
  figure: 7,
  chapter: "output-gate",
  channel: "hidden_state",
  keys: ["squash_o", "multiply_o", "handover"],
  controls: [{ kind: "value", id: "set_o", channel: "output_gate", min: 0, max: 1 }],
  look: {
    // A narrow screen shows the right end from the beginning, and the lanes with it.
    captions: {
      weigh_o: { crop: 494 },
      squash_o: { crop: 494 },
      tanh_c: { crop: 494 },
      multiply_o: { crop: 494 },
    },
    charts: { weigh_o: LANES, squash_o: LANES, tanh_c: LANES, multiply_o: LANES, handover: LANES },
  },
});
