/** Short ways to write a cell's operations and places down. */

/** @typedef {import("./lstm_operations.js").Move} Move */
/** @typedef {import("./lstm_operations.js").Operation} Operation */
/** @typedef {import("./lstm_layout.js").Wire} Wire */
/** @typedef {import("./lstm_layout.js").Caption} Caption */
/** @typedef {import("./lstm_layout.js").Side} Side */
/** @typedef {Pick<Operation, "wires" | "shows" | "moves"> & Partial<Pick<Operation, "words" | "says">>} What */

/** How long things take at speed 1, and the rest behind each, in ms. */
export const TIMES = Object.freeze({
  slide: 700,
  join: 500,
  weigh: 700,
  squash: 600,
  multiply: 800,
  add: 700,
  handover: 900,
  pause: 300,
});

/** @type {(vector: string, from: string, to: string, along?: readonly string[], begin?: number, end?: number) => Move} */
export const move = (vector, from, to, along = [], begin = 0, end = 1) => ({
  vector,
  from,
  to,
  along,
  begin,
  end,
});

/**
 * @param {string} id
 * @param {number} duration
 * @param {string | null} channel whose numbers it makes
 * @param {string} active the operator in the light
 * @param {What} what
 */
export const operation = (id, duration, channel, active, what) => ({
  id,
  duration,
  channel,
  active,
  ...what,
});

/**
 * Operations that belong together: playing stops behind them.
 *
 * @param {string} gate
 * @param {number} figure of the article; 0 for none
 * @param {readonly ReturnType<typeof operation>[]} list
 * @returns {Operation[]}
 */
export const segment = (gate, figure, list) =>
  list.map((one) => Object.freeze({ ...one, gate, figure, pause: TIMES.pause }));

/**
 * @param {Wire["kind"]} kind
 * @param {Wire["points"]} points
 * @param {Wire["hue"]} [hue]
 * @returns {Wire}
 */
export const wire = (kind, points, hue = null) => ({ kind, points, hue });

/** @type {(x0: number, x1: number, y: number) => Wire["points"]} */
// biome-ignore format: one line is the picture
export const level = (x0, x1, y) => [[x0, y], [x1, y]];

/** @type {(x: number, y0: number, y1: number) => Wire["points"]} */
// biome-ignore format: one line is the picture
export const upright = (x, y0, y1) => [[x, y0], [x, y1]];

/** @type {(x: number, y: number, label: Side) => { x: number, y: number, label: Side }} */
export const slot = (x, y, label) => ({ x, y, label });

/** @type {(x: number, y: number, anchor: "start" | "end", crop: number) => Caption} */
export const caption = (x, y, anchor, crop) => ({ x, y, anchor, crop });
