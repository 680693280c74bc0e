/** A sequence of single numbers as a curve to draw: with the pointer, with keys, with a field for each number. */

import { append, h, setAttribute, setText } from "../core/dom.js";
import { clamp } from "../core/scale.js";
import { shownStack } from "../state/selectors.js";
import { changed, rangeOf, seriesOf, seriesText, withLength, withStroke } from "../state/series.js";
import { createFields } from "./draw_fields.js";
import { createHistory } from "./draw_history.js";
import { createPad } from "./draw_pad.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  const history = createHistory();
  /** @type {import("./draw_pad.js").Curve} */
  let curve = { values: [0], at: store.get().step, range: rangeOf([]), works: false };
  /** The curve before the stroke under way. @type {readonly number[] | null} */
  let before = null;

  /** @param {readonly number[]} next @param {string} kind changes of one kind in a row are undone together */
  const put = (next, kind) => {
    const text = store.get().sequence.value;
    const written = seriesText(next, text);
    if (written === text) return;
    history.note(text, written, kind);
    actions.type(written);
  };
  /** Here and, where its trace has arrived, on the stage. @param {number} step */
  const choose = (step) => {
    const at = clamp(step, 0, curve.values.length - 1);
    curve = { ...curve, at };
    if (at < (store.get().trace?.length ?? 0)) actions.seek({ step: at, u: store.get().u });
    draw(store.get());
  };
  const back = () => {
    const text = history.back();
    if (text !== null) actions.type(text);
    // The button has gone: the focus goes where the curve is.
    if (history.isEmpty()) pad.element.focus();
  };
  const pad = createPad(
    () => curve,
    {
      stroke(from, to) {
        before ??= curve.values;
        curve = { ...curve, at: to.step };
        put(withStroke(curve.values, from, to, curve.range), "stroke");
        draw(store.get());
      },
      lift() {
        const stroke = before && changed(before, curve.values);
        before = null;
        history.close();
        const { count = 0, first = 0, last = 0 } = stroke ?? {};
        if (count) setText(said, t("draw.changed", { count, first: first + 1, last: last + 1 }));
        choose(curve.at);
      },
      choose,
      nudge(units) {
        const { values, at, range } = curve;
        const point = { step: at, value: (values[at] ?? 0) + units * range.unit };
        put(withStroke(values, point, point, range), `key ${at}`);
      },
      back,
    },
    t,
  );
  const fields = createFields(
    () => curve,
    {
      set(value) {
        put(curve.values.with(curve.at, value), "field");
        history.close();
      },
      resize(count) {
        put(withLength(curve.values, count), "count");
        history.close();
      },
      back,
      most: boot.limits.steps,
    },
    t,
  );
  const hint = h("span");
  const keys = h("span", { class: "draw-keys" });
  const said = h("p", { class: "visually-hidden", role: "status" });
  append(element, [
    pad.element,
    fields.element,
    fields.wrong,
    h("p", { class: "draw-hint" }, [hint, " ", keys]),
    said,
  ]);
  setAttribute(element, "role", "group");

  /** The scale holds every number that the network's own examples show. @param {State} state */
  const known = ({ model }) =>
    (boot.cards[model]?.examples ?? []).flatMap(({ values: rows }) => (rows ?? []).flat());

  /** @param {State} state */
  const draw = (state) => {
    element.hidden = state.sequence.kind !== "values" || shownStack(boot, state)?.input_size !== 1;
    if (element.hidden) return;
    const read = seriesOf(state.sequence, boot.limits);
    const values = read ?? curve.values;
    curve = {
      values,
      at: clamp(curve.at, 0, values.length - 1),
      // The scale stands still under the hand.
      range: pad.isHeld() ? curve.range : rangeOf([...known(state), ...values]),
      works: read !== null,
    };
    setAttribute(element, "aria-label", t("draw.title"));
    element.classList.toggle("off", !curve.works);
    setText(hint, t(curve.works ? "draw.hint" : "draw.off"));
    setText(keys, t("draw.hint.keys"));
    pad.draw();
    fields.draw(!history.isEmpty());
  };
  draw(store.get());
  return {
    update(state, previous) {
      const moved = state.step !== previous.step && !pad.isHeld();
      if (moved) curve = { ...curve, at: state.step };
      if (state.sequence.value !== previous.sequence.value) history.follow(state.sequence.value);
      const same =
        state.sequence === previous.sequence &&
        state.model === previous.model &&
        state.language === previous.language;
      if (moved || !same) draw(state);
    },
    destroy() {
      pad.stop();
      element.replaceChildren();
    },
  };
}
