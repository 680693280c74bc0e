/** Figure 6: the memory goes through the ×, bars shrink to f∗c; through the +, i∗g is stacked on them; c settles. */

import { gateFigure, hold } from "./gate.js";

export const cellState = gateFigure({
  figure: 6,
  chapter: "cell-state",
  channel: "cell_state",
  keys: ["multiply_fc", "add", "settle"],
  controls: [
    {
      kind: "toggle",
      id: "perfect_memory",
      overrides: [hold("forget_gate", 1), hold("input_gate", 0)],
    },
    { kind: "value", id: "set_f", channel: "forget_gate", min: 0, max: 1 },
  ],
  look: {
    charts: {
      multiply_fc: { kind: "bars", x: 256, y: 298 },
      add: { kind: "waterfall", x: 514, y: 298 },
      settle: { kind: "waterfall", x: 514, y: 298 },
    },
    captions: { multiply_fc: { y: 176, width: 336 } },
    faded: ["weigh_f", "squash_f", "weigh_i", "squash_i", "weigh_g", "squash_g", "weigh_o", "squash_o"],
  },
});
