/** A native modal dialog with a title and a close button. The browser keeps the focus inside and returns it. */

import { fill, h, setAttribute, setText } from "./dom.js";
import { icon } from "./icon.js";

/**
 * @typedef {object} Dialog
 * @property {HTMLDialogElement} element
 * @property {(words: { title: string, close: string }, content: ReadonlyArray<import("./dom.js").Child>) => void} draw
 * @property {(open: boolean) => void} show
 */

/**
 * @param {string} name makes the ids
 * @param {() => void} onclose told when the reader closes it, by whatever way
 * @returns {Dialog}
 */
export function createDialog(name, onclose) {
  const title = h("h2", { class: "dialog-title", id: `${name}-title` });
  const close = h("button", { class: "button square", onclick: () => element.close() }, [icon("close")]);
  const body = h("div", {
    class: "dialog-body",
    tabindex: 0,
    role: "group",
    "aria-labelledby": `${name}-title`,
  });
  const element = h(
    "dialog",
    { class: `dialog dialog-${name}`, "aria-labelledby": `${name}-title`, onclose },
    [h("div", { class: "dialog-head" }, [title, close]), body],
  );
  element.addEventListener("click", (event) => {
    if (event.target === element) element.close();
  });
  return {
    element,
    draw(words, content) {
      setText(title, words.title);
      setAttribute(close, "aria-label", words.close);
      fill(body, content);
    },
    show(open) {
      if (open && !element.open) element.showModal();
      else if (!open && element.open) element.close();
    },
  };
}
