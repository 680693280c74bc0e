/** Figure 4: h and x join, their weights and a sigmoid make f, and f waits where the old memory will pass. */

import { gateFigure, hold } from "./gate.js";

export const forgetGate = gateFigure({
  figure: 4,
  chapter: "forget-gate",
  channel: "forget_gate",
  keys: ["join", "weigh_f", "squash_f", "park_f"],
  still: "squash_f",
  controls: [
    { kind: "value", id: "set_f", channel: "forget_gate", min: 0, max: 1 },
    { kind: "toggle", id: "all_dropped", overrides: [hold("forget_gate", 0)] },
    { kind: "toggle", id: "all_kept", overrides: [hold("forget_gate", 1)] },
    { kind: "weight", id: "weight", channel: "forget_gate" },
  ],
});
