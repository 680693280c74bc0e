/** One playhead through the words of both networks: back, on, play, and a slider. */

import { fill, h, setAttribute } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { clamp } from "../core/scale.js";
import { createStepper } from "../core/stepper.js";

/** @typedef {import("./memory.js").MemoryState} MemoryState */

/** However many words there are, reading them takes no longer, in ms: less than what may move by itself. */
const LONGEST = 4600;
/** A word takes no longer than this. */
const SLOWEST = 250;

/**
 * @param {import("../core/store.js").Store<MemoryState>} store
 * @param {import("../i18n/translate.js").Translate} t
 * @param {() => boolean} still whether motion is unwanted
 */
export function createPlayhead(store, t, still) {
  /** @type {number | null} */
  let frame = null;
  const stop = () => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
  };
  /** @param {number} step */
  const go = (step) => {
    stop();
    store.set({ step: clamp(step, 0, store.get().gap), playing: false });
  };
  const play = () => {
    const { gap, step } = store.get();
    if (still()) return go(gap);
    const start = step < gap ? step : 0;
    const pace = Math.min(SLOWEST, LONGEST / Math.max(1, gap));
    const began = performance.now();
    store.set({ step: start, playing: true });
    const tick = () => {
      const { playing, gap: last } = store.get();
      const now = start + Math.floor((performance.now() - began) / pace);
      if (!playing) return stop();
      if (now >= last) return go(last);
      store.set({ step: now });
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
  };
  const toggle = h("button", {
    class: "button square",
    onclick: () => (store.get().playing ? go(store.get().step) : play()),
  });
  const stepper = createStepper(
    { title: t("memory.read"), back: t("memory.previous"), on: t("memory.next") },
    (where) => go("to" in where ? where.to : store.get().step + where.by),
    [toggle],
  );
  return {
    element: stepper.element,
    stop,
    /** @param {MemoryState} state */
    update({ step, gap, playing }) {
      stepper.update(step, gap, t("figure.count", { k: step, n: gap }));
      const words = t(playing ? "transport.pause" : "transport.play");
      if (toggle.title === words) return;
      fill(toggle, [icon(playing ? "pause" : "play")]);
      setAttribute(toggle, "aria-label", words);
      setAttribute(toggle, "title", words);
    },
  };
}
