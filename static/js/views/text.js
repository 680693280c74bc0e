/** The whole sequence as a text, each token coloured by the chosen number: what one unit does over all of it. */

import { append, h, setAttribute } from "../core/dom.js";
import { subscript } from "../core/format.js";
import { clamp } from "../core/scale.js";
import { isFree, shownOverview } from "../state/passage.js";
import { shownLayer, shownModel } from "../state/selectors.js";
import { createTextBar } from "./text_bar.js";
import { createTextTokens } from "./text_tokens.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, boot, channels } = context;
  const box = h("div", { class: "text-box", tabindex: 0, role: "group" });
  const tokens = createTextTokens(box, channels);
  const bar = createTextBar(context);
  append(element, [box, bar.element]);

  /** @param {State} state */
  const name = (state) => {
    const symbol = channels.find((channel) => channel.name === state.channel)?.symbol ?? "";
    const layer = shownLayer(state);
    return `${layer && isFree(layer, state.channel) ? "tanh " : ""}${symbol}${subscript(state.unit + 1)}`;
  };

  /** @param {State} state */
  const label = (state) => {
    setAttribute(box, "aria-label", t("text.label", { name: name(state) }));
    bar.draw(state, name(state));
  };

  /** All of it. @param {State} state */
  const draw = (state) => {
    element.hidden = shownOverview(state) !== "text";
    if (element.hidden) return;
    tokens.write(state, shownModel(boot, state)?.input.kind ?? "words");
    label(state);
  };

  /** @param {Event} event @returns {number | null} */
  const stepAt = ({ target }) => {
    const token = target instanceof Element ? target.closest("[data-step]") : null;
    return token ? Number(token.getAttribute("data-step")) : null;
  };
  /** @param {number} step */
  const seek = (step) => {
    const { trace, u } = store.get();
    actions.seek({ step: clamp(step, 0, (trace?.length ?? 1) - 1), u });
  };
  box.addEventListener("click", (event) => {
    const step = stepAt(event);
    if (step !== null) seek(step);
  });
  box.addEventListener("pointerover", (event) => {
    const [step, { channel, unit }] = [stepAt(event), store.get()];
    actions.point(step === null ? null : { channel, step, unit });
  });
  box.addEventListener("pointerleave", () => actions.point(null));
  box.addEventListener("keydown", (event) => {
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const { step, unit, trace } = store.get();
    const last = (trace?.length ?? 1) - 1;
    const to = { ArrowLeft: step - 1, ArrowRight: step + 1, Home: 0, End: last }[event.key];
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (to === undefined && by === undefined) return;
    event.preventDefault();
    if (to !== undefined) seek(to);
    else if (by !== undefined) actions.chooseUnit(unit + by);
  });

  draw(store.get());
  return {
    update(state, previous) {
      const sequence =
        state.trace === previous.trace &&
        state.drawn === previous.drawn &&
        state.overview === previous.overview;
      if (!sequence) return draw(state);
      if (element.hidden) return;
      const chosen =
        state.unit === previous.unit &&
        state.channel === previous.channel &&
        state.layer === previous.layer &&
        state.direction === previous.direction &&
        state.scheme === previous.scheme;
      if (!chosen) tokens.colour(state);
      if (!chosen || state.language !== previous.language) label(state);
      if (state.step !== previous.step || state.hover !== previous.hover) tokens.mark(state);
    },
    destroy() {
      tokens.destroy();
      element.replaceChildren();
    },
  };
}
