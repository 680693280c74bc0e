/** Play, step, scrub, speed: where the picture stands in time, and how it moves. */

import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { positionOf } from "../player/timeline.js";
import { SPEEDS } from "../state/state.js";
import { shownModel, tokenAt } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot, operations }) {
  /** @param {string} kind @param {() => void} onclick @param {import("../core/dom.js").Child[]} children */
  const button = (kind, onclick, children) => h("button", { class: `button ${kind}`, onclick }, children);
  /** @param {string} kind */
  const words = (kind) => h("span", { class: kind });
  const [wordBack, operationBack, onward, wordOn] = [words("word"), words("word"), words("word"), words("word")];
  const play = button("square", () => actions.toggle(), []);
  const previousStep = button("step-back", () => actions.previousStep(), [icon("back"), wordBack]);
  const previousOperation = button("operation-back", () => actions.previousOperation(), [icon("back"), operationBack]);
  const next = button("primary", () => actions.nextOperation(), [icon("play"), onward]);
  const nextStep = button("step-on", () => actions.nextStep(), [wordOn, icon("forth")]);
  const slider = h("input", { class: "scrub", type: "range", min: 0, step: 0.05,
    oninput: () => actions.scrub(Number(slider.value)) });
  const number = h("input", { class: "number", type: "number", min: 1, step: 1, id: "step-number", onchange: () =>
    actions.seek({ step: clampStep(Number(number.value)), u: store.get().u }) });
  const numberName = h("label", { for: "step-number", class: "muted" });
  const total = h("span", { class: "muted" });
  const speed = h("select", { class: "button speed", onchange: () => actions.setSpeed(Number(speed.value)) },
    SPEEDS.map((value) => h("option", { value, text: `${value}×` })));
  const gate = button("toggle only-wide", () => actions.toggleStopAtGate(), [icon("check"), words("gate")]);
  const loop = button("toggle only-wide", () => actions.toggleLoop(), [icon("loop"), words("loop")]);
  const number_ = h("span", { class: "step-number only-wide" }, [numberName, number, total]);
  const sums = button("square only-narrow", () => actions.openPanel("arithmetic"), [icon("sum")]);
  const save = button("only-wide", () => actions.openPanel("save"), [icon("save"), words("save")]);
  const help = button("square only-wide", () => actions.openPanel("help"), ["?"]);
  const main = h("div", { class: "transport-main" }, [play, previousStep, previousOperation, next, nextStep, sums]);
  const rest = h("div", { class: "transport-rest" }, [slider, number_, speed, gate, loop, save, help]);
  append(element, [main, rest]);

  /** @param {number} value */
  const clampStep = (value) => Math.min(Math.max(Math.round(value) || 1, 1), store.get().trace?.length ?? 1) - 1;

  /** @param {State} state */
  const label = (state) => {
    const kind = shownModel(boot, state)?.input.kind ?? "words";
    const unit = t(state.sequence.kind === "values" ? "unit.values" : `unit.${kind}`);
    setAttribute(element, "aria-label", t("transport.title"));
    setText(wordBack, unit);
    setText(wordOn, unit);
    setText(operationBack, t("transport.operation"));
    setText(onward, t("transport.next"));
    setAttribute(previousStep, "aria-label", t("transport.previous_step", { unit }));
    setAttribute(nextStep, "aria-label", t("transport.next_step", { unit }));
    setAttribute(previousOperation, "aria-label", t("transport.previous_operation"));
    setAttribute(next, "aria-label", t("transport.next_operation"));
    setAttribute(slider, "aria-label", t("transport.scrub"));
    setText(numberName, unit);
    setText(total, t("arithmetic.of", { count: state.trace?.length ?? 0 }));
    setAttribute(number, "max", state.trace?.length ?? 1);
    setAttribute(slider, "max", (state.trace?.length ?? 1) * operations.length);
    setAttribute(speed, "aria-label", t("transport.speed"));
    setText(/** @type {HTMLElement} */ (gate.lastChild), t("transport.gate"));
    setText(/** @type {HTMLElement} */ (loop.lastChild), t("transport.loop"));
    setText(/** @type {HTMLElement} */ (save.lastChild), t("transport.save"));
    setAttribute(help, "aria-label", t("help.title"));
    setAttribute(sums, "aria-label", t("arithmetic.title"));
  };

  /** @param {State} state */
  const place = (state) => {
    const steps = state.trace?.length ?? 1;
    const score = { operations, steps, backward: state.direction === "backward" };
    const position = positionOf(score, state);
    if (Number(slider.value) !== position) slider.value = String(position);
    slider.style.setProperty("--filled", `${(100 * position) / Math.max(1, steps * operations.length)}%`);
    if (number.value !== String(state.step + 1) && document.activeElement !== number) number.value = String(state.step + 1);
    const operation = operations[state.operation]?.id ?? "";
    setAttribute(slider, "aria-valuetext", t("transport.position", { step: state.step + 1, length: steps,
      token: tokenAt(state.trace, state.step)?.text ?? "", operation: t(`op.${operation}.title`) }));
    const start = position <= 0;
    const end = position >= steps * operations.length;
    previousOperation.disabled = start;
    next.disabled = end;
    const [first, last] = score.backward ? [steps - 1, 0] : [0, steps - 1];
    previousStep.disabled = state.step === first;
    nextStep.disabled = state.step === last;
  };

  /** @param {State} state */
  const press = (state) => {
    const moving = !state.resting;
    fill(play, [icon(moving ? "pause" : "play")]);
    setAttribute(play, "aria-label", t(moving ? "transport.pause" : "transport.play"));
    setAttribute(play, "title", t(moving ? "transport.pause" : "transport.play"));
    setAttribute(gate, "aria-pressed", String(state.stopAtGate));
    setAttribute(loop, "aria-pressed", String(state.loop));
    if (speed.value !== String(state.speed)) speed.value = String(state.speed);
  };

  label(store.get());
  place(store.get());
  press(store.get());
  return {
    update(state, previous) {
      const relabel = state.language !== previous.language || state.trace !== previous.trace;
      if (relabel) label(state);
      if (relabel || state.u !== previous.u || state.operation !== previous.operation || state.step !== previous.step) place(state);
      press(state);
    },
    destroy: () => element.replaceChildren(),
  };
}
