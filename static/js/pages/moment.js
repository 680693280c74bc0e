/** A figure's moment, written for the address and taken over from it. */

import { clamp } from "../core/scale.js";
import { NO_EDITS } from "../state/edits.js";
import { readMoment, writeMoment } from "../state/figure_link.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {object} figure
 * @param {import("../figures/script.js").FigureScript} figure.script
 * @param {import("../core/store.js").Store<State>} figure.store
 * @param {Pick<import("../state/actions.js").Player, "pause">} figure.player
 * @param {ReturnType<typeof import("./numbers.js").numbersOf>} figure.numbers
 */
export function momentOf({ script, store, player, numbers: { datasets, compute, placeIn } }) {
  const limits = {
    operations: script.operations.map(({ id }) => id),
    channels: script.channels.map(({ name }) => name),
    datasets,
    variants: script.controls.filter(({ kind }) => kind === "variant").map(({ id }) => id),
  };
  /**
   * A link may name weights that this network does not have: then it says nothing of edits.
   *
   * @param {string} dataset
   * @param {import("../state/edits.js").Edits} edits
   */
  const computed = (dataset, edits) => {
    try {
      return { edits, ...compute(dataset, edits) };
    } catch (error) {
      if (error instanceof RangeError) return { edits: NO_EDITS, ...compute(dataset) };
      throw error;
    }
  };
  return {
    write: () => writeMoment(store.get(), limits),
    /** @param {string} text */
    follow(text) {
      const said = readMoment(text, limits);
      if (!said) return;
      const { dataset = "", edits = NO_EDITS, step = 0, unit = 0 } = said;
      player.pause();
      const numbers = computed(dataset, edits);
      const units = numbers.trace.layers[0]?.units.length ?? 1;
      store.set({
        ...placeIn(dataset),
        ...said,
        ...numbers,
        step: clamp(step, 0, numbers.trace.length - 1),
        unit: clamp(unit, 0, units - 1),
      });
    },
  };
}
