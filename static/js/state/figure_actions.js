/** What a reader can do in a figure besides looking: change its network, and choose another one. */

import { NO_EDITS } from "./edits.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./edits.js").Edits} Edits */

/**
 * @typedef {object} Parts
 * @property {import("../core/store.js").Store<State>} store
 * @property {Pick<import("./actions.js").Player, "pause" | "show">} player
 * @property {(dataset: string, edits: Edits) => Pick<State, "trace" | "weights">} compute every number, from the first
 * @property {(dataset: string) => Pick<State, "step" | "unit" | "model">} placeIn where to look first
 */

/** @typedef {ReturnType<typeof figureActions>} FigureActions */

/** @param {Parts} parts */
export function figureActions({ store, player, compute, placeIn }) {
  /** @param {Edits} edits */
  const change = (edits) => store.set({ edits, ...compute(store.get().dataset, edits) });
  return {
    /** @param {Partial<Edits>} patch */
    edit: (patch) => change(Object.freeze({ ...store.get().edits, ...patch })),
    resetEdits: () => change(NO_EDITS),
    /**
     * Other numbers in the same picture, at the same operation: what was changed belongs to the network that is left.
     *
     * @param {string} dataset
     */
    chooseDataset: (dataset) => {
      if (dataset === store.get().dataset) return;
      player.pause();
      const { step, unit, model } = placeIn(dataset);
      const numbers = compute(dataset, NO_EDITS);
      store.set({ dataset, model, step, unit, edits: NO_EDITS, hover: null, part: null, ...numbers });
    },
    /** @param {string | null} part */
    pointPart: (part) => {
      if (part !== store.get().part) store.set({ part });
    },
    /** The beginning of the step shown. */
    restart: () => player.show({ operation: 0, u: 0 }),
  };
}
