/** What the head said after each step, over what is true: a lane of its own, in the columns of the ribbon. */

import { hex, inkOn, ramps } from "../core/colour.js";
import { append, fill, h, setAttribute } from "../core/dom.js";
import { cut, decimals, plain } from "../core/format.js";
import { el, reconcile } from "../core/svg.js";
import { headLabel } from "../i18n/translate.js";
import { shownSteps, stepUnder } from "../state/columns.js";
import {
  axisOf,
  guessesAt,
  hasTruth,
  labelCount,
  labelOf,
  lookOf,
  remarkAt,
  saysNext,
  toldIn,
} from "../state/outlook.js";
import { curveNodes, curvePlaces } from "./prediction_curve.js";
import { guessNodes, roomForLabels, rowNodes, shareNodes } from "./prediction_labels.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("./prediction_curve.js").Size} Size */
/** @typedef {import("../state/columns.js").Run} Run */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  const legend = h("p", { class: "prediction-legend" });
  const aside = h("div", { class: "prediction-aside", "aria-hidden": "true" });
  const picture = h("div", { class: "prediction-picture", "aria-hidden": "true" });
  const playhead = h("div", { class: "playhead" });
  const plot = h("div", { class: "prediction-plot", role: "img" }, [picture, playhead]);
  append(element, [h("div", { class: "prediction-label" }, [aside, legend]), plot]);
  /** @type {Size} */
  let size = { width: 0, height: 0 };
  /** @type {Run} */
  let run = { start: 0, stop: 0 };

  /** @param {State} state @returns {"curve" | "rows" | "guesses" | "shares" | null} */
  const lookIn = (state) => {
    const look = lookOf(state.trace);
    const width = size.width / Math.max(1, run.stop - run.start);
    return look === "guesses" && !roomForLabels(state, width) ? "shares" : look;
  };

  /** @param {State} state */
  const nodes = (state) => {
    const [look, told] = [lookIn(state), toldIn(boot, state)];
    if (look === "rows") return rowNodes(told, run, size);
    if (look === "guesses") return guessNodes(told, run, size, ramps(state.scheme));
    if (look === "shares") return shareNodes(told, run, size);
    const truth = hasTruth(state) ? (state.truth?.expected ?? null) : null;
    const said = state.trace?.predictions?.values ?? [];
    const places = curvePlaces({ said, truth, run, size, axis: axisOf(state) });
    const pointed = state.hover?.step ?? null;
    return curveNodes(places, size, { chosen: state.step, pointed, series: saysNext(boot, state) });
  };

  /** Numbers, colours, size or the page of steps are new. @param {State} state */
  const draw = (state) => {
    const look = lookOf(state.trace);
    element.hidden = look === null;
    if (!look) return;
    setAttribute(element, "data-look", look);
    element.style.setProperty("--rows", String(labelCount(state.trace)));
    measure();
    run = shownSteps(boot, state, size.width);
    paint(state);
    mark(state);
    fill(legend, legendOf(state));
  };

  /** Reading sizes makes the browser lay the page out: only when something may have changed them. */
  const measure = () => {
    size = { width: plot.clientWidth, height: plot.clientHeight };
  };

  /** @param {State} state */
  const paint = (state) => {
    if (element.hidden || size.width === 0) return;
    const { width, height } = size;
    reconcile(picture, [el("svg", { viewBox: `0 0 ${width} ${height}`, width, height }, nodes(state))]);
  };

  /** What goes with the step chosen. @param {State} state */
  const mark = (state) => {
    const count = Math.max(1, run.stop - run.start);
    plot.style.setProperty("--columns", String(count));
    playhead.style.setProperty("--column", String(state.step - run.start));
    const remark = remarkAt(toldIn(boot, state), state.step);
    const said = remark ? t(remark.key, remark.args) : "";
    setAttribute(plot, "aria-label", t("prediction.lane", { step: state.step + 1, said }));
    fill(aside, asideOf(state));
  };

  /** Beside the plot: the ends of the scale, or the chosen step's labels in numbers. @param {State} state */
  const asideOf = (state) => {
    const [look, told] = [lookIn(state), toldIn(boot, state)];
    if (look === "rows") {
      return guessesAt(told, state.step, labelCount(state.trace))
        .sort((a, b) => a.index - b.index)
        .map(({ label, p, right }) =>
          h("span", { class: right ? "row-name right" : "row-name" }, [
            h("b", { text: cut(label, 8) }),
            decimals(p, 2),
          ]),
        );
    }
    if (look === "guesses" || look === "shares") return guessesAt(told, state.step).map(guess(state.scheme));
    const { low, high } = axisOf(state);
    return [
      h("span", { class: "axis-high", text: plain(high) }),
      h("span", { class: "axis-low", text: plain(low) }),
    ];
  };

  /** What is drawn, and that it is drawn as it is. @param {State} state */
  const legendOf = (state) => {
    const [look, told] = [lookIn(state), toldIn(boot, state)];
    const known = hasTruth(told);
    const count = labelCount(state.trace);
    if (look !== "curve") {
      const labels = Array.from({ length: count }, (_, index) => labelOf(state.trace, index)).join(" ");
      return [
        h("span", { text: t(`prediction.legend.${look}${!known ? ".unknown" : told.came ? ".came" : ""}`) }),
        look === "rows" &&
          h("span", { class: "only-narrow", text: t("prediction.legend.order", { labels }) }),
      ];
    }
    return [
      state.trace?.predictions?.labels && h("b", { text: headLabel(t, labelOf(state.trace, 0)) }),
      h("span", { class: "key key-said", text: t("prediction.key.said") }),
      known && h("span", { class: "key key-true", text: t("prediction.key.true") }),
      h("span", { text: t(saysNext(boot, state) ? "prediction.legend.next" : "prediction.legend.curve") }),
      count > 1 && h("span", { text: t("prediction.legend.first", { count }) }),
    ];
  };

  /** @param {PointerEvent | MouseEvent} event */
  const stepAt = (event) => {
    const box = plot.getBoundingClientRect();
    return stepUnder(run, (event.clientX - box.left) / Math.max(1, box.width));
  };
  plot.addEventListener("pointermove", (event) => {
    const [step, { channel, unit }] = [stepAt(event), store.get()];
    actions.point(step === null ? null : { channel, step, unit });
  });
  plot.addEventListener("pointerleave", () => actions.point(null));
  plot.addEventListener("click", (event) => {
    const step = stepAt(event);
    if (step !== null) actions.seek({ step, u: store.get().u });
  });

  const watch = new ResizeObserver(() => draw(store.get()));
  watch.observe(plot);
  draw(store.get());
  return {
    update(state, previous) {
      const next = shownSteps(boot, state, size.width);
      const turned = next.start !== run.start || next.stop !== run.stop;
      const same =
        state.trace === previous.trace &&
        state.truth === previous.truth &&
        state.scheme === previous.scheme &&
        state.language === previous.language;
      if (!same || turned) return draw(state);
      if (state.step !== previous.step) mark(state);
      if (lookOf(state.trace) !== "curve") return;
      if (state.step !== previous.step || state.hover?.step !== previous.hover?.step) paint(state);
    },
    destroy() {
      watch.disconnect();
      element.replaceChildren();
    },
  };
}

/** @param {"light" | "dark"} scheme */
function guess(scheme) {
  const ramp = ramps(scheme);
  /** @param {import("../state/outlook.js").Guess} one */
  return ({ label, p, right }) => {
    const colour = ramp.signed(p);
    const chip = h("span", { class: right ? "guess right" : "guess" }, [
      h("b", { text: cut(label, 8) }),
      decimals(p, 2),
    ]);
    chip.style.setProperty("--tint", hex(colour));
    chip.style.setProperty("--tint-ink", inkOn(colour));
    return chip;
  };
}
