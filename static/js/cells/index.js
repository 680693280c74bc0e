/** The cells the page can draw: one line each. */

import { lstm } from "./lstm.js";

/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */
/** @typedef {{ name: string, symbol: string, range: "unit" | "signed" | "free", hue: "f" | "i" | "o" | null }} Channel */

/**
 * @typedef {object} Cell
 * @property {string} name
 * @property {readonly Channel[]} channels
 * @property {readonly import("./lstm_operations.js").Operation[]} operations
 * @property {Readonly<Record<string, import("./vectors.js").VectorSpec>>} vectors
 * @property {(shape: import("./lstm_layout.js").Shape) => import("./lstm_layout.js").Layout} layout
 * @property {(shape: import("./lstm_layout.js").Shape, index: number, u: number) => import("./frame.js").Frame} frame
 * @property {(name: string, layer: LayerTrace, step: number) => import("./vectors.js").Vector | null} vector
 * @property {Readonly<Record<string, Chart>>} [charts] by operation
 * @property {readonly import("./lstm_parts.js").Part[]} [parts] what a reader can point at
 * @property {string} [words] the variant of its operations' words: "plain" says op.<id>.plain and op.<id>.plain_rule
 *
 * @typedef {{ kind: "products" | "bars" | "waterfall" | "columns", x: number, y: number }} Chart a small chart and its top left corner
 */

/** @type {Readonly<Record<string, Cell>>} */
const CELLS = Object.freeze({ lstm });

/**
 * @param {string} name
 * @returns {Cell}
 */
export function getCell(name) {
  const cell = CELLS[name];
  if (!cell) throw new RangeError(`no cell "${name}": one of ${Object.keys(CELLS).join(", ")}`);
  return cell;
}

/**
 * The place of an operation in a cell's list: 0 for a name it does not have.
 *
 * @param {Cell} cell
 * @param {string} id
 */
export function operationIndex(cell, id) {
  return Math.max(
    0,
    cell.operations.findIndex((operation) => operation.id === id),
  );
}
