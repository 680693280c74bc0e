/** Everything a reader can do, as functions over the store. Views call these and nothing else. */

import { clamp } from "../core/scale.js";
import { firstExample, sequenceOf } from "./examples.js";
import { probesWith, shownLayer, unitCount } from "./selectors.js";
import { csv, SPEEDS } from "./state.js";
import { rowOf } from "./trace.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").TraceData} TraceData */
/** @typedef {import("./types.js").Example} Example */
/** @typedef {"json" | "csv" | "npz" | "svg" | "png" | "webm"} FileKind */
/** @typedef {import("../core/task.js").Watch} Watch */
/**
 * @typedef {object} Player
 * @property {() => void} play
 * @property {() => void} pause
 * @property {() => void} toggle
 * @property {() => void} nextOperation
 * @property {() => void} previousOperation
 * @property {() => void} nextStep
 * @property {() => void} previousStep
 * @property {() => void} first
 * @property {() => void} last
 * @property {(position: number) => void} seek in operations of the whole sequence
 * @property {(moment: { step?: number, operation?: number, u?: number }) => void} show
 */
/**
 * @typedef {object} Parts
 * @property {import("../core/store.js").Store<State>} store
 * @property {import("./types.js").Boot} boot
 * @property {Player} player
 * @property {() => void} reload ask for the trace again
 * @property {(kind: FileKind, watch: Watch) => Promise<void>} save
 * @property {() => string} address the link to what is shown
 * @property {(place: ((trace: TraceData) => Partial<State>) | null) => void} later where to stand in the next trace
 * @property {(wanted: import("./types.js").Writing, signal: AbortSignal) => Promise<void>} writeOn
 * @property {(channel: string) => number} operationOf the operation after which a channel's values stand
 * @property {() => string} memory the channel that carries it
 * @property {import("./opening.js").Opening} opening where to look first
 * @property {() => Promise<import("./own_actions.js").OwnActions>} own what is done with networks of readers
 */

/** @typedef {ReturnType<typeof createActions>} Actions */

/** @param {Parts} parts */
export function createActions(parts) {
  const { store, player, reload, save, address, operationOf, memory, own } = parts;
  const { pause, toggle, nextOperation, previousOperation, nextStep, previousStep, first, last } = player;
  return {
    pause,
    toggle,
    nextOperation,
    previousOperation,
    nextStep,
    previousStep,
    first,
    last,
    save,
    address,
    reload,
    own,
    seek: player.show,
    scrub: player.seek,
    ...selectionActions(store, player, operationOf),
    ...sequenceActions(parts),
    ...writingActions(parts),
    /** @param {string | null} panel */
    openPanel: (panel) => store.set({ panel }),
    /** The text begins with what the memory holds. @param {State["overview"]} overview */
    setOverview: (overview) =>
      store.set(overview === "text" ? { overview, channel: memory() } : { overview }),
    /** @param {import("./types.js").Language} language */
    setLanguage: (language) => store.set({ language }),
    /** @param {import("./types.js").ThemeChoice} theme */
    setTheme: (theme) => store.set({ theme }),
    /** @param {number} speed */
    setSpeed: (speed) => store.set({ speed }),
    /** @param {1 | -1} by one place faster or slower */
    changeSpeed: (by) => {
      const at = SPEEDS.indexOf(store.get().speed) + by;
      store.set({ speed: SPEEDS[clamp(at, 0, SPEEDS.length - 1)] ?? 1 });
    },
    toggleLoop: () => store.set({ loop: !store.get().loop }),
    toggleStopAtGate: () => store.set({ stopAtGate: !store.get().stopAtGate }),
  };
}

/**
 * @param {Parts["store"]} store
 * @param {Player} player
 * @param {Parts["operationOf"]} operationOf
 */
function selectionActions(store, player, operationOf) {
  /** @param {number} unit */
  const chooseUnit = (unit) => {
    const state = store.get();
    const layer = shownLayer(state);
    const count = layer ? unitCount(layer, state.channel) : 1;
    const chosen = clamp(unit, 0, Math.max(0, count - 1));
    store.set({ unit: chosen, probes: probesWith(state.probes, chosen, count) });
  };
  return {
    chooseUnit,
    /** @param {string} channel */
    chooseChannel: (channel) => {
      store.set({ channel });
      chooseUnit(store.get().unit);
    },
    /**
     * Look at a unit that carries something.
     *
     * @param {Pick<State, "unit" | "channel" | "probes">} look
     */
    lookAt: ({ unit, channel, probes }) => {
      store.set({ layer: 0, direction: "forward", hover: null, channel, probes });
      chooseUnit(unit);
    },
    /** @param {Place | null} hover */
    point: (hover) => {
      if (!samePlace(store.get().hover, hover)) store.set({ hover });
    },
    /**
     * Go to a number: its channel and unit are chosen, the picture stands where it has just been made.
     *
     * @param {Place} place
     */
    visit: ({ channel, step, unit }) => {
      player.pause();
      store.set({ channel, hover: null });
      chooseUnit(unit);
      player.show({ step, operation: operationOf(channel), u: 1 });
    },
    /**
     * @param {number} layer
     * @param {import("./types.js").Direction} direction
     */
    chooseLayer: (layer, direction) => {
      store.set({ layer, direction, hover: null });
      chooseUnit(store.get().unit);
    },
  };
}

/** @param {Pick<Parts, "store" | "boot" | "player" | "later" | "opening" | "own">} parts */
function sequenceActions({ store, boot, player, later, opening, own }) {
  /** @param {Example | undefined} example @param {Partial<State>} patch */
  const start = (example, patch) => {
    player.pause();
    later((trace) => opening(trace, example));
    store.set({ layer: 0, direction: "forward", hover: null, ...patch });
  };
  return {
    /** @param {string} value */
    type: (value) => {
      player.pause();
      later(null);
      store.set({ sequence: { ...store.get().sequence, value } });
    },
    /** @param {Example} example */
    useExample: (example) => start(example, { sequence: sequenceOf(example) }),
    /** @param {string} model */
    chooseModel: (model) => {
      const state = store.get();
      const first = firstExample(boot, { ...state, model });
      if (!first && state.own.models.some(({ id }) => id === model)) {
        own().then(({ openOwn }) => openOwn(model));
        return;
      }
      start(first, { model, stack: null, probes: [0, 1, 2], panel: null, sequence: sequenceOf(first) });
    },
    /**
     * From words to the numbers they became, and back.
     *
     * @param {State["sequence"]["kind"]} kind
     */
    setKind: (kind) => {
      const { sequence } = store.get();
      if (sequence.kind === kind) return;
      const numbers = kind === "values" ? csv(inputRows(store.get())) : null;
      player.pause();
      store.set({ sequence: { kind, value: numbers ?? sequence.other ?? "", other: sequence.value } });
    },
  };
}

/** @param {Pick<Parts, "store" | "player" | "later" | "writeOn">} parts */
function writingActions({ store, player, later, writeOn }) {
  return {
    /**
     * Let the network write on; on success the picture stands where it began.
     *
     * @param {import("./types.js").Writing} wanted
     * @param {Watch} watch
     */
    writeOn: (wanted, { signal }) => {
      player.pause();
      return writeOn(wanted, signal);
    },
    /** The text as it was before the network wrote on. */
    undoWriting: () => {
      const { drawn, sequence } = store.get();
      if (!drawn) return;
      player.pause();
      later(null);
      store.set({ sequence: { ...sequence, value: drawn.text } });
    },
  };
}

/**
 * The numbers the first layer saw.
 *
 * @param {State} state
 * @returns {number[][]}
 */
function inputRows({ trace }) {
  const input = trace?.layers[0]?.channels.input;
  if (!input) return [];
  return Array.from({ length: input.shape[0] ?? 0 }, (_, step) => [...rowOf(input, step)].map(shortest));
}

/** The shortest decimal of a float32. @param {number} value */
function shortest(value) {
  return Number(value.toPrecision(7));
}

/**
 * @param {Place | null} a
 * @param {Place | null} b
 */
export function samePlace(a, b) {
  return a === b || (!!a && !!b && a.channel === b.channel && a.step === b.step && a.unit === b.unit);
}
