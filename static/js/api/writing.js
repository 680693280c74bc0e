/**
 * Lets the network write on. Text, trace and truth come into the store at once; what the reader types meanwhile
 * goes before, and an error leaves everything as it is.
 */

import { traceRequest } from "../state/asking.js";
import { decodeTrace } from "../state/trace.js";
import { arrive, askTruth } from "./loader.js";

/** @typedef {import("../state/types.js").State} State */

/**
 * @param {{ store: import("../core/store.js").Store<State>, client: Pick<import("./client.js").Client, "sample" | "truth">,
 *   boot: import("../state/types.js").Boot, channels: (stack: import("../state/types.js").StackInfo | null) => readonly string[],
 *   names: import("../state/url.js").NamesOf }} parts
 * @returns {(wanted: import("../state/types.js").Writing, signal: AbortSignal) => Promise<void>}
 */
export function createWriter({ store, client, boot, channels, names }) {
  return async ({ again = false, ...options }, signal) => {
    const state = store.get();
    const text = again && state.drawn ? state.drawn.text : state.sequence.value;
    const overtaken = new AbortController();
    const leave = store.subscribe(({ model, sequence }) => {
      if (model !== state.model || sequence !== state.sequence) overtaken.abort();
    });
    const either = AbortSignal.any([signal, overtaken.signal]);
    const request = traceRequest(state, boot, { text }, channels, options.length);
    try {
      const answer = await client.sample({ ...request, ...options }, either);
      const truth = await askTruth(client, boot, { model: state.model, text: answer.text }, either);
      if (either.aborted) return;
      leave();
      const { begins_at: from, temperature, seed, stopped } = answer;
      const trace = decodeTrace(answer.trace);
      const drawn = { from, temperature, seed, stopped, text };
      const sequence = { ...state.sequence, value: answer.text };
      // Written before the first trace of this network came: the weights held are those of the one before.
      const weights = store.get().trace?.model === trace.model ? {} : { weights: null };
      arrive(
        store,
        { trace, truth, drawn, sequence, ...weights },
        { step: from, operation: 0, u: 0 },
        names(trace),
      );
    } catch (error) {
      if (!overtaken.signal.aborted) throw error;
    } finally {
      leave();
    }
  };
}
