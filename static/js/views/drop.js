/** A file over the page: it can be dropped anywhere. What a part of the page takes itself stays its own. */

import { append, h, setText } from "../core/dom.js";
import { icon } from "../core/icon.js";

/** The pointer has left the window where nothing was heard for this long, in ms. */
const SILENCE = 400;

/**
 * @param {HTMLElement} element the whole page
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { t, actions, boot }) {
  if (boot.limits.uploads === false) return { update() {}, destroy() {} };
  const said = h("p", { class: "drop-said" });
  const note = h("p", { class: "drop-note" });
  // In the top layer, so that an open dialog does not hide it.
  const zone = h("div", { class: "drop-zone", popover: "manual", "aria-hidden": "true" }, [
    h("div", { class: "drop-frame" }, [icon("open"), said, note]),
  ]);
  append(element, [zone]);
  let timer = 0;
  /** @param {boolean} shown */
  const show = (shown) => {
    clearTimeout(timer);
    const open = zone.matches(":popover-open");
    if (shown !== open) zone.togglePopover(shown);
    if (shown) timer = window.setTimeout(() => show(false), SILENCE);
  };
  /** @param {DragEvent} event */
  const hasFile = ({ dataTransfer }) => dataTransfer?.types.includes("Files") ?? false;

  /** @param {DragEvent} event */
  const over = (event) => {
    if (!hasFile(event)) return;
    const taken = event.defaultPrevented;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    show(!taken);
  };
  /** @param {DragEvent} event */
  const dropped = (event) => {
    show(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    actions.own().then(({ openFile }) => openFile(file));
  };
  element.addEventListener("dragover", over);
  element.addEventListener("drop", dropped);

  const draw = () => {
    setText(said, t("drop.title"));
    setText(note, t("drop.note"));
  };
  draw();
  return {
    update(state, previous) {
      if (state.language !== previous.language) draw();
    },
    destroy() {
      element.removeEventListener("dragover", over);
      element.removeEventListener("drop", dropped);
      zone.remove();
    },
  };
}
