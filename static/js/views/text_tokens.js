/**
 * The tokens of a text. All of the text stands in the page, in runs of tokens; only the runs in view and those
 * next to them have an element for every token, so that long texts scroll, and change colour, at once.
 */

import { hex, inkOn, ramps, shade } from "../core/colour.js";
import { fill, h, setAttribute } from "../core/dom.js";
import { bins } from "../core/scale.js";
import { colouring, setTokens } from "../state/passage.js";
import { shownLayer } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/columns.js").Run} Run */

/** Tokens of a run. */
const RUN = 200;
/** A text of so many letters is set large. */
const SHORT = 240;

/**
 * @param {HTMLElement} box scrolls
 * @param {readonly import("./context.js").CellChannel[]} channels
 */
export function createTextTokens(box, channels) {
  /** @type {{ before: string, text: string }[]} */
  let words = [];
  /** @type {{ run: Run, element: HTMLElement, tokens: HTMLElement[] | null }[]} */
  let runs = [];
  /** @type {State | null} */
  let shown = null;
  /** @type {HTMLElement | null} */
  let current = null;
  /** @type {HTMLElement | null} */
  let pointed = null;

  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const one = runs.find(({ element }) => element === target);
        if (one && isIntersecting) dress(one);
        else if (one && one !== runAt(shown?.step ?? 0)) undress(one);
      }
    },
    { root: box, rootMargin: "100% 0px" },
  );

  /** @param {number} step */
  const runAt = (step) => runs.find(({ run }) => step >= run.start && step < run.stop) ?? null;

  /** @param {number} step */
  const tokenAt = (step) => {
    const one = runAt(step);
    if (one && !one.tokens) dress(one);
    return one?.tokens?.[step - one.run.start] ?? null;
  };

  /** @param {typeof runs[number]} one */
  const undress = (one) => {
    one.tokens = null;
    one.element.textContent = words
      .slice(one.run.start, one.run.stop)
      .map(({ before, text }) => before + text)
      .join("");
  };

  /** @param {typeof runs[number]} one */
  const dress = (one) => {
    if (one.tokens) return;
    one.tokens = words
      .slice(one.run.start, one.run.stop)
      .map(({ text }, k) => h("span", { class: "text-token", "data-step": one.run.start + k, text }));
    fill(
      one.element,
      one.tokens.flatMap((token, k) => [words[one.run.start + k]?.before ?? "", token]),
    );
    if (!shown) return;
    tint(one, shown);
    const { drawn } = shown;
    for (const [k, token] of one.tokens.entries())
      token.classList.toggle("drawn", drawn !== null && one.run.start + k >= drawn.from);
  };

  /** @param {typeof runs[number]} one @param {State} state */
  const tint = ({ run, tokens }, state) => {
    const layer = shownLayer(state);
    const hue = channels.find(({ name }) => name === state.channel)?.hue ?? null;
    const ramp = ramps(state.scheme);
    if (!layer || !tokens) return;
    for (const [k, token] of tokens.entries()) {
      const colour = shade(ramp, hue, colouring(layer, state.channel, run.start + k, state.unit));
      token.style.setProperty("--tint", hex(colour));
      token.style.setProperty("--tint-ink", inkOn(colour));
    }
  };

  /** The token of the step, outlined and in view. @param {State} state */
  const mark = (state) => {
    shown = state;
    const [token, under] = [tokenAt(state.step), state.hover ? tokenAt(state.hover.step) : null];
    if (pointed !== under) pointed?.classList.remove("pointed");
    under?.classList.add("pointed");
    pointed = under;
    if (current !== token && current) setAttribute(current, "aria-current", null);
    if (token) setAttribute(token, "aria-current", "step");
    if (token && current !== token) reveal(token);
    current = token;
  };

  /** Scrolls the box alone, and only as far as needed. @param {HTMLElement} token */
  const reveal = (token) => {
    const [inside, around] = [token.getBoundingClientRect(), box.getBoundingClientRect()];
    const [over, under] = [around.top + 6 - inside.top, inside.bottom - around.bottom + 6];
    if (over > 0) box.scrollTop -= over;
    else if (under > 0) box.scrollTop += under;
  };

  return {
    /** Another text. @param {State} state @param {string} kind of input */
    write(state, kind) {
      shown = state;
      watch.disconnect();
      [current, pointed] = [null, null];
      words = setTokens(state.trace?.tokens ?? [], kind);
      runs = bins(words.length, Math.ceil(words.length / RUN)).map((run) => ({
        run,
        element: h("span", { class: "text-run" }),
        tokens: null,
      }));
      for (const one of runs) undress(one);
      box.classList.toggle("short", words.reduce((sum, { text }) => sum + text.length, 0) <= SHORT);
      fill(
        box,
        runs.map(({ element }) => element),
      );
      for (const one of runs.slice(0, 4)) dress(one);
      mark(state);
      for (const { element } of runs) watch.observe(element);
    },
    /** Another number, or other colours. @param {State} state */
    colour(state) {
      shown = state;
      for (const one of runs) tint(one, state);
    },
    mark,
    destroy: () => watch.disconnect(),
  };
}
