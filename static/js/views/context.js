/**
 * What every view is given, and what it gives back. Types only.
 *
 * @typedef {object} Context
 * @property {import("../core/store.js").Store<import("../state/types.js").State>} store
 * @property {import("../i18n/translate.js").Translate} t
 * @property {import("../state/actions.js").Actions} actions
 * @property {import("../state/types.js").Boot} boot
 * @property {readonly CellChannel[]} channels of the cell shown, in the order of the lanes
 * @property {readonly { id: string, gate: string }[]} operations of the cell shown
 *
 * @typedef {{ name: string, symbol: string, range: "unit" | "signed" | "free", hue: "f" | "i" | "o" | null }} CellChannel
 *
 * @typedef {object} View
 * @property {(state: Readonly<import("../state/types.js").State>,
 *   previous: Readonly<import("../state/types.js").State>) => void} update
 * @property {() => void} destroy
 */

export {};
