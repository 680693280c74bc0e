/** The sequence as a row of tokens over the lanes, coloured by the prediction after each; one is current. */

import { hex, inkOn, ramps, shade } from "../core/colour.js";
import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { cut, decimals, glyphs } from "../core/format.js";
import { shownSteps } from "../state/columns.js";
import { remarkAt, toldIn } from "../state/outlook.js";
import { leaning, scaleEnd, shownLayer, valueAt } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/columns.js").Run} Run */

/** A column of this width in px has room for a number. */
const ROOMY = 40;

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot, channels }) {
  const name = h("span", { class: "ribbon-name" });
  const value = h("span", { class: "ribbon-value" });
  const label = h("div", { class: "ribbon-label" }, [name, value]);
  const row = h("div", {
    class: "ribbon-row",
    role: "group",
    onkeydown: (/** @type {KeyboardEvent} */ event) => move(event),
  });
  append(element, [label, row]);
  /** @type {Run} */
  let run = { start: 0, stop: 0 };
  let width = row.clientWidth;

  /** @param {State} state */
  const runOf = (state) => shownSteps(boot, state, width);

  /** @param {State} state */
  const draw = (state) => {
    run = runOf(state);
    setAttribute(row, "aria-label", t("ribbon.label"));
    row.style.setProperty("--columns", String(run.stop - run.start));
    // The lane below shows labels in full.
    row.classList.toggle("plain", state.trace?.predictions?.kind === "softmax");
    row.classList.toggle("tight", width / (run.stop - run.start) < ROOMY);
    fill(
      row,
      Array.from({ length: run.stop - run.start }, (_, k) => chip(state, run.start + k)),
    );
    mark(state);
  };

  /**
   * @param {State} state
   * @param {number} step
   */
  const chip = (state, step) => {
    const token = state.trace?.tokens?.[step];
    const text = token ? glyphs(token.text) : String(step + 1);
    const predicted = predictionText(state, step);
    const word = h("span", { class: "token-text", text: cut(text, 24) });
    const unknown = token && !token.known;
    const drawn = state.drawn !== null && step >= state.drawn.from;
    const button = h(
      "button",
      {
        class: ["token", unknown && "unknown", drawn && "drawn"].filter(Boolean).join(" "),
        title: unknown ? t("ribbon.unknown", { token: text }) : text,
        "aria-label": [
          t("ribbon.token", { number: step + 1, token: text }),
          unknown && t("ribbon.unknown.short"),
          drawn && t("ribbon.drawn"),
          predicted && t("ribbon.predicted", { value: predicted }),
        ]
          .filter(Boolean)
          .join(", "),
        "data-step": step,
        onclick: () => actions.seek({ step, u: store.get().u }),
        onpointerenter: () => actions.point({ channel: store.get().channel, step, unit: store.get().unit }),
        onpointerleave: () => actions.point(null),
      },
      [word, predicted && h("span", { class: "token-value", text: predicted })],
    );
    tint(
      button,
      state,
      step,
      channels.find(({ name }) => name === state.channel),
    );
    return button;
  };

  /** @param {State} state */
  const mark = (state) => {
    for (const one of row.children) {
      const button = /** @type {HTMLElement} */ (one);
      const step = Number(button.dataset.step);
      const current = step === state.step;
      setAttribute(button, "aria-current", current ? "step" : null);
      button.tabIndex = current ? 0 : -1;
      button.classList.toggle("pointed", step === state.hover?.step);
    }
    setText(name, t(state.trace?.predictions ? "ribbon.name" : `channel.${state.channel}`));
    const remark = remarkAt(toldIn(boot, state), state.step);
    setText(value, remark ? t(remark.key, remark.args) : "");
    setAttribute(value, "title", value.textContent);
    setAttribute(label, "title", t(state.trace?.predictions ? "ribbon.legend" : "ribbon.legend.chosen"));
  };

  /** @param {KeyboardEvent} event */
  const move = (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.shiftKey) return;
    event.preventDefault();
    const { step, u, trace } = store.get();
    actions.seek({ step: Math.min(Math.max(step + by, 0), (trace?.length ?? 1) - 1), u });
    /** @type {HTMLElement | null} */ (row.querySelector("[aria-current]"))?.focus();
  };

  const watch = new ResizeObserver(() => {
    width = row.clientWidth;
    draw(store.get());
  });
  watch.observe(row);
  draw(store.get());
  return {
    update(state, previous) {
      const next = runOf(state);
      const chosen = state.unit === previous.unit && state.channel === previous.channel;
      const same =
        state.trace === previous.trace &&
        state.language === previous.language &&
        (chosen || state.trace?.predictions);
      if (!same || state.scheme !== previous.scheme || next.start !== run.start || next.stop !== run.stop)
        draw(state);
      else if (state.step !== previous.step || state.hover !== previous.hover) mark(state);
    },
    destroy() {
      watch.disconnect();
      element.replaceChildren();
    },
  };
}

/**
 * The prediction's colour; without a head, that of the chosen number.
 *
 * @param {HTMLElement} button
 * @param {State} state
 * @param {number} step
 * @param {import("./context.js").CellChannel | undefined} channel
 */
function tint(button, state, step, channel) {
  const value = leaning(state.trace, step);
  const layer = shownLayer(state);
  const ramp = ramps(state.scheme);
  if (value === null && (!layer || !channel)) return;
  const colour =
    value === null && layer && channel
      ? shade(
          ramp,
          channel.hue,
          valueAt(layer, channel.name, step, state.unit),
          scaleEnd(layer, channel.name),
        )
      : ramp.signed((value ?? 0) * 0.8);
  button.style.setProperty("--tint", hex(colour));
  button.style.setProperty("--tint-ink", inkOn(colour));
}

/**
 * @param {State} state
 * @param {number} step
 */
function predictionText({ trace }, step) {
  const row = trace?.predictions?.values[step];
  if (!row || !trace?.predictions) return "";
  if (trace.predictions.kind === "softmax") {
    const best = row.indexOf(Math.max(...row));
    return trace.predictions.labels?.[best] ?? String(best);
  }
  return decimals(row[0] ?? 0, 2);
}
