/** What every figure of a page follows: the language, the theme, the colours that follow from it, and stillness. */

import { remember } from "../core/cookie.js";
import { setAttribute } from "../core/dom.js";

/** @typedef {import("../state/types.js").ThemeChoice} ThemeChoice */
/** @typedef {Pick<import("../state/types.js").State, "language" | "theme" | "scheme">} Surrounding */

/**
 * @typedef {object} Surroundings
 * @property {() => Surrounding} get
 * @property {(listener: (now: Surrounding) => void) => () => void} subscribe
 * @property {(theme: ThemeChoice) => void} setTheme
 * @property {() => boolean} still whether motion is unwanted
 */

/**
 * @param {import("../state/types.js").Language} language
 * @returns {Surroundings}
 */
export function createSurroundings(language) {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stillness = matchMedia("(prefers-reduced-motion: reduce)");
  let theme = /** @type {ThemeChoice} */ (root.dataset.theme ?? "auto");
  /** @type {Set<(now: Surrounding) => void>} */
  const listeners = new Set();
  let paper = false;
  /** @returns {Surrounding} */
  const get = () => {
    const system = dark.matches ? "dark" : "light";
    const scheme = theme === "auto" ? system : theme;
    return { language, theme, scheme: paper ? "light" : scheme };
  };
  const tell = () => {
    for (const listener of listeners) listener(get());
  };
  /** Paper is white. @param {boolean} now */
  const print = (now) => {
    paper = now;
    tell();
  };
  dark.addEventListener("change", tell);
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  return {
    get,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setTheme(chosen) {
      theme = chosen;
      setAttribute(root, "data-theme", theme === "auto" ? null : theme);
      remember("theme", theme === "auto" ? null : theme);
      tell();
    },
    still: () => stillness.matches,
  };
}
