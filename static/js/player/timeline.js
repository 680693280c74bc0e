/** Time as data: a moment is a step, an operation and how far into it. Pure, no clock. */

import { clamp } from "../core/scale.js";

/**
 * @typedef {object} Moment
 * @property {number} step
 * @property {number} operation
 * @property {number} u 0..1
 * @property {number} waited milliseconds rested behind a finished operation
 */

/**
 * @typedef {object} Score what is played
 * @property {readonly { duration: number, pause: number, gate: string, channel?: string | null }[]} operations
 * @property {number} steps
 * @property {boolean} backward the layer reads from the end
 */

/**
 * @param {Score} score
 * @param {number} step
 * @param {number} by steps of computing, negative: back
 * @returns {number | null} null beyond either end
 */
export function stepFrom({ steps, backward }, step, by) {
  const next = step + (backward ? -by : by);
  return next >= 0 && next < steps ? next : null;
}

/** @param {Score} score */
export const firstStep = ({ steps, backward }) => (backward ? steps - 1 : 0);

/**
 * The beginning of the operation that follows.
 *
 * @param {Score} score
 * @param {Moment} moment
 * @returns {Moment | null} null behind the last one of the sequence
 */
export function following(score, { step, operation }) {
  if (operation + 1 < score.operations.length) return { step, operation: operation + 1, u: 0, waited: 0 };
  const next = stepFrom(score, step, 1);
  return next === null ? null : { step: next, operation: 0, u: 0, waited: 0 };
}

/**
 * The end of the operation before.
 *
 * @param {Score} score
 * @param {Moment} moment
 * @returns {Moment | null} null before the first one
 */
export function preceding(score, { step, operation }) {
  if (operation > 0) return { step, operation: operation - 1, u: 1, waited: 0 };
  const before = stepFrom(score, step, -1);
  return before === null ? null : { step: before, operation: score.operations.length - 1, u: 1, waited: 0 };
}

/**
 * Let time pass.
 *
 * @param {Score} score
 * @param {Moment} moment
 * @param {number} milliseconds at speed 1
 * @param {(moment: Moment) => boolean} stopsAt whether to rest at the end of this operation
 * @returns {{ moment: Moment, rests: boolean }} rests: it came to a stop
 */
export function advance(score, moment, milliseconds, stopsAt) {
  let left = milliseconds;
  let now = moment;
  for (;;) {
    const operation = score.operations[now.operation];
    if (!operation) return { moment: now, rests: true };
    const needed = (1 - now.u) * operation.duration;
    if (left < needed) {
      return { moment: { ...now, u: now.u + left / operation.duration }, rests: false };
    }
    left -= needed;
    now = { ...now, u: 1 };
    if (stopsAt(now)) return { moment: { ...now, waited: 0 }, rests: true };
    const rest = operation.pause - now.waited;
    if (left < rest) return { moment: { ...now, waited: now.waited + left }, rests: false };
    left -= rest;
    const next = following(score, now);
    if (!next) return { moment: { ...now, waited: 0 }, rests: true };
    now = next;
  }
}

/**
 * Whether an operation is the last one of its gate.
 *
 * @param {Score} score
 * @param {number} operation
 */
export function endsGate({ operations }, operation) {
  return operations[operation]?.gate !== operations[operation + 1]?.gate;
}

/**
 * The moment at a place of the whole sequence, counted in operations in the order of computing.
 *
 * @param {Score} score
 * @param {number} position
 * @returns {Moment}
 */
export function momentAt(score, position) {
  const count = score.operations.length;
  const inside = clamp(position, 0, score.steps * count);
  const at = Math.min(Math.ceil(inside) - 1, score.steps * count - 1);
  const place = Math.max(at, 0);
  const order = Math.floor(place / count);
  return {
    step: score.backward ? score.steps - 1 - order : order,
    operation: place % count,
    u: inside - place,
    waited: 0,
  };
}

/**
 * The place of a moment in the whole sequence: the inverse of `momentAt`.
 *
 * @param {Score} score
 * @param {Pick<Moment, "step" | "operation" | "u">} moment
 */
export function positionOf(score, { step, operation, u }) {
  const order = score.backward ? score.steps - 1 - step : step;
  return order * score.operations.length + operation + u;
}
