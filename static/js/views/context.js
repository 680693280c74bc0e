/**
 * What every view is given, and what it gives back. Types only.
 *
 * @typedef {object} Context
 * @property {import("../core/store.js").Store<import("../state/types.js").State>} store
 * @property {import("../i18n/translate.js").Translate} t
 * @property {import("../state/actions.js").Actions} actions
 * @property {import("../state/types.js").Boot} boot
 * @property {(state: import("../state/types.js").State) => import("../cells/index.js").Cell} cellOf the cell shown
 * @property {readonly CellChannel[]} channels of the cell shown, in the order of the lanes
 * @property {import("../cells/index.js").Cell["operations"]} operations of the cell shown
 * @property {import("../drawing/drawing.js").Drawing} drawing what the stage shows
 * @property {Readonly<Record<string, string>>} [chapters] of the article, by channel; left out within the article
 * @property {(figure: number) => (() => void) | null} [goTo] another figure of the page; null for one that is not here
 * @property {boolean} [peeks] the products follow what is pointed at on the stage
 * @property {"h2" | "h3"} [heading] of a part; h2 unless said otherwise
 *
 * @typedef {import("../cells/index.js").Channel} CellChannel
 *
 * @typedef {object} OfFigure what the views of a figure are given besides
 * @property {import("../figures/script.js").FigureScript} script
 * @property {readonly string[]} datasets ids of those that are here
 * @property {(dataset: string) => import("../state/types.js").WeightsData | null} original weights that nobody edited
 * @property {Links} links
 * @property {import("../state/actions.js").Actions & import("../state/figure_actions.js").FigureActions} actions
 *
 * @typedef {Context & OfFigure} FigureContext
 *
 * @typedef {object} Links
 * @property {() => string | null} own the moment on Explore; null where there is no network to open
 * @property {() => string} frame the lines that put the figure into another page
 * @property {"_blank" | null} target where a link opens; another window from inside another site's page
 *
 * @typedef {object} Surroundings what every figure of a page follows
 * @property {() => { scheme: "light" | "dark" }} get
 * @property {(listener: () => void) => () => void} subscribe
 * @property {() => boolean} still whether motion is unwanted
 */
/**
 * @template D
 * @typedef {object} ExhibitContext what a figure without a stage is given
 * @property {import("../i18n/translate.js").Translate} t
 * @property {import("../state/types.js").Language} language
 * @property {Surroundings} surroundings
 * @property {D} data what the server wrote into the page for it
 * @property {"_blank" | null} target where its links open
 */
/**
 * @typedef {object} View
 * @property {(state: Readonly<import("../state/types.js").State>,
 *   previous: Readonly<import("../state/types.js").State>) => void} update
 * @property {() => void} destroy
 */

export {};
