/** The table of products. Every factor that stands somewhere else is a button that leads there. */

import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { cut, integer, long, subscript } from "../core/format.js";
import { clamp } from "../core/scale.js";
import { folds, selectTerms } from "../state/arithmetic.js";
import { shownModel, tokenAt } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Place} Place */
/** @typedef {import("../state/arithmetic.js").Factor} Factor */
/** @typedef {import("../state/arithmetic.js").Term} Term */
/** @typedef {import("../state/arithmetic.js").Breakdown} Breakdown */

/** More terms than this are cut to the largest `KEEP`. */
const MOST = 16;
const KEEP = 8;

/** @param {import("./context.js").Context} context */
export function createTable({ store, t, actions, boot, channels }) {
  let sorted = true;
  let whole = false;
  const body = h("tbody");
  const foot = h("tfoot");
  const order = h("button", {
    class: "link",
    onclick: () => {
      sorted = !sorted;
      again();
    },
  });
  const all = h("button", {
    class: "link",
    onclick: () => {
      whole = !whole;
      again();
    },
  });
  const titles = [1, 2, 3].map(() => h("th", { scope: "col" }));
  const head = h("thead", {}, [h("tr", {}, [h("td", {}, [order]), ...titles])]);
  const waiting = h("p", { class: "note" });
  const element = h("div", { class: "arithmetic", tabindex: -1 }, [
    h("table", { class: "terms" }, [head, body, foot]),
    all,
    waiting,
  ]);
  /** @type {{ state: State, breakdown: Breakdown | null } | null} */
  let drawn = null;
  const again = () => drawn && draw(drawn.state, drawn.breakdown);

  /** @param {Factor} factor @param {State} state @returns {string} */
  const nameOf = (factor, state) => {
    if (factor.source === "input") return inputName(factor, state);
    if (factor.source === "sign") return factor.value < 0 ? "−1" : "1";
    const name = `${bareName(factor)}${subscript(factor.index + 1)}`;
    const before = factor.before || factor.factors.some((one) => one.before);
    if (!before) return factor.rest ? `1 − ${name}` : name;
    return t(factor.place ? "arithmetic.before" : "arithmetic.start", { name });
  };

  /** Without the unit. @param {Factor} factor @returns {string} */
  const bareName = ({ source, squash, factors }) => {
    if (factors.length > 0) return factors.map(bareName).join("·");
    const symbol = channels.find(({ name }) => name === source)?.symbol ?? "";
    return squash ? `${squash.symbol} ${symbol}` : symbol;
  };

  /** @param {Factor} factor @param {State} state */
  const inputName = ({ index, value }, state) => {
    if (state.layer > 0) return belowName(index, state);
    const label = shownModel(boot, state)?.input.labels?.[index] ?? `x${subscript(index + 1)}`;
    const token = value === 0 ? undefined : tokenAt(state.trace, state.step)?.text;
    const shown = label === " " ? "␣" : label;
    return token === undefined || token === label
      ? shown
      : `${shown} ${t("quoted", { text: cut(token, 12) })}`;
  };

  /** A hidden state of the layer below, with an arrow where that layer reads both ways. */
  const belowName = (/** @type {number} */ index, /** @type {State} */ state) => {
    const there = readable({ channel: "input", step: state.step, unit: index }, state);
    const both = state.trace?.layers.some(({ direction }) => direction === "backward");
    const arrow = both ? (there?.direction === "backward" ? "←" : "→") : "";
    return t("arithmetic.below", {
      name: `h${subscript((there?.place.unit ?? index) + 1)}${arrow}`,
      layer: state.layer,
    });
  };

  /** @param {Factor} factor @param {State} state */
  const numberOf = (factor, state) => {
    const text = long(factor.value);
    const place = factor.place ? readable(factor.place, state) : null;
    if (!place) return text;
    return h("button", {
      class: "factor",
      text,
      title: t("arithmetic.visit", { name: nameOf(factor, state) }),
      "aria-label": `${text}, ${t("arithmetic.visit", { name: nameOf(factor, state) })}`,
      onclick: () => go(place),
      onpointerenter: () => actions.point(place.place),
      onpointerleave: () => actions.point(null),
    });
  };

  /**
   * Where a factor can be looked at: an input is a hidden state of the layer below, or a word, which stands
   * nowhere else.
   *
   * @param {Place} place
   * @param {State} state
   * @returns {{ place: Place, layer: number, direction: import("../state/types.js").Direction } | null}
   */
  const readable = (place, state) => {
    if (place.channel !== "input") return { place, layer: state.layer, direction: state.direction };
    const below = state.trace?.layers.filter(({ index }) => index === state.layer - 1) ?? [];
    let unit = place.unit;
    for (const { index, direction, channels: of } of below) {
      const size = of.hidden_state?.shape[1] ?? 0;
      if (unit < size)
        return { place: { channel: "hidden_state", step: place.step, unit }, layer: index, direction };
      unit -= size;
    }
    return null;
  };

  /** @param {NonNullable<ReturnType<typeof readable>>} there */
  const go = ({ place, layer, direction }) => {
    const state = store.get();
    if (layer !== state.layer || direction !== state.direction) actions.chooseLayer(layer, direction);
    actions.visit(place);
    element.focus({ preventScroll: true });
  };

  /** @param {Term} term @param {State} state */
  const rowOf = (term, state) => {
    // A weight has its column; a channel is named, also where it stands among weights.
    const name = ["weight", "sign"].includes(term.weight.source)
      ? nameOf(term.factor, state)
      : [term.weight, term.factor]
          .map((factor) => (factor.rest ? `(${nameOf(factor, state)})` : nameOf(factor, state)))
          .join(" × ");
    const row = h("tr", {}, [
      h("th", { scope: "row", title: name }, [name]),
      h("td", {}, [numberOf(term.weight, state)]),
      h("td", {}, [numberOf(term.factor, state)]),
      h("td", {}, [long(term.product)]),
    ]);
    const places = [term.weight.place, term.factor.place].filter((place) => place !== null);
    setAttribute(row, "data-places", places.map(keyOf).join(" "));
    return row;
  };

  /** @param {State} state @param {Breakdown | null} breakdown */
  const draw = (state, breakdown) => {
    drawn = { state, breakdown };
    setText(waiting, breakdown ? "" : t("arithmetic.waiting"));
    if (!breakdown) {
      fill(body, []);
      fill(foot, []);
      return;
    }
    const tied = breakdown.terms[0]?.weight.source === "sign";
    const gate = tied || breakdown.terms[0]?.weight.source === "weight" || breakdown.squash !== null;
    const { shown, zeros, rest } = selectTerms(breakdown.terms, { sorted, whole, most: MOST, keep: KEEP });
    for (const [k, key] of [gate ? "weight" : "gate", gate ? "value" : "content", "product"].entries()) {
      setText(/** @type {HTMLElement} */ (titles[k]), t(`arithmetic.${key}`));
    }
    fill(
      body,
      shown.map((term) => rowOf(term, state)),
    );
    if (rest)
      append(body, [line(t("arithmetic.rest", { count: integer(rest.count, state.language) }), rest.sum)]);
    if (zeros) append(body, [line(t("arithmetic.zeros", { count: integer(zeros, state.language) }), 0)]);
    if (breakdown.bias !== null)
      append(body, [line(t(tied ? "arithmetic.constant" : "arithmetic.bias"), breakdown.bias)]);
    fill(foot, totals(breakdown));
    setText(waiting, saidOf(breakdown));
    drawControls(breakdown);
    point(state.hover);
  };

  /** @param {Breakdown} breakdown */
  const drawControls = ({ terms }) => {
    setText(order, t(sorted ? "arithmetic.by_size" : "arithmetic.in_order"));
    setAttribute(order, "title", t(sorted ? "arithmetic.to_order" : "arithmetic.to_size"));
    setText(all, t(whole ? "arithmetic.fewer" : "arithmetic.all", { count: terms.length }));
    order.hidden = terms.length < 3;
    all.hidden = !folds(terms, MOST);
  };

  /** @param {Breakdown} breakdown */
  const totals = ({ squash, clip, sum, value, replaced, place }) => {
    const symbol = channels.find(({ name }) => name === place.channel)?.symbol ?? "";
    const name = `${symbol}${subscript(place.unit + 1)}`;
    const made = squash ? `${name} = ${squash.symbol}(a)` : name;
    const kept = clip !== null && [line(t("arithmetic.clip", { clip }), clamp(sum, -clip, clip), "total")];
    const sums = squash ? [line(t("arithmetic.sum_a"), sum, "total"), ...(kept || [])] : [];
    if (replaced === null) return [...sums, line(made, value, "result")];
    return [...sums, line(made, replaced, "total"), line(t("arithmetic.set", { name }), value, "result")];
  };

  /** The formula of a function that is not among the usual two. @param {Breakdown} breakdown */
  const saidOf = ({ squash }) =>
    squash && squash.name !== "sigmoid" && squash.name !== "tanh"
      ? t("arithmetic.function", { name: squash.symbol, formula: squash.formula })
      : "";

  /** @param {string} name @param {number} value @param {string} [kind] */
  const line = (name, value, kind) =>
    h("tr", { class: kind }, [
      h("th", { scope: "row", colspan: 3, text: kind ? `${name} ≈` : name }),
      h("td", { text: long(value) }),
    ]);

  /** @param {Place | null} hover */
  const point = (hover) => {
    for (const row of body.rows) {
      const places = row.dataset.places?.split(" ") ?? [];
      row.classList.toggle("pointed", hover !== null && places.includes(keyOf(hover)));
    }
  };
  return { element, draw, point };
}

/** @param {Place} place */
function keyOf({ channel, step, unit }) {
  return `${channel}/${step}/${unit}`;
}
