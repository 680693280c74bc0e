/** Play, step, scrub, speed: where the picture stands in time, and how it moves. */

import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { positionOf } from "../player/timeline.js";
import { shownModel } from "../state/selectors.js";
import { createScrubber } from "./transport_scrubber.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../core/icon.js").IconName} IconName */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, boot, channels, operations } = context;
  const gated = channels.some(({ range }) => range === "unit");
  const play = button("square", null, () => actions.toggle());
  const previousStep = button("back", "backward", () => actions.previousStep());
  const previousOperation = button("back", "back", () => actions.previousOperation());
  const next = button("primary", "play", () => actions.nextOperation());
  const nextStep = button("on", "forward", () => actions.nextStep());
  const sums = button("square only-narrow", "sum", () => actions.openPanel("arithmetic"));
  const gate = button("toggle", "check", () => actions.toggleStopAtGate());
  const loop = button("toggle", "loop", () => actions.toggleLoop());
  const save = button("", "save", () => actions.openPanel("save"));
  const help = button("square", null, () => actions.openPanel("help"));
  const scrubber = createScrubber(context);
  const buttons = [play, previousStep, previousOperation, next, nextStep, sums];
  append(element, [
    h("div", { class: "transport-bar" }, [
      h("div", { class: "transport-buttons" }, buttons),
      scrubber.element,
    ]),
    h("div", { class: "transport-extra" }, [scrubber.number, gate, loop, save, help]),
  ]);

  /** @param {State} state */
  const label = (state) => {
    const kind = shownModel(boot, state)?.input.kind ?? "words";
    const unit = t(state.sequence.kind === "values" ? "unit.values" : `unit.${kind}`);
    setAttribute(element, "aria-label", t("transport.title"));
    name(previousStep, unit, t("transport.previous_step", { unit }));
    name(previousOperation, t("transport.operation"), t("transport.previous_operation"));
    name(next, t("transport.next"), t("transport.next"));
    name(nextStep, unit, t("transport.next_step", { unit }));
    name(gate, t(gated ? "transport.gate" : "transport.part"));
    name(loop, t("transport.loop"));
    name(save, t("transport.save"));
    name(help, "?", `?, ${t("help.title")}`);
    name(sums, "", t("arithmetic.title"));
    scrubber.label(state, unit);
  };

  /** @param {State} state */
  const place = (state) => {
    const steps = state.trace?.length ?? 1;
    const backward = state.direction === "backward";
    const position = positionOf({ operations, steps, backward }, state);
    const all = steps * operations.length;
    scrubber.place(state, position, all);
    const [first, last] = backward ? [steps - 1, 0] : [0, steps - 1];
    disable(previousOperation, position <= 0);
    disable(next, position >= all);
    disable(previousStep, state.step === first);
    disable(nextStep, state.step === last);
  };

  /** @param {State} state */
  const press = (state) => {
    const words = t(state.resting ? "transport.play" : "transport.pause");
    fill(play, [icon(state.resting ? "play" : "pause")]);
    setAttribute(play, "aria-label", words);
    setAttribute(play, "title", words);
    setAttribute(gate, "aria-pressed", String(state.stopAtGate));
    setAttribute(loop, "aria-pressed", String(state.loop));
  };

  let invited = false;
  /** The one thing to do next shines once, when the first movement has come to rest. @param {boolean} rests */
  const invite = (rests) => {
    if (!rests || invited) return;
    invited = true;
    next.classList.add("glow");
  };

  label(store.get());
  place(store.get());
  press(store.get());
  return {
    update(state, previous) {
      const renamed = state.language !== previous.language || state.trace !== previous.trace;
      if (renamed) label(state);
      const moved =
        state.u !== previous.u || state.operation !== previous.operation || state.step !== previous.step;
      if (renamed || moved || state.direction !== previous.direction) place(state);
      const keys = /** @type {const} */ (["resting", "stopAtGate", "loop", "language"]);
      if (keys.some((key) => state[key] !== previous[key])) press(state);
      if (state.speed !== previous.speed) scrubber.label(state);
      invite(state.resting && !previous.resting);
    },
    destroy: () => element.replaceChildren(),
  };
}

/**
 * @param {string} kind
 * @param {IconName | null} shape
 * @param {() => void} onclick
 */
function button(kind, shape, onclick) {
  return h("button", { class: `button ${kind}`, onclick }, [
    shape && icon(shape),
    h("span", { class: "word" }),
  ]);
}

/**
 * @param {HTMLElement} element
 * @param {string} words seen
 * @param {string} [label] heard
 */
function name(element, words, label) {
  const word = element.querySelector(".word");
  if (word) setText(word, words);
  setAttribute(element, "aria-label", label ?? null);
}

/**
 * Off, but still in reach of the focus: a control that vanishes under the finger takes the keyboard along.
 *
 * @param {HTMLElement} element
 * @param {boolean} off
 */
function disable(element, off) {
  setAttribute(element, "aria-disabled", off ? "true" : null);
}
