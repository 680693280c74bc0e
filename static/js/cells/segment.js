/** A part of a cell's step that stands for itself: the operations of one figure, what came before already done. */

/** @typedef {import("./index.js").Cell} Cell */
/** @typedef {import("./lstm_layout.js").Caption} Caption */

/**
 * @param {Cell} cell
 * @param {number} figure of the article, 4 to 7
 * @param {{ charts?: Cell["charts"], captions?: Readonly<Record<string, Caption>>, faded?: readonly string[] }} [look] small
 *   charts beside its operations, captions that make room for them, operators that are only a trace
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
      return { ...layout, captions: { ...layout.captions, ...captions } };
    },
    frame: (shape, index, u) => ({ ...cell.frame(shape, first + index, u), faded }),
    charts,
  });
}
