/** The address bar as one more subscriber: it follows the state, and a new hash is followed back. */

import { layersOf } from "./asking.js";
import { sequenceOf } from "./examples.js";
import { readHash, withPlaceOf, writeHash } from "./url.js";

/** @typedef {import("./types.js").State} State */

/** Browsers refuse more than about a hundred changes of the address in half a minute. */
const PAUSE = 350;
/** Writing a sequence of more characters would be seen while the picture moves: it waits for the end. */
const LONG = 20_000;

/**
 * @typedef {object} Parts
 * @property {import("../core/store.js").Store<State>} store
 * @property {import("./url.js").NamesOf} names of the cell of a trace
 * @property {import("./opening.js").Opening} opening where to look first
 * @property {Pick<Location, "hash">} location
 * @property {(hash: string) => void} write replaces the hash without a new entry of history
 * @property {(run: () => void, ms: number) => () => void} delay
 * @property {(place: (trace: import("./types.js").TraceData) => Partial<State>) => void} later what to set when
 *   the next trace arrives
 * @property {(model: string) => import("./types.js").Example | undefined} exampleOf a network
 * @property {(state: State) => import("./types.js").StackInfo | null} stackOf what is shown
 */

/** @param {Parts} parts */
export function createLink({ store, names, opening, location, write, delay, later, exampleOf, stackOf }) {
  let cancel = () => {};
  let waiting = false;
  /** What was last taken from the address, or put there. */
  let known = "";
  /** @type {string | null} the link to a place whose trace is still on its way */
  let awaited = null;

  const flush = () => {
    const { playing, sequence } = store.get();
    waiting = playing && sequence.value.length > LONG;
    if (waiting) {
      cancel = delay(flush, PAUSE);
      return;
    }
    const state = store.get();
    const now = writeHash(state, names(state.trace));
    const hash = awaited === null ? now : withPlaceOf(now, awaited);
    known = hash;
    if (hash !== location.hash.slice(1)) write(hash);
  };

  store.subscribe((state, previous) => {
    if (state.trace !== previous.trace) awaited = null;
    if (waiting) return;
    waiting = true;
    cancel = delay(flush, PAUSE);
  });

  /** Whether the trace of what is selected has yet to come. @param {State} state */
  const onItsWay = ({ status: { kind } }) => kind === "loading" || (kind === "ready" && awaited !== null);

  return {
    /**
     * Take over what the address says. A position in a sequence that is not here waits for its trace.
     *
     * @param {string} [hash] what was asked for, where the address may have been written since
     */
    follow(hash = location.hash) {
      if (hash.slice(1) === known) return;
      known = hash.slice(1);
      cancel();
      waiting = false;
      const state = store.get();
      const { position, stack = null, ...rest } = read(hash, names(state.trace));
      const here = isHere(state, rest) && stack === state.stack;
      if (here && !onItsWay(state)) {
        return store.set({ ...without(rest), ...within(state, position, stackOf(state)) });
      }
      // A link that names a network only shows it with its own first example.
      const other = !here && rest.model !== state.model && !rest.sequence && rest.model;
      const example = other ? exampleOf(other) : undefined;
      awaited = hash.replace(/^#/, "");
      // Another cell has other operations and channels.
      later((trace) => {
        const wanted = read(hash, names(trace)).position;
        return other ? { ...opening(trace, example), ...wanted } : wanted;
      });
      if (here) store.set(without(rest));
      else store.set({ ...rest, ...(other ? { sequence: sequenceOf(example) } : {}), stack });
    },
    flush,
  };
}

/**
 * What a hash says, with the place within the trace by itself.
 *
 * @param {string} hash
 * @param {import("./url.js").Names} names
 * @returns {Partial<import("./url.js").Linked> & { position: Partial<State> }}
 */
function read(hash, names) {
  const { layer, direction, step, operation, u, unit, channel, ...rest } = readHash(hash, names);
  const position = defined({ layer, direction, step, operation, u, unit, channel });
  if (step !== undefined && operation !== undefined && u === undefined) position.u = 0;
  return { ...rest, position };
}

/**
 * @param {State} state
 * @param {Partial<State>} wanted
 */
function isHere(state, { model = state.model, sequence = state.sequence }) {
  return (
    model === state.model && sequence.kind === state.sequence.kind && sequence.value === state.sequence.value
  );
}

/** The network and the sequence are left as they are: they are the same. @param {Partial<State>} patch */
function without({ model: _model, sequence: _sequence, ...rest }) {
  return rest;
}

/**
 * A position, kept inside the trace. A layer of the stack that the trace does not hold may be asked for.
 *
 * @param {Pick<State, "trace">} state
 * @param {Partial<State>} position
 * @param {import("./types.js").StackInfo | null} [stack]
 * @returns {Partial<State>}
 */
export function within({ trace }, position, stack = null) {
  const step = position.step === undefined ? {} : { step: Math.min(position.step, (trace?.length ?? 1) - 1) };
  const held = trace?.layers ?? [];
  const { layer = 0, direction = "forward", ...rest } = position;
  const isIt = (/** @type {{ index: number, direction: string }} */ one) =>
    one.index === layer && one.direction === direction;
  const there = held.find(isIt) ?? layersOf(stack).find(isIt) ?? held[0];
  const units = (held.find(isIt) ?? held[0])?.units.length ?? 1;
  const unit = position.unit === undefined ? {} : { unit: Math.min(position.unit, units - 1) };
  return { ...rest, ...step, ...unit, layer: there?.index ?? 0, direction: there?.direction ?? "forward" };
}

/**
 * @param {Partial<State>} patch
 * @returns {Partial<State>} without the fields that are undefined
 */
function defined(patch) {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
