/** Where a value stands on its scale. Gates end in words: a forget gate near 1 keeps, near 0 drops. */

import { h, setAttribute, setText } from "../core/dom.js";
import { plain } from "../core/format.js";
import { clamp } from "../core/scale.js";
import { scaleEnd } from "../state/selectors.js";

/** @param {import("../i18n/translate.js").Translate} t */
export function createGauge(t) {
  const knob = h("span", { class: "gauge-knob" });
  const bar = h("div", { class: "gauge-bar" }, [knob]);
  const low = h("span");
  const high = h("span");
  const element = h("div", { class: "gauge" }, [bar, h("div", { class: "gauge-ends" }, [low, high])]);
  return {
    element,
    /**
     * @param {import("./context.js").CellChannel} channel
     * @param {import("../state/types.js").LayerTrace} layer
     * @param {number} value
     */
    draw(channel, layer, value) {
      const end = scaleEnd(layer, channel.name);
      const from = channel.range === "unit" ? 0 : -end;
      setAttribute(bar, "class", `gauge-bar gauge-${channel.hue ?? "signed"}`);
      knob.style.setProperty("--at", String(clamp((value - from) / (end - from), 0, 1)));
      const unit = channel.range === "unit";
      const words = channel.words ?? channel.name;
      setText(low, unit ? t(`gauge.low.${words}`) : plain(from));
      setText(high, unit ? t(`gauge.high.${words}`) : `+${plain(end)}`);
    },
  };
}
