/** What stood in the field before each change of the curve; changes from elsewhere end it. */

/** So many changes can be taken back. */
const MOST = 50;

export function createHistory() {
  /** @type {string[]} */
  let texts = [];
  /** @type {string | null} */
  let kind = null;
  /** What the last change wrote. */
  let now = "";
  return {
    isEmpty: () => texts.length === 0,
    /**
     * @param {string} before
     * @param {string} after
     * @param {string} of changes of one kind in a row are taken back together
     */
    note(before, after, of) {
      if (of !== kind) texts = [...texts.slice(1 - MOST), before];
      kind = of;
      now = after;
    },
    /** The next change is taken back by itself. */
    close() {
      kind = null;
    },
    /** @returns {string | null} the text before the last change */
    back() {
      const before = texts.at(-1) ?? null;
      texts = texts.slice(0, -1);
      kind = null;
      if (before !== null) now = before;
      return before;
    },
    /** @param {string} text that stands in the field now */
    follow(text) {
      if (text === now) return;
      texts = [];
      kind = null;
    },
  };
}
