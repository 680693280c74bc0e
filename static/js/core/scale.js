/** Numbers to places and back: clamp, linear scales, symmetric ranges, bins. */

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} u 0 at `from`, 1 at `to`
 */
export function mix(from, to, u) {
  return from + (to - from) * u;
}

/**
 * A straight line from a domain to a range, and its inverse.
 *
 * @param {readonly [number, number]} domain
 * @param {readonly [number, number]} range
 */
export function linear(domain, range) {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  const slope = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  /** @param {number} value */
  const scale = (value) => r0 + (value - d0) * slope;
  /** @param {number} place */
  scale.invert = (place) => (slope === 0 ? d0 : d0 + (place - r0) / slope);
  return scale;
}

/**
 * The smallest number of two significant digits that no magnitude in `values` exceeds: the end of a
 * symmetric scale, 1.9 for [0.2, -1.83]. 1 where there is nothing but zeros.
 *
 * @param {Iterable<number>} values
 * @returns {number}
 */
export function symmetricEnd(values) {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 1;
  const unit = 10 ** (Math.floor(Math.log10(largest)) - 1);
  const end = Math.ceil(largest / unit - 1e-9) * unit;
  return Number(end.toPrecision(2));
}

/**
 * Cut `count` things into at most `most` runs of nearly equal length.
 *
 * @param {number} count
 * @param {number} most
 * @returns {{ start: number, stop: number }[]} half-open runs, in order, none empty
 */
export function bins(count, most) {
  const n = Math.min(count, most);
  return Array.from({ length: n }, (_, k) => ({
    start: Math.floor((k * count) / n),
    stop: Math.floor(((k + 1) * count) / n),
  }));
}

/**
 * The page of `capacity` places that holds `index`, the last one filled up from the left.
 *
 * @param {number} length
 * @param {number} capacity
 * @param {number} index
 * @returns {{ start: number, stop: number }}
 */
export function pageAround(length, capacity, index) {
  const size = Math.max(1, Math.min(length, capacity));
  const start = clamp(Math.floor(index / size) * size, 0, Math.max(0, length - size));
  return { start, stop: Math.min(length, start + size) };
}
