/** Lanes, one a channel: all units over all steps, one playhead. Pointing reads a number, a click goes there. */

import { PALETTE, ramps } from "../core/colour.js";
import { append, h, setAttribute, setText } from "../core/dom.js";
import { integer, plain, short, subscript } from "../core/format.js";
import { icon } from "../core/icon.js";
import { segmentButtons } from "../core/segments.js";
import { laneRows, shownSteps, stepUnder } from "../state/columns.js";
import { shownOverview } from "../state/passage.js";
import { scaleEnd, shownLayer, unitCount, unitsOf, valueAt } from "../state/selectors.js";
import { drawPicture, stretch } from "./lanes_drawing.js";
import { createLaneGrid } from "./lanes_grid.js";
import { createLane } from "./lanes_lane.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Place} Place */

/** Rows of a lane at most; a low one has fewer, so that none falls between two rows of pixels. */
const MOST = 64;

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, boot, cellOf, channels } = context;
  const lanes = channels.map((channel) => createLane(channel, actions));
  const playhead = h("div", { class: "playhead" });
  const field = h("div", { class: "lanes-field" }, [playhead]);
  const grid = createLaneGrid(context);
  const legend = h("p", { class: "lanes-legend" });
  const table = h(
    "button",
    {
      class: "button small table-button",
      "aria-haspopup": "dialog",
      onclick: () => actions.openPanel("table"),
    },
    [icon("table"), h("span")],
  );
  const choices = segmentButtons("channel", channels, (name) => actions.chooseChannel(name));
  const choice = h("div", { class: "segments only-narrow lane-choice", role: "group" }, choices);
  choice.hidden = channels.length < 2;
  append(element, [
    choice,
    h("div", { class: "lanes-body", "data-lanes": lanes.length }, [
      ...lanes.map(({ row }) => row),
      field,
      grid.element,
    ]),
    h("div", { class: "lanes-foot" }, [legend, table]),
  ]);

  /** @param {State} state */
  const runOf = (state) => shownSteps(boot, state, width);
  let run = { start: 0, stop: 0 };
  let width = 0;
  let most = MOST;
  const ratio = () => window.devicePixelRatio || 1;

  /** Reading sizes makes the browser lay the page out, so it is done when they change and not at every step. */
  const measure = () => {
    width = field.clientWidth;
    for (const { canvas, plot } of lanes) {
      canvas.width = Math.round(plot.clientWidth * ratio());
      canvas.height = Math.round(plot.clientHeight * ratio());
    }
    // On a narrow page all but one have no height.
    const heights = lanes.map(({ canvas }) => canvas.height).filter((height) => height > 0);
    const before = most;
    if (heights.length) most = Math.min(MOST, ...heights);
    return most !== before;
  };

  /** New numbers or new colours: the pictures are made again. @param {State} state */
  const paint = (state) => {
    const layer = shownLayer(state);
    for (const lane of lanes) {
      const { name, hue } = lane.channel;
      const matrix = layer?.channels[name];
      lane.picture =
        layer && matrix
          ? drawPicture(matrix, laneRows(matrix.shape[1] ?? 0, most), {
              ramp: ramps(state.scheme),
              hue,
              end: scaleEnd(layer, name),
            })
          : null;
    }
    layout(state);
    label(state);
  };

  /** @param {State} state */
  const layout = (state) => {
    run = runOf(state);
    const gap = state.scheme === "dark" ? PALETTE.dark.panel : PALETTE.light.paper;
    for (const { canvas, picture } of lanes) {
      if (picture && canvas.width && run.stop > run.start) stretch(canvas, picture, run, gap, ratio());
    }
    setText(legend, legendOf(state));
    mark(state);
  };

  /** @param {State} state */
  const label = (state) => {
    const layer = shownLayer(state);
    for (const { channel, row, symbol, name, range } of lanes) {
      const words = channel.words ?? channel.name;
      const end = layer ? scaleEnd(layer, channel.name) : 1;
      setText(symbol, channel.symbol);
      setText(name, t(`lane.${words}`));
      setText(range, rangeOf(channel, end));
      setAttribute(row, "title", t(`lane.title.${words}`));
    }
    setText(legend, legendOf(state));
    setText(/** @type {HTMLElement} */ (table.lastChild), t("lanes.table"));
    grid.label(state);
    setAttribute(choice, "aria-label", t("arithmetic.channel"));
    for (const button of choices) setAttribute(button, "aria-label", t(`channel.${button.dataset.channel}`));
  };

  /** What the picture leaves out, said. @param {State} state */
  const legendOf = ({ trace, language, ...rest }) => {
    const layer = shownLayer({ trace, ...rest });
    const units = layer ? unitsOf(layer) : 0;
    const bins = laneRows(units, most).length;
    const length = trace?.length ?? 0;
    const part = { first: run.start + 1, last: run.stop, length: integer(length, language) };
    const first =
      bins < units
        ? t("lanes.bins", { bins, units: integer(units, language) })
        : t(`lanes.legend.${cellOf(store.get()).name}`);
    return run.stop - run.start < length ? `${t("lanes.part", part)} ${first}` : first;
  };

  /** Where a lane's colours begin and end. @param {import("./context.js").CellChannel} channel @param {number} end */
  const rangeOf = (channel, end) => {
    if (channel.range !== "unit") return `±${plain(end)}`;
    const key = `lane.range.${channel.words ?? channel.name}`;
    const words = t(key);
    return words === key ? "0–1" : words;
  };

  /** What moves with the step, the selection and the pointer. @param {State} state */
  const mark = (state) => {
    const count = Math.max(1, run.stop - run.start);
    field.style.setProperty("--columns", String(count));
    playhead.style.setProperty("--column", String(state.step - run.start));
    const layer = shownLayer(state);
    for (const { channel, row, range } of lanes) {
      row.classList.toggle("chosen", channel.name === state.channel);
      const here = state.hover?.channel === channel.name ? state.hover : null;
      row.classList.toggle("pointed", here !== null);
      if (here && layer) {
        setText(
          range,
          `${channel.symbol}${subscript(here.unit + 1)} ${short(valueAt(layer, here.channel, here.step, here.unit))}`,
        );
      }
    }
    for (const button of choices) {
      setAttribute(button, "aria-pressed", String(button.dataset.channel === state.channel));
    }
    grid.place(state, run, most);
  };

  for (const { plot, channel } of lanes) {
    /** @param {PointerEvent | MouseEvent} event @returns {Place | null} */
    const placeOf = (event) => {
      const layer = shownLayer(store.get());
      const box = plot.getBoundingClientRect();
      const units = layer ? unitCount(layer, channel.name) : 0;
      if (units === 0 || box.width === 0) return null;
      const step = stepUnder(run, (event.clientX - box.left) / box.width);
      const rows = laneRows(units, most);
      const row = rows[Math.floor(((event.clientY - box.top) / box.height) * rows.length)];
      if (!row || step === null) return null;
      return { channel: channel.name, step, unit: row.start };
    };
    plot.addEventListener("pointermove", (event) => actions.point(placeOf(event)));
    plot.addEventListener("pointerleave", () => actions.point(null));
    plot.addEventListener("click", (event) => {
      const place = placeOf(event);
      if (place) actions.visit(place);
    });
  }

  const watch = new ResizeObserver(() => {
    if (measure()) paint(store.get());
    else layout(store.get());
  });
  watch.observe(element);
  element.hidden = shownOverview(store.get()) !== "lanes";
  measure();
  paint(store.get());
  return {
    update(state, previous) {
      element.hidden = shownOverview(state) !== "lanes";
      const shown =
        state.trace === previous.trace &&
        state.layer === previous.layer &&
        state.direction === previous.direction;
      if (!shown || state.scheme !== previous.scheme) return paint(state);
      const next = runOf(state);
      const turned = next.start !== run.start || next.stop !== run.stop;
      if (state.channel !== previous.channel) {
        mark(state); // a narrow page shows the chosen lane only: it has no size before
        if (measure()) paint(state);
      }
      if (turned || state.channel !== previous.channel) layout(state);
      if (
        state.language !== previous.language ||
        (previous.hover && state.hover?.channel !== previous.hover.channel)
      )
        label(state);
      mark(state);
    },
    destroy() {
      watch.disconnect();
      element.replaceChildren();
    },
  };
}
