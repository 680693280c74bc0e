/**
 * What every view is given, and what it gives back. Types only.
 *
 * @typedef {object} Context
 * @property {import("../core/store.js").Store<import("../state/types.js").State>} store
 * @property {import("../i18n/translate.js").Translate} t
 * @property {import("../state/actions.js").Actions} actions
 * @property {import("../state/types.js").Boot} boot
 * @property {readonly CellChannel[]} channels of the cell shown, in the order of the lanes
 * @property {import("../cells/index.js").Cell["operations"]} operations of the cell shown
 * @property {import("../drawing/drawing.js").Drawing} drawing what the stage shows
 *
 * @typedef {import("../cells/index.js").Channel} CellChannel
 *
 * @typedef {object} View
 * @property {(state: Readonly<import("../state/types.js").State>,
 *   previous: Readonly<import("../state/types.js").State>) => void} update
 * @property {() => void} destroy
 */

export {};
