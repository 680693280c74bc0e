/** Answers of `POST /traces` to typed arrays. */

/** @typedef {import("./types.js").TraceData} TraceData */
/** @typedef {import("./types.js").Matrix} Matrix */
/** @typedef {import("./types.js").LayerTrace} LayerTrace */
/** @typedef {{ dtype: string, shape: number[], base64: string }} Encoded */

/** Fields of a layer that are not channels. */
const FRAME = new Set(["index", "direction", "units", "initial_state"]);

/**
 * An array as it came: base64 of little-endian floats, or nested lists.
 *
 * @param {Encoded | number[] | number[][]} array
 * @returns {Matrix}
 */
export function decodeArray(array) {
  if (Array.isArray(array)) return fromLists(array);
  const { dtype, shape, base64 } = array;
  const count = shape.reduce((product, n) => product * n, 1);
  const width = dtype === "<f8" ? 8 : 4;
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  // A call for each of some million bytes would be felt.
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  if (bytes.length !== count * width) {
    throw new RangeError(`array of shape ${shape.join(" x ")}: ${bytes.length} bytes, not ${count * width}`);
  }
  const data = width === 8 ? new Float64Array(bytes.buffer) : new Float32Array(bytes.buffer);
  return { data, shape };
}

/**
 * @param {number[] | number[][]} lists
 * @returns {Matrix}
 */
function fromLists(lists) {
  const first = lists[0];
  const shape = Array.isArray(first) ? [lists.length, first.length] : [lists.length];
  return { data: Float32Array.from(lists.flat()), shape };
}

/**
 * @param {any} answer the JSON of a trace
 * @returns {TraceData}
 */
export function decodeTrace(answer) {
  const { model, digest, stack, cell, length, start, stop, tokens, predictions } = answer;
  return Object.freeze({
    model,
    digest,
    stack,
    cell,
    length,
    start,
    stop,
    tokens,
    layers: Object.freeze(answer.layers.map(decodeLayer)),
    predictions: predictions && { ...predictions, values: rows(decodeArray(predictions.values)) },
  });
}

/**
 * @param {any} layer
 * @returns {LayerTrace}
 */
function decodeLayer(layer) {
  /** @type {Record<string, Matrix>} */
  const channels = {};
  for (const [name, array] of Object.entries(layer)) {
    if (!FRAME.has(name)) channels[name] = decodeArray(/** @type {any} */ (array));
  }
  return Object.freeze({
    index: layer.index,
    direction: layer.direction,
    units: layer.units,
    initialState: Object.freeze(
      Object.fromEntries(
        Object.entries(layer.initial_state).map(([name, array]) => [
          name,
          decodeArray(/** @type {any} */ (array)).data,
        ]),
      ),
    ),
    channels: Object.freeze(channels),
  });
}

/**
 * @param {Matrix} matrix
 * @returns {number[][]}
 */
function rows({ data, shape }) {
  const [count = 0, width = 1] = shape;
  return Array.from({ length: count }, (_, k) => [...data.subarray(k * width, (k + 1) * width)]);
}

/**
 * One number of a matrix.
 *
 * @param {Matrix} matrix
 * @param {number} row
 * @param {number} column
 * @returns {number} 0 outside of it
 */
export function at(matrix, row, column) {
  return matrix.data[row * (matrix.shape[1] ?? 1) + column] ?? 0;
}

/**
 * One row of a matrix, without a copy.
 *
 * @param {Matrix} matrix
 * @param {number} row
 */
export function rowOf(matrix, row) {
  const width = matrix.shape[1] ?? 1;
  return matrix.data.subarray(row * width, (row + 1) * width);
}
