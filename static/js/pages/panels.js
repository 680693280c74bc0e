/** Dialogs of a figure: each is made when it is asked for, and is gone when it is closed. */

/** @typedef {import("../views/context.js").View} View */

/**
 * @template {import("../views/context.js").Context} C
 * @param {HTMLElement} element
 * @param {C} context
 * @param {Readonly<Record<string, (element: HTMLElement, context: C) => View>>} mounts by the name of the panel
 * @returns {View}
 */
export function onDemand(element, context, mounts) {
  /** @type {View | null} */
  let view = null;
  return {
    update(state, previous) {
      if (state.panel === previous.panel) return;
      view?.update(state, previous);
      view?.destroy();
      view = mounts[state.panel ?? ""]?.(element, context) ?? null;
    },
    destroy: () => view?.destroy(),
  };
}
