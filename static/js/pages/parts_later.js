/** What the page fetches when it is first needed, and when that is. */

import { shownOverview } from "../state/passage.js";
import { shownModel } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */

/** @param {string} name of the panel */
const opened =
  (name) =>
  (/** @type {Readonly<State>} */ { panel }) =>
    panel === name;

/** Those that show the cell, and are made again for another. @type {readonly import("./later.js").Part[]} */
export const OF_CELL_LATER = Object.freeze([
  {
    id: "text",
    needed: (/** @type {Readonly<State>} */ state) => shownOverview(state) === "text",
    load: () => import("../views/text.js"),
  },
  { id: "dialogs", needed: opened("table"), load: () => import("../views/table.js"), soon: true },
]);

/**
 * @param {import("../state/types.js").Boot} boot
 * @returns {readonly import("./later.js").Part[]}
 */
export const partsOf = (boot) => [
  {
    id: "draw",
    needed: ({ sequence }) => sequence.kind === "values",
    load: () => import("../views/draw.js"),
    sheet: "draw",
  },
  {
    id: "write-on",
    needed: (state) => shownModel(boot, state)?.writes_on === true,
    load: () => import("../views/write_on.js"),
    sheet: "write_on",
  },
  {
    id: "own",
    needed: ({ model, own }) => own.models.some(({ id }) => id === model),
    load: () => import("../views/own.js"),
    sheet: "own",
  },
  {
    id: "dialogs",
    needed: opened("networks"),
    load: () => import("../views/networks.js"),
    sheet: "networks own",
    soon: true,
  },
  { id: "dialogs", needed: opened("file"), load: () => import("../views/file.js"), sheet: "own" },
  {
    id: "dialogs",
    needed: opened("save"),
    // With what it saves by: pictures can be taken of what is drawn when the server is gone.
    load: () => Promise.all([import("../views/save.js"), import("./saving.js")]).then(([view]) => view),
    soon: true,
  },
  { id: "dialogs", needed: opened("help"), load: () => import("../views/help.js"), soon: true },
];
