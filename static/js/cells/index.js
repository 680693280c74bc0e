/** The cells the page can draw: one line each. */

import { openingPlace } from "../state/opening.js";
import { lstm, lstmWith } from "./lstm.js";

/** @typedef {import("../state/types.js").LayerTrace} LayerTrace */
/** @typedef {import("../state/types.js").TraceData} TraceData */
/** @typedef {import("../state/arithmetic.js").Breakdown} Breakdown */

/**
 * @typedef {object} Channel
 * @property {string} name
 * @property {string} symbol
 * @property {"unit" | "signed" | "free"} range
 * @property {"f" | "i" | "o" | null} hue
 * @property {string} [words] the end of the keys of its words; its name unless said otherwise
 */

/**
 * @typedef {object} Cell
 * @property {string} name
 * @property {readonly Channel[]} channels in the order of the lanes
 * @property {readonly string[]} gates rows of the weights: each has a preactivation
 * @property {readonly string[]} [extra] channels that are no lane, and that the page asks for
 * @property {string} memory the channel that carries it
 * @property {import("../state/formulas.js").Formulas} formulas how each channel is made
 * @property {(layer: LayerTrace, step: number) => readonly number[]} movement how much the memory of each unit moves
 * @property {number} [clip] how far from 0 its sums may go
 * @property {(breakdown: Breakdown) => string} meaning what a number says: the words are `meaning.<meaning>`
 * @property {Readonly<Record<string, string>>} [chapters] of the article, by channel and by gate
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
/**
 * @typedef {object} Variant what a stack says of its cell
 * @property {Readonly<Record<string, unknown>>} [options]
 * @property {number | null} [projection_size]
 */

/** @typedef {(of: Variant) => Readonly<Cell>} Maker makes the cell for the options of a stack */

/** How each is fetched: the first is always here. @type {Readonly<Record<string, () => Promise<Maker>>>} */
const CELLS = Object.freeze({
  lstm: async () => lstmWith,
  gru: async () => (await import("./gru.js")).gruWith,
  rnn: async () => (await import("./rnn.js")).rnnWith,
});

/** @type {Map<string, Maker>} Those that are here. */
const makerCache = new Map([["lstm", lstmWith]]);

/**
 * A cell before it is asked for.
 *
 * @param {string} name
 * @returns {Promise<unknown> | null} null: it is here, or there is no such cell
 */
export function fetchCell(name) {
  const fetch = Object.hasOwn(CELLS, name) ? CELLS[name] : undefined;
  if (!fetch || makerCache.has(name)) return null;
  return fetch().then((make) => makerCache.set(name, make));
}

/** @type {Map<string, Readonly<Cell>>} The same cell for the same options: views compare it. */
const variantCache = new Map();

/**
 * @param {string} name
 * @param {Variant} [of]
 * @returns {Readonly<Cell>}
 */
export function getCell(name, { options = {}, projection_size = null } = {}) {
  if (!Object.hasOwn(CELLS, name)) {
    throw new RangeError(`no cell "${name}": one of ${Object.keys(CELLS).join(", ")}`);
  }
  const make = makerCache.get(name);
  if (!make) throw new RangeError(`cell "${name}" has not been fetched`);
  const key = JSON.stringify([name, options, projection_size !== null]);
  const cell = variantCache.get(key) ?? make({ options, projection_size });
  variantCache.set(key, cell);
  return cell;
}

/** @returns {readonly string[]} the cells there are */
export const cellNames = () => Object.keys(CELLS);

/**
 * What depends on the cell of a trace, for parts of the page that know no cell: the cell is that of the trace's stack,
 * as the description of its network says it.
 *
 * @param {() => readonly import("../state/types.js").Model[]} models those known now
 */
export function cellsAmong(models) {
  /** @type {WeakMap<TraceData, Readonly<Cell>>} A trace keeps its cell, though its network be deleted or completed. */
  const cells = new WeakMap();
  /** @param {TraceData | null} trace */
  const cellOf = (trace) => {
    if (!trace) return lstm;
    const model = models().find(({ id }) => id === trace.model);
    const stack = model?.stacks.find(({ name }) => name === trace.stack);
    const cell = cells.get(trace) ?? getCell(trace.cell, stack);
    cells.set(trace, cell);
    return cell;
  };
  return {
    cellOf,
    /** What a link may name. @param {TraceData | null} trace @returns {import("../state/url.js").Names} */
    names(trace) {
      const { operations, channels } = cellOf(trace);
      return { operations: operations.map(({ id }) => id), channels: channels.map(({ name }) => name) };
    },
    /** @type {import("../state/opening.js").Opening} */
    opening: (trace, example) => openingPlace(trace, cellOf(trace).movement, example),
  };
}

/**
 * The channels that the page asks of a trace: those shown, what each layer saw, and the sums before each gate's
 * function.
 *
 * @param {import("../state/types.js").StackInfo | null} stack
 */
export function askedOf(stack) {
  const { channels, extra = [], gates } = stack ? getCell(stack.cell, stack) : lstm;
  const names = channels.map(({ name }) => name);
  return [...names, ...extra, "input", ...gates.map((gate) => `${gate}_preactivation`)];
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

/**
 * The operation that ends with this channel's values drawn: 0 where none does.
 *
 * @param {Cell} cell
 * @param {string} channel
 */
export function operationOf({ channels, operations }, channel) {
  const symbol = channels.find(({ name }) => name === channel)?.symbol;
  return Math.max(
    0,
    operations.findIndex(({ shows }) => shows.at(-1) === symbol),
  );
}
