/** How much of a trace the page asks for: all of a small network, the layer shown of a large one. Pure. */

import { shownStack } from "./selectors.js";

/** @typedef {import("./types.js").StackInfo} StackInfo */
/** @typedef {import("./types.js").State} State */

/** Preactivations come along up to this many numbers a channel. */
const PREACTIVATIONS_UP_TO = 100_000;
/** Up to this many numbers all layers and directions come at once, and changing between them needs no wait. */
const WHOLE = 500_000;
/** More numbers than this are not taken: a sequence may be so long as its one layer stays below. */
const MOST = 8_000_000;

/**
 * @param {StackInfo | null} stack
 * @param {number} length of the sequence in steps, or an upper bound of it
 * @param {number} channels that are asked for
 * @param {Pick<State, "layer" | "direction">} state
 * @returns {{ layers?: number[], directions?: string[] }} fields of the request; none: all of it
 */
export function partToAsk(stack, length, channels, { layer, direction }) {
  if (!stack) return {};
  const layers = stack.layers * (stack.bidirectional ? 2 : 1);
  if (layers === 1 || !(length * stack.hidden_size * channels * layers > WHOLE)) return {};
  // A link may name a layer that is not there.
  const there = layersOf(stack).some((one) => one.index === layer && one.direction === direction);
  return there ? { layers: [layer], directions: [direction] } : { layers: [0], directions: ["forward"] };
}

/**
 * The limits of a sequence for a stack: shorter ones for a wide stack.
 *
 * @template {{ steps: number }} L
 * @param {L} limits
 * @param {StackInfo | null} stack
 * @param {number} channels that are asked for
 * @returns {L}
 */
export function limitsFor(limits, stack, channels) {
  const steps = Math.floor(MOST / (Math.max(1, stack?.hidden_size ?? 1) * Math.max(1, channels)));
  return steps < limits.steps ? { ...limits, steps } : limits;
}

/**
 * Every layer and direction of a stack, in the order of computing.
 *
 * @param {StackInfo | null} stack
 * @returns {{ index: number, direction: import("./types.js").Direction }[]}
 */
export function layersOf(stack) {
  /** @type {import("./types.js").Direction[]} */
  const directions = stack?.bidirectional ? ["forward", "backward"] : ["forward"];
  return Array.from({ length: stack?.layers ?? 0 }, (_, index) =>
    directions.map((direction) => ({ index, direction })),
  ).flat();
}

/** A channel of its own, not a sum before one. @param {string} name */
export const isValue = (name) => !name.endsWith("_preactivation");

/**
 * The body of `POST /traces` for what is selected.
 *
 * @param {Pick<State, "model" | "own" | "stack" | "layer" | "direction">} state
 * @param {import("./types.js").Boot} boot
 * @param {import("./sequence.js").Body} sequence
 * @param {(stack: StackInfo | null) => readonly string[]} channels
 * @param {number} [more] steps to come
 */
export function traceRequest(state, boot, sequence, channels, more = 0) {
  const stack = shownStack(boot, state);
  const [what] = Object.values(sequence);
  const length = what.length + more;
  const small = length * (stack?.hidden_size ?? 0) <= PREACTIVATIONS_UP_TO;
  const wanted = channels(stack).filter((name) => small || isValue(name));
  const named = state.stack === null ? {} : { stack: state.stack };
  const part = partToAsk(stack, length, wanted.length, state);
  return { model: state.model, ...named, ...sequence, channels: wanted, ...part, encoding: "base64" };
}
