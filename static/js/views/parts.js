/** Pointing at a part of the cell names it: by the mouse while it is there, by a click or a tap until the next one. */

/**
 * @param {HTMLElement} element holds the stage
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, actions }) {
  let pinned = false;
  /** @param {Event} event */
  const partAt = ({ target }) =>
    target instanceof Element ? (target.closest("[data-part]")?.getAttribute("data-part") ?? null) : null;

  /** @param {PointerEvent} event */
  const move = (event) => {
    if (pinned || event.pointerType === "touch") return;
    actions.pointPart(partAt(event));
  };
  /** @param {MouseEvent} event */
  const click = (event) => {
    const part = partAt(event);
    pinned = part !== null && !(pinned && part === store.get().part);
    actions.pointPart(pinned ? part : null);
  };
  const leave = () => {
    if (!pinned) actions.pointPart(null);
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key !== "Escape" || store.get().part === null) return;
    pinned = false;
    actions.pointPart(null);
  };
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerleave", leave);
  element.addEventListener("click", click);
  element.addEventListener("keydown", key);
  return {
    update(state, previous) {
      // Going on with the figure means to look elsewhere.
      if (state.part === null || (state.operation === previous.operation && state.step === previous.step))
        return;
      pinned = false;
      actions.pointPart(null);
    },
    destroy() {
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerleave", leave);
      element.removeEventListener("click", click);
      element.removeEventListener("keydown", key);
    },
  };
}
