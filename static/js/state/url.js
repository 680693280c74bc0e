/**
 * The whole selection in the URL's hash, read and written from one table. Numbers are those of the API:
 * steps, layers and units from 0.
 */

import { SPEEDS } from "./state.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {Pick<State, "model" | "sequence" | "layer" | "direction" | "step" | "operation" | "u" | "unit" |
 *   "channel" | "probes" | "panel" | "overview" | "language" | "theme" | "speed" | "loop" | "stopAtGate">} Linked */

/**
 * @typedef {object} Field
 * @property {string} key in the hash
 * @property {(state: Linked, operations: readonly string[]) => string | null} write null: left out
 * @property {(text: string, operations: readonly string[]) => Partial<Linked> | null} read null: not understood
 */

/**
 * @template {keyof Linked} K
 * @param {string} key
 * @param {K} name
 * @param {readonly Linked[K][]} choices
 * @param {Linked[K]} [silent] the choice that is left out
 * @returns {Field}
 */
function choice(key, name, choices, silent) {
  return {
    key,
    write: (state) => (state[name] === silent ? null : String(state[name])),
    read: (text) => {
      const found = choices.find((one) => String(one) === text);
      return found === undefined ? null : /** @type {Partial<Linked>} */ ({ [name]: found });
    },
  };
}

/**
 * @param {string} key
 * @param {"layer" | "step" | "unit"} name
 * @param {number} [silent]
 * @returns {Field}
 */
function count(key, name, silent) {
  return {
    key,
    write: (state) => (state[name] === silent ? null : String(state[name])),
    read: (text) => (/^\d{1,6}$/.test(text) ? { [name]: Number(text) } : null),
  };
}

/**
 * @param {string} key
 * @param {"text" | "values"} kind
 * @returns {Field}
 */
function sequence(key, kind) {
  return {
    key,
    write: ({ sequence: { kind: now, value } }) => (now === kind ? value : null),
    read: (value) => ({ sequence: { kind, value } }),
  };
}

/**
 * @param {string} key
 * @param {"loop" | "stopAtGate"} name
 * @param {boolean} silent
 * @returns {Field}
 */
function flag(key, name, silent) {
  return {
    key,
    write: (state) => (state[name] === silent ? null : state[name] ? "1" : "0"),
    read: (text) => (text === "0" || text === "1" ? { [name]: text === "1" } : null),
  };
}

const CHANNELS = ["forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state"];
const FIRST = [0, 1, 2];
const PANELS = ["arithmetic", "networks", "save", "help", "table"];

/** @type {readonly Field[]} */
export const FIELDS = Object.freeze([
  {
    key: "m",
    write: ({ model }) => model,
    read: (text) => (/^[\w-]{1,80}$/.test(text) ? { model: text } : null),
  },
  sequence("text", "text"),
  sequence("values", "values"),
  count("l", "layer", 0),
  choice("d", "direction", ["forward", "backward"], "forward"),
  count("s", "step"),
  {
    key: "op",
    write: ({ operation }, operations) => operations[operation] ?? null,
    read: (text, operations) => (operations.includes(text) ? { operation: operations.indexOf(text) } : null),
  },
  {
    key: "at",
    write: ({ u }) => (u === 0 ? null : String(Math.round(u * 1000) / 1000)),
    read: (text) => (/^(0(\.\d{1,3})?|1)$/.test(text) ? { u: Number(text) } : null),
  },
  count("u", "unit"),
  choice("c", "channel", CHANNELS),
  {
    key: "p",
    write: ({ probes }) => (probes.join() === FIRST.join() ? null : probes.join()),
    read: (text) => (/^\d{1,6}(,\d{1,6}){0,2}$/.test(text) ? { probes: text.split(",").map(Number) } : null),
  },
  choice("lang", "language", ["en", "zh"]),
  choice("speed", "speed", SPEEDS, 1),
  flag("loop", "loop", false),
  flag("gate", "stopAtGate", true),
  choice("panel", "panel", PANELS, null),
  choice("o", "overview", ["lanes", "text"], "lanes"),
  choice("theme", "theme", ["auto", "light", "dark"], "auto"),
]);

/**
 * @param {Linked} state
 * @param {readonly string[]} operations ids, in order
 * @returns {string} without "#"
 */
export function writeHash(state, operations) {
  const pairs = new URLSearchParams();
  for (const { key, write } of FIELDS) {
    const text = write(state, operations);
    if (text !== null) pairs.set(key, text);
  }
  return pairs.toString();
}

/**
 * What a hash says; a field that is missing or not understood says nothing.
 *
 * @param {string} hash with or without "#"
 * @param {readonly string[]} operations ids, in order
 * @returns {Partial<Linked>}
 */
export function readHash(hash, operations) {
  const pairs = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {Partial<Linked>} */
  const patch = {};
  for (const { key, read } of FIELDS) {
    const text = pairs.get(key);
    if (text !== null) Object.assign(patch, read(text, operations));
  }
  return patch;
}
