/** Whose numbers a figure shows: the datasets of its script that are in the page, and what follows from them. */

import { NO_EDITS } from "../state/edits.js";
import { figureState } from "../state/figure_state.js";

/** @typedef {import("../figures/script.js").FigureScript} FigureScript */

/** The dataset that the text calculates with; a script says where to begin in it. */
const WORKED = "worked";

/**
 * @param {FigureScript} script
 * @param {import("./boot.js").PageBoot} boot
 */
export function numbersOf(script, boot) {
  const datasets = script.datasets.filter((id) => boot.datasets[id]);
  /** @param {string} id */
  const datasetOf = (id) => boot.datasets[id] ?? null;
  return {
    datasets,
    /** @param {string} id @param {import("../state/edits.js").Edits} [edits] */
    compute: (id, edits = NO_EDITS) => ({
      trace: script.trace(datasetOf(id), edits),
      weights: script.weights(datasetOf(id), edits),
    }),
    /** Where to look first, and at which network. @param {string} id */
    placeIn: (id) => {
      const dataset = datasetOf(id);
      return { ...script.start, ...(id === WORKED ? {} : dataset?.place), model: dataset?.model.id ?? "" };
    },
    shared: sharedBoot(boot),
  };
}

/**
 * What a figure shows before anybody has touched it.
 *
 * @param {Pick<ReturnType<typeof numbersOf>, "datasets" | "compute" | "placeIn">} numbers
 * @param {import("./surroundings.js").Surrounding} surrounding
 */
export function firstState({ datasets, compute, placeIn }, surrounding) {
  const [first = ""] = datasets;
  return figureState({
    surroundings: surrounding,
    dataset: first,
    start: placeIn(first),
    computed: compute(first),
  });
}

/**
 * The networks of a page's datasets, as views expect to find them.
 *
 * @param {import("./boot.js").PageBoot} boot
 * @returns {import("../state/types.js").Boot}
 */
function sharedBoot({ language, version, words, datasets }) {
  return {
    language,
    version,
    words: /** @type {import("../state/types.js").Boot["words"]} */ (words),
    models: Object.values(datasets).flatMap((dataset) => (dataset ? [dataset.model] : [])),
    cards: {},
    limits: { steps: 0, text: 0, sample: 0 },
    request: null,
    trace: null,
    truth: null,
    weights: null,
  };
}
