/** Labels beside the ends of lines. */

/**
 * Places for numbers beside the ends of their lines, far enough apart to be read.
 *
 * @param {readonly number[]} wanted
 * @param {{ top: number, bottom: number }} box
 * @returns {number[]}
 */
export function spread(wanted, { top, bottom }) {
  const gap = 20;
  const order = wanted.map((y, k) => ({ y, k })).sort((a, b) => a.y - b.y);
  const placed = order.map(({ y }) => y);
  for (let n = 1; n < placed.length; n += 1) placed[n] = Math.max(placed[n] ?? 0, (placed[n - 1] ?? 0) + gap);
  const over = Math.max(0, (placed.at(-1) ?? 0) - bottom);
  for (let n = 0; n < placed.length; n += 1) placed[n] = (placed[n] ?? 0) - over;
  for (let n = placed.length - 2; n >= 0; n -= 1)
    placed[n] = Math.min(placed[n] ?? 0, (placed[n + 1] ?? 0) - gap);
  const under = Math.max(0, top - (placed[0] ?? top));
  const rows = wanted.map(() => 0);
  order.forEach(({ k }, n) => {
    rows[k] = (placed[n] ?? 0) + under;
  });
  return rows;
}
