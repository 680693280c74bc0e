/** A part of a cell's step that stands for itself: the operations of one figure, what came before already done. */

/** @typedef {import("./index.js").Cell} Cell */
/** @typedef {import("./lstm_layout.js").Caption} Caption */
/**
 * @typedef {object} Look what a figure draws otherwise than the whole step
 * @property {Cell["charts"]} [charts] small charts beside its operations
 * @property {Readonly<Record<string, Partial<Caption>>>} [captions] by operation: captions that make room for them
 * @property {readonly string[]} [faded] operators of which only a trace is left
 */

/**
 * @param {Cell} cell
 * @param {number} figure of the article, 4 to 7
 * @param {Look} [look]
 * @returns {Readonly<Cell>} the same cell, whose first operation is the first one of the figure
 * @example segment(lstm, 6).operations.map(({ id }) => id) // ["multiply_fc", "add", "settle"]
 */
export function segment(cell, figure, { charts, captions = {}, faded = [] } = {}) {
  const first = cell.operations.findIndex((operation) => operation.figure === figure);
  if (first < 0) throw new RangeError(`cell ${cell.name} has no operation of figure ${figure}`);
  return Object.freeze({
    ...cell,
    operations: Object.freeze(cell.operations.filter((operation) => operation.figure === figure)),
    layout: (shape) => {
      const layout = cell.layout(shape);
      const moved = Object.entries(layout.captions).map(([id, one]) => [id, { ...one, ...captions[id] }]);
      return { ...layout, captions: Object.fromEntries(moved) };
    },
    frame: (shape, index, u) => ({ ...cell.frame(shape, first + index, u), faded }),
    charts,
  });
}
