/** Figure 5: one column, two lanes: how much to write (i), what to write (g), and their product under the +. */

import { gateFigure } from "./gate.js";

export const inputGate = gateFigure({
  figure: 5,
  chapter: "input-gate",
  channel: "input_gate",
  keys: ["squash_i", "squash_g", "multiply_ig"],
  controls: [
    { kind: "value", id: "set_i", channel: "input_gate", min: 0, max: 1 },
    { kind: "negate", id: "negate_g", channel: "candidate" },
  ],
  look: {
    charts: { multiply_ig: { kind: "products", x: 516, y: 308 } },
    captions: { multiply_ig: { crop: 316 } },
  },
});
