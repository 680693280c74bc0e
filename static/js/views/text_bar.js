/** Below the text: which number colours it, and what the colours mean. */

import { hex, ramps, shade } from "../core/colour.js";
import { append, h, setAttribute, setText } from "../core/dom.js";
import { short } from "../core/format.js";
import { icon } from "../core/icon.js";
import { segmentButtons } from "../core/segments.js";
import { colouringRange } from "../state/passage.js";
import { shownLayer, unitCount } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/** Stops of the strip of colours. */
const STOPS = 9;

/** @param {import("./context.js").Context} context */
export function createTextBar({ store, t, actions, channels }) {
  const choices = segmentButtons("channel", channels, (name) => actions.chooseChannel(name));
  const choice = h("div", { class: "segments text-channels", role: "group" }, choices);
  choice.hidden = channels.length < 2;
  const back = stepButton("back", () => actions.chooseUnit(store.get().unit - 1));
  const on = stepButton("forth", () => actions.chooseUnit(store.get().unit + 1));
  const field = h("input", {
    type: "number",
    id: "text-unit",
    class: "number",
    min: 1,
    step: 1,
    onchange: () => actions.chooseUnit(Math.round(Number(field.value)) - 1),
  });
  const unit = h("label", { for: "text-unit" });
  const count = h("span", { class: "text-count" });
  const [low, strip, high] = [h("span"), h("span", { class: "text-strip" }), h("span")];
  const range = h("span", { class: "text-range" });
  const drawn = h("span", { class: "text-written" });
  const element = h("div", { class: "text-bar" });
  append(element, [
    choice,
    h("span", { class: "text-unit" }, [unit, back, field, on, count]),
    h("span", { class: "text-scale" }, [low, strip, high]),
    range,
    drawn,
  ]);

  return {
    element,
    /** @param {State} state @param {string} name of the number */
    draw(state, name) {
      const layer = shownLayer(state);
      const channel = channels.find((one) => one.name === state.channel);
      if (!layer || !channel) return;
      const units = unitCount(layer, channel.name);
      const bottom = channel.hue ? 0 : -1;
      setAttribute(choice, "aria-label", t("arithmetic.channel"));
      for (const button of choices) {
        setAttribute(button, "aria-label", t(`channel.${button.dataset.channel}`));
        setAttribute(button, "aria-pressed", String(button.dataset.channel === channel.name));
      }
      setText(unit, t("arithmetic.unit"));
      setText(count, t("arithmetic.of", { count: units }));
      setAttribute(field, "max", units);
      field.value = String(state.unit + 1);
      setAttribute(back, "aria-label", t("text.previous"));
      setAttribute(on, "aria-label", t("text.next"));
      setAttribute(back, "aria-disabled", state.unit === 0 ? "true" : null);
      setAttribute(on, "aria-disabled", state.unit >= units - 1 ? "true" : null);
      setText(low, short(bottom).replace(".00", ""));
      setText(high, "1");
      strip.style.setProperty("--strip", gradient(state.scheme, channel.hue, bottom));
      const ends = colouringRange(layer, channel.name, state.unit);
      setText(range, t("text.range", { name, low: short(ends.low), high: short(ends.high) }));
      setText(drawn, state.drawn ? t("text.drawn") : "");
    },
  };
}

/** @param {"back" | "forth"} shape @param {() => void} onclick */
function stepButton(shape, onclick) {
  return h("button", { class: "button square small", onclick }, [icon(shape)]);
}

/**
 * The colours of a channel from its lowest value to 1.
 *
 * @param {"light" | "dark"} scheme
 * @param {"f" | "i" | "o" | null} hue
 * @param {number} bottom
 */
function gradient(scheme, hue, bottom) {
  const ramp = ramps(scheme);
  const stops = Array.from({ length: STOPS }, (_, k) =>
    hex(shade(ramp, hue, bottom + (k / (STOPS - 1)) * (1 - bottom))),
  );
  return `linear-gradient(to right, ${stops.join(", ")})`;
}
