/** What a script adds to the head of a page that the server wrote: the theme, and a language link that keeps the place. */

import { fill, h, setAttribute } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { NEXT_THEME } from "../state/state.js";

/** A chapter begins here, in px below the upper edge. */
const TOP = 140;

/**
 * @param {Element | null} language the link to the same page in the other language
 * @param {import("./surroundings.js").Surroundings} surroundings
 * @param {import("../i18n/translate.js").Translate} t
 * @param {(anchor: string | null) => string} hashAt
 */
export function dressHead(language, surroundings, t, hashAt) {
  if (!(language instanceof HTMLAnchorElement)) return;
  const theme = h("button", {
    class: "button square page-theme",
    onclick: () => surroundings.setTheme(NEXT_THEME[surroundings.get().theme]),
  });
  const draw = () => {
    const words = t(`theme.${surroundings.get().theme}`);
    fill(theme, [icon(surroundings.get().theme)]);
    setAttribute(theme, "aria-label", words);
    setAttribute(theme, "title", words);
  };
  draw();
  surroundings.subscribe(draw);
  language.after(theme);
  const address = language.search;
  language.addEventListener("click", () => {
    language.href = `${address}#${hashAt(chapterInView())}`;
  });
}

/** The id of the chapter that is being read. */
function chapterInView() {
  const chapters = [...document.querySelectorAll(".chapter[id]")];
  return chapters.findLast((chapter) => chapter.getBoundingClientRect().top < TOP)?.id ?? null;
}
