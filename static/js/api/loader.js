/**
 * Keeps the trace, what the head should have said, and the weights in step with the selection: a subscriber that
 * asks again when the network or the sequence changed. A newer question aborts the one under way; on an error the
 * old trace stays. A sequence that comes together with its trace is not asked for again.
 */

import { isValue, limitsFor, traceRequest } from "../state/asking.js";
import { within } from "../state/link.js";
import { isOwnId } from "../state/own.js";
import { shownLayer, shownModel, shownStack } from "../state/selectors.js";
import { checkSequence } from "../state/sequence.js";
import { decodeTrace } from "../state/trace.js";
import { decodeWeights, holds, unitToAsk } from "../state/weights.js";
import { statusOf } from "./status.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Boot} Boot */
/** @typedef {import("../state/types.js").TraceData} TraceData */
/** @typedef {import("../core/store.js").Store<State>} Store */
/** @typedef {import("../state/types.js").StackInfo | null} Stack */

/** Typing pauses this long before a trace is asked, in ms. */
const PAUSE = 90;

/**
 * @param {{ store: Store, client: Pick<import("./client.js").Client, "trace" | "truth" | "weights">, boot: Boot,
 *   channels: (stack: Stack) => readonly string[], names: import("../state/url.js").NamesOf,
 *   delay: (run: () => void, ms: number) => () => void,
 *   learn?: (id: string, signal: AbortSignal) => Promise<void>,
 *   fetchCell?: (name: string) => Promise<unknown> | null }} parts `learn`: of a network that the page does not know,
 *   and of a sequence to show it with; `fetchCell`: what draws a cell, null where it is here
 */
export function createLoader({ store, client, boot, channels, names, delay, learn, fetchCell }) {
  /** @type {AbortController | null} */
  let asking = null;
  let cancelPause = () => {};
  /** @type {((trace: TraceData) => Partial<State>) | null} */
  let place = null;
  const drop = () => {
    cancelPause();
    asking?.abort();
  };

  /** Ask for the trace now, and for the weights where they are not held. */
  const load = async () => {
    drop();
    const controller = new AbortController();
    asking = controller;
    if (isUnheard(store.get(), boot) && !(await learned(controller.signal))) return;
    const state = store.get();
    const stack = shownStack(boot, state);
    const coming = fetchCell?.(stack?.cell ?? "lstm");
    if (coming && !(await arrives(coming, controller.signal))) return;
    const limits = limitsFor(boot.limits, stack, channels(stack).filter(isValue).length);
    const checked = checkSequence(state.sequence, stack?.input_size ?? 0, limits);
    if (checked.error) return store.set({ status: checked.error });
    store.set({ status: { kind: "loading" } });
    try {
      const [trace, truth, weights] = await Promise.all([
        client.trace(traceRequest(state, boot, checked.body, channels), controller.signal),
        askTruth(client, boot, { model: state.model, ...checked.body }, controller.signal),
        missingWeights(state, stack) ? askWeights(controller.signal) : null,
      ]);
      const arrived = decodeTrace(trace);
      // Somebody has completed the network meanwhile: what is known of it goes with what it computed before.
      if (isOwnId(state.model) && arrived.digest !== shownModel(boot, state)?.digest) {
        await learn?.(state.model, controller.signal);
      }
      if (controller.signal.aborted) return;
      arrive(
        store,
        { trace: arrived, truth, ...(weights && { weights }) },
        place?.(arrived) ?? {},
        names(arrived),
        stack,
      );
      place = null;
    } catch (error) {
      if (!controller.signal.aborted) store.set({ status: statusOf(error, boot, state.model) });
    }
  };

  /** Ask of a network that the page does not know: whether it is there. @param {AbortSignal} signal */
  const learned = async (signal) => {
    const { model } = store.get();
    if (!learn || !isOwnId(model)) {
      store.set({ status: { kind: "error", code: "unknown_model" } });
      return false;
    }
    store.set({ status: { kind: "loading" } });
    try {
      await learn(model, signal);
      return !signal.aborted && shownModel(boot, store.get()) !== null;
    } catch (error) {
      if (!signal.aborted) store.set({ status: statusOf(error, boot, model) });
      return false;
    }
  };

  /** Wait for what draws a cell. @param {Promise<unknown>} cell @param {AbortSignal} signal */
  const arrives = async (cell, signal) => {
    store.set({ status: { kind: "loading" } });
    const here = await cell.then(
      () => true,
      () => false,
    );
    if (!here && !signal.aborted) store.set({ status: { kind: "error", code: "offline", retry: true } });
    return here && !signal.aborted;
  };

  /** @param {AbortSignal} signal */
  const askWeights = async (signal) => {
    const state = store.get();
    const stack = shownStack(boot, state);
    const unit = stack ? unitToAsk(stack, state.unit) : null;
    const { layer, direction } = state;
    const query = { stack: stack?.name ?? null, layer, direction, unit };
    return decodeWeights(await client.weights(state.model, query, signal));
  };

  const loadWeights = async () => {
    const controller = new AbortController();
    try {
      const weights = await askWeights(controller.signal);
      const { layer, direction, unit } = store.get();
      if (holds(weights, layer, direction, unit)) store.set({ weights });
    } catch (error) {
      store.set({ status: statusOf(error, boot) });
    }
  };

  const unsubscribe = store.subscribe((state, previous) => {
    if (state.model !== previous.model || state.stack !== previous.stack) load();
    else if (state.sequence !== previous.sequence && state.trace !== previous.trace) {
      drop();
      if (!state.weights) loadWeights();
    } else if (state.sequence !== previous.sequence) {
      drop();
      cancelPause = delay(load, PAUSE);
    } else if (needsOtherLayer(state, previous)) load();
    else if (needsOtherWeights(state, previous)) loadWeights();
  });

  return {
    load,
    /** Where to stand when the next trace arrives; null: here. @param {typeof place} wanted */
    later: (wanted) => {
      place = wanted;
    },
    stop() {
      unsubscribe();
      drop();
    },
  };
}

/**
 * What the head should say at each step, where there is a rule for it. A trace is worth showing without it, so a
 * refusal says nothing.
 *
 * @param {Pick<import("./client.js").Client, "truth">} client
 * @param {Boot} boot
 * @param {{ model: string, text?: string, values?: number[][], token_ids?: number[] }} request
 * @param {AbortSignal} signal
 * @returns {Promise<import("../state/types.js").Truth | null>}
 */
export async function askTruth(client, boot, request, signal) {
  if (!boot.cards[request.model]?.truth) return null;
  return client.truth(request, signal).catch(() => null);
}

/** @param {State} state @param {Stack} stack */
function missingWeights({ weights, layer, direction, unit, trace, model }, stack) {
  const others = trace?.model !== model || trace.stack !== stack?.name;
  return others || !holds(weights, layer, direction, unit);
}

/**
 * Whether the page does not know the network shown, or not what to show it with.
 *
 * @param {State} state
 * @param {Boot} boot
 */
function isUnheard(state, boot) {
  const { model, sequence, own } = state;
  return !shownModel(boot, state) || (isOwnId(model) && sequence.value === "" && !own.examples[model]);
}

/**
 * Whether another layer is shown, and the trace does not hold it: of a large network only one comes at a time.
 *
 * @param {State} state
 * @param {State} previous
 */
function needsOtherLayer(state, previous) {
  const moved = state.layer !== previous.layer || state.direction !== previous.direction;
  return moved && state.trace?.model === state.model && !shownLayer(state);
}

/**
 * @param {State} state
 * @param {State} previous
 */
function needsOtherWeights(state, previous) {
  const { layer, direction, unit, weights } = state;
  const moved = layer !== previous.layer || direction !== previous.direction || unit !== previous.unit;
  return moved && state.status.kind !== "loading" && !holds(weights, layer, direction, unit);
}

/**
 * Show a new trace; the place stays where it is, or moves to the one wanted, as far as it exists: another cell has
 * other channels and begins its step anew.
 *
 * @param {Store} store
 * @param {Partial<State> & { trace: TraceData }} arrived the trace and what came with it
 * @param {Partial<State>} wanted
 * @param {import("../state/url.js").Names} names of its cell
 * @param {Stack} [stack]
 */
export function arrive(store, arrived, wanted, { channels, operations }, stack = null) {
  const { layer, direction, step, unit, channel, trace, ...now } = store.get();
  const other = trace && trace.cell !== arrived.trace.cell;
  const begin = other || now.operation >= operations.length ? { operation: 0, u: 0 } : {};
  const chosen = wanted.channel ?? channel;
  const place = within(
    arrived,
    {
      layer,
      direction,
      step,
      unit,
      ...begin,
      ...wanted,
      channel: channels.includes(chosen) ? chosen : (channels[0] ?? ""),
    },
    stack,
  );
  store.set({ drawn: null, ...arrived, ...place, hover: null, status: { kind: "ready" } });
}
