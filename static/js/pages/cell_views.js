/** The views that are made for a cell: when a trace of another cell comes, they are made again, for that one. */

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../views/context.js").Context} Context */
/** @typedef {import("../views/context.js").View} View */
/** @typedef {import("../cells/index.js").Cell} Cell */
/** @typedef {{ mount: (element: HTMLElement, context: Context) => View }} ViewModule */

/**
 * @param {readonly (readonly [ViewModule, HTMLElement])[]} modules each with the element it fills
 * @param {(cell: Cell) => Context} contextOf
 * @param {{ cell: (state: State) => Cell, refocus: (element: HTMLElement) => void }} of `refocus`: the
 *   focus was in an element that was made again
 * @param {State} first
 * @returns {View}
 */
export function cellViews(modules, contextOf, { cell: cellOf, refocus }, first) {
  let shown = cellOf(first);
  const mount = () => modules.map(([view, element]) => view.mount(element, contextOf(shown)));
  let views = mount();
  const destroy = () => {
    for (const view of views) view.destroy();
  };
  return {
    update(state, previous) {
      const cell = cellOf(state);
      if (cell === shown) {
        for (const view of views) view.update(state, previous);
        return;
      }
      const held = modules.find(([, element]) => element.contains(document.activeElement))?.[1];
      destroy();
      shown = cell;
      views = mount();
      // A panel opens by a change: it was closed when the view was made.
      if (state.panel) for (const view of views) view.update(state, { ...state, panel: null });
      if (held) refocus(held);
    },
    destroy,
  };
}
