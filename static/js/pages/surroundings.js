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
  /** @returns {Surrounding} */
  const get = () => {
    const system = dark.matches ? "dark" : "light";
    return { language, theme, scheme: theme === "auto" ? system : theme };
  };
  const tell = () => {
    for (const listener of listeners) listener(get());
  };
  dark.addEventListener("change", tell);
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
