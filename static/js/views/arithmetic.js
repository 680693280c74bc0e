/** How one number came to be: its name, where it stands on its scale, every product, the sum, the function. */

import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { short, subscript } from "../core/format.js";
import { icon } from "../core/icon.js";
import { segmentButtons } from "../core/segments.js";
import { explain } from "../state/arithmetic.js";
import { shownLayer, tokenAt, unitCount, valueAt } from "../state/selectors.js";
import { createGauge } from "./arithmetic_gauge.js";
import { meaningOf } from "./arithmetic_meaning.js";
import { createTable } from "./arithmetic_table.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, cellOf, channels, chapters, peeks = false, heading = "h2" } = context;
  const unitId = `${element.id}-unit`;
  const title = h(heading, { class: "card-title" });
  const close = h(
    "button",
    { class: "button square small only-narrow", onclick: () => actions.openPanel(null) },
    [icon("close")],
  );
  const choices = segmentButtons("channel", channels, (name) => actions.chooseChannel(name));
  const channelChoice = h("div", { class: "segments", role: "group" }, choices);
  const unit = h("input", {
    class: "number",
    type: "number",
    min: 1,
    step: 1,
    id: unitId,
    onchange: () => {
      actions.chooseUnit(Math.round(Number(unit.value) || 1) - 1);
      unit.value = String(store.get().unit + 1);
    },
  });
  const unitName = h("label", { for: unitId });
  const unitTotal = h("span");
  const name = h("p", { class: "number-name" });
  const what = h("span");
  const where = h("span", { class: "number-where" });
  const gauge = createGauge(t);
  const table = createTable(context);
  const sentence = h("p", { class: "meaning" });
  const explained = h("a", { class: "explained" });
  append(element, [
    h("div", { class: "row" }, [title, close]),
    h("div", { class: "row number-row" }, [name, channelChoice]),
    h("div", { class: "number-what" }, [what, unitName, unit, unitTotal, where]),
    gauge.element,
    sentence,
    table.element,
    chapters && explained,
  ]);

  /**
   * The number to take apart. What is pointed at in the card itself only lights up: the card stays under the hand.
   *
   * @param {State} state
   */
  const wantedPlace = ({ channel, step, unit: chosen, hover }) => {
    const pointed = peeks && !element.matches(":hover") ? hover : null;
    return pointed ?? { channel, step, unit: chosen };
  };

  /** @param {State} state */
  const draw = (state) => {
    const layer = shownLayer(state);
    if (!layer || !state.trace) return;
    // A plain RNN has no gates and no cell state to show.
    const here = channels.filter((one) => one.name in layer.channels);
    const wanted = wantedPlace(state);
    const channel = here.find((one) => one.name === wanted.channel) ?? here.at(-1);
    if (!channel) return;
    const place = {
      channel: channel.name,
      step: Math.min(wanted.step, state.trace.length - 1),
      unit: wanted.unit,
    };
    const value = valueAt(layer, place.channel, place.step, place.unit);
    const token = tokenAt(state.trace, place.step)?.text;
    setText(title, t("arithmetic.title"));
    setAttribute(close, "aria-label", t("close"));
    channelChoice.hidden = channels.length < 2;
    setAttribute(channelChoice, "aria-label", t("arithmetic.channel"));
    for (const button of choices) {
      button.hidden = !here.some((one) => one.name === button.dataset.channel);
      setAttribute(button, "aria-pressed", String(button.dataset.channel === channel.name));
      setAttribute(button, "aria-label", t(`channel.${button.dataset.channel}`));
      setAttribute(button, "title", t(`channel.${button.dataset.channel}`));
    }
    const count = unitCount(layer, place.channel);
    setText(unitName, t("arithmetic.unit"));
    setText(unitTotal, t("arithmetic.of", { count }));
    setAttribute(unit, "max", count);
    if (unit.value !== String(place.unit + 1)) unit.value = String(place.unit + 1);
    fill(name, [h("i", { text: channel.symbol }), `${subscript(place.unit + 1)} = ${short(value)}`]);
    setText(what, t(`channel.${place.channel}`));
    setText(
      where,
      token === undefined ? t("arithmetic.step", { number: place.step + 1 }) : t("quoted", { text: token }),
    );
    gauge.draw(channel, layer, value);
    const { formulas, meaning } = cellOf(state);
    const breakdown = explain(state, place, formulas);
    table.draw(state, breakdown);
    setText(sentence, breakdown ? meaningOf(t, state, breakdown, meaning(breakdown)) : "");
    setAttribute(element, "data-hue", channel.hue ?? "signed");
    const chapter = chapters?.[place.channel];
    setAttribute(explained, "href", chapter ? `/learn/${chapter}` : null);
    setText(explained, chapter ? t(`explained.${chapter}`) : "");
  };

  /** @type {HTMLElement | null} */
  let opener = null;
  /** The sheet of the narrow page. @param {State} state @param {State} previous */
  const open = (state, previous) => {
    const isOpen = state.panel === "arithmetic";
    setAttribute(element, "data-open", isOpen ? "" : null);
    if (isOpen === (previous.panel === "arithmetic")) return;
    if (isOpen) {
      opener = /** @type {HTMLElement | null} */ (document.activeElement);
      element.focus();
    } else if (element.contains(document.activeElement)) opener?.focus();
  };

  element.tabIndex = -1;
  // Beside the stage the card is always there: leaving it with the focus closes it, so that Enter leads back.
  const beside = window.matchMedia("(min-width: 760px)");
  const leave = new AbortController();
  const { signal } = leave;
  element.addEventListener(
    "focusout",
    ({ relatedTarget }) => {
      const outside = relatedTarget instanceof Node && !element.contains(relatedTarget);
      if (outside && beside.matches && store.get().panel === "arithmetic") actions.openPanel(null);
    },
    { signal },
  );
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && store.get().panel === "arithmetic") actions.openPanel(null);
    },
    { signal },
  );
  draw(store.get());
  setAttribute(element, "data-open", store.get().panel === "arithmetic" ? "" : null);
  return {
    update(state, previous) {
      open(state, previous);
      const keys = /** @type {const} */ ([
        "trace",
        "weights",
        "layer",
        "direction",
        "step",
        "unit",
        "channel",
        "language",
      ]);
      const pointed = state.hover !== previous.hover;
      if (keys.some((key) => state[key] !== previous[key]) || (pointed && peeks)) draw(state);
      else if (pointed) table.point(state.hover);
    },
    destroy() {
      leave.abort();
      element.replaceChildren();
    },
  };
}
