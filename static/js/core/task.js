/** A line below the buttons of a dialog: what is under way, how far it is, how it ended; it can be cancelled. */

import { h, setText } from "./dom.js";

/**
 * @typedef {object} Watch
 * @property {(share: number) => void} progress told from 0 to 1
 * @property {AbortSignal} signal
 *
 * @typedef {object} Words
 * @property {string} working
 * @property {string} done
 * @property {(error: unknown) => string} failed
 * @property {string} cancel
 */

/** @returns {{ element: HTMLElement, say: (text: string) => void, run: (words: Words, job: (watch: Watch) => Promise<unknown>) => Promise<void>, stop: () => void }} */
export function createTask() {
  const said = h("p", { class: "note", role: "status" });
  const bar = h("progress", { max: 1, hidden: true });
  const cancel = h("button", { class: "button small", hidden: true, onclick: () => stop() });
  const element = h("div", { class: "task" }, [said, bar, cancel]);
  let under = new AbortController();
  const stop = () => under.abort();
  /** @param {boolean} shown */
  const show = (shown) => {
    bar.hidden = !shown;
    cancel.hidden = !shown;
  };
  return {
    element,
    say: (text) => setText(said, text),
    stop,
    async run(words, job) {
      stop();
      const mine = new AbortController();
      under = mine;
      setText(said, words.working);
      setText(cancel, words.cancel);
      bar.setAttribute("aria-label", words.working);
      const progress = (/** @type {number} */ share) => {
        bar.value = share;
        show(under === mine);
      };
      let end = words.done;
      try {
        await job({ progress, signal: mine.signal });
      } catch (error) {
        end = mine.signal.aborted ? "" : words.failed(error);
      }
      if (under !== mine) return;
      show(false);
      setText(said, end);
    },
  };
}
