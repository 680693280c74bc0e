/** Everything a reader can do, as functions over the store. Views call these and nothing else. */

import { clamp } from "../core/scale.js";
import { shownLayer, shownModel, unitCount } from "./selectors.js";
import { csv, SPEEDS } from "./state.js";
import { rowOf } from "./trace.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Place} Place */
/** @typedef {import("./types.js").Example} Example */
/** @typedef {"json" | "csv" | "npz" | "svg" | "png"} FileKind */
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
 * @property {(kind: FileKind) => Promise<void>} save
 * @property {() => string} address the link to what is shown
 * @property {(channel: string) => number} operationOf the operation after which a channel's values stand
 */

/** @typedef {ReturnType<typeof createActions>} Actions */

/** @param {Parts} parts */
export function createActions({ store, boot, player, reload, save, address, operationOf }) {
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
    seek: player.show,
    scrub: player.seek,
    ...selectionActions(store, player, operationOf),
    ...sequenceActions(store, boot, player),
    /** @param {string | null} panel */
    openPanel: (panel) => store.set({ panel }),
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

/**
 * @param {Parts["store"]} store
 * @param {Parts["boot"]} boot
 * @param {Player} player
 */
function sequenceActions(store, boot, player) {
  /** @param {Partial<State>} patch */
  const start = (patch) => {
    player.pause();
    store.set({ layer: 0, direction: "forward", hover: null, ...patch });
  };
  return {
    /** @param {string} value */
    type: (value) => {
      player.pause();
      store.set({ sequence: { ...store.get().sequence, value } });
    },
    /** @param {Example} example */
    useExample: (example) => start({ sequence: sequenceOf(example), step: 0, operation: 0, u: 0 }),
    /** @param {string} model */
    chooseModel: (model) => {
      const first = boot.cards[model]?.examples?.[0] ?? shownModel(boot, { model })?.examples[0];
      start({
        model,
        stack: null,
        step: 0,
        operation: 0,
        u: 0,
        unit: 0,
        probes: [0, 1, 2],
        panel: null,
        sequence: first ? sequenceOf(first) : { kind: "text", value: "" },
      });
    },
    /**
     * From words to the numbers they became, and back.
     *
     * @param {"text" | "values"} kind
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
 * @param {Example} example
 * @returns {import("./types.js").Sequence}
 */
export function sequenceOf({ text, tokens, values }) {
  if (values) return { kind: "values", value: csv(values) };
  return { kind: "text", value: text ?? tokens?.join(" ") ?? "" };
}

/**
 * The units drawn large: the chosen one is always among them.
 *
 * @param {readonly number[]} probes
 * @param {number} unit
 * @param {number} count
 * @returns {readonly number[]}
 */
function probesWith(probes, unit, count) {
  const kept = probes.filter((probe) => probe < count);
  if (kept.includes(unit)) return kept.length === probes.length ? probes : kept;
  return [...kept.slice(-2), unit].sort((a, b) => a - b);
}

/**
 * @param {Place | null} a
 * @param {Place | null} b
 */
export function samePlace(a, b) {
  return a === b || (!!a && !!b && a.channel === b.channel && a.step === b.step && a.unit === b.unit);
}
