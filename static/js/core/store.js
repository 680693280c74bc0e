/**
 * A store holds one small frozen object. `set` replaces it by a patched copy and tells the listeners,
 * each with the new and the previous value. A `set` from inside a listener is delivered after the round
 * in progress, so that every listener sees the same states in the same order.
 */

/**
 * @template {object} S
 * @typedef {object} Store
 * @property {() => Readonly<S>} get
 * @property {(patch: Partial<S>) => void} set
 * @property {(listener: (state: Readonly<S>, previous: Readonly<S>) => void) => () => void} subscribe
 *   answers the function that ends the subscription
 */

/**
 * @template {object} S
 * @param {S} initial
 * @returns {Store<S>}
 */
export function createStore(initial) {
  /** @type {Readonly<S>} */
  let state = Object.freeze({ ...initial });
  let delivered = state;
  let delivering = false;
  /** @type {Set<(state: Readonly<S>, previous: Readonly<S>) => void>} */
  const listeners = new Set();

  const deliver = () => {
    delivering = true;
    try {
      while (delivered !== state) {
        const previous = delivered;
        delivered = state;
        for (const listener of [...listeners]) listener(delivered, previous);
      }
    } finally {
      delivering = false;
    }
  };

  return {
    get: () => state,
    set(patch) {
      if (!changes(state, patch)) return;
      state = Object.freeze({ ...state, ...patch });
      if (!delivering) deliver();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * @template {object} S
 * @param {Readonly<S>} state
 * @param {Partial<S>} patch
 */
function changes(state, patch) {
  const keys = /** @type {(keyof S)[]} */ (Object.keys(patch));
  return keys.some((key) => !Object.is(state[key], patch[key]));
}
