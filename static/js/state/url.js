/**
 * The whole selection in the URL's hash, read and written from one table. Numbers are those of the API:
 * steps, layers and units from 0.
 */

import { SPEEDS } from "./state.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {Pick<State, "model" | "stack" | "sequence" | "layer" | "direction" | "step" | "operation" | "u" | "unit" |
 *   "channel" | "probes" | "panel" | "overview" | "language" | "theme" | "speed" | "loop" | "stopAtGate">} Linked */

/** @typedef {{ operations: readonly string[], channels: readonly string[] }} Names of the cell shown, in order */
/** @typedef {(trace: import("./types.js").TraceData | null) => Names} NamesOf the cell of a trace */

/**
 * @typedef {object} Field
 * @property {string} key in the hash
 * @property {(state: Linked, names: Names) => string | null} write null: left out
 * @property {(text: string, names: Names) => Partial<Linked> | null} read null: not understood
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
 * @param {import("./types.js").Sequence["kind"]} kind
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

const FIRST = [0, 1, 2];
const PANELS = ["arithmetic", "networks", "file", "save", "help", "table"];

/** @type {readonly Field[]} */
export const FIELDS = Object.freeze([
  {
    key: "m",
    write: ({ model }) => model,
    read: (text) => (/^[\w-]{1,80}$/.test(text) ? { model: text } : null),
  },
  {
    key: "k",
    write: ({ stack }) => stack,
    read: (text) => (text.length > 0 && text.length <= 200 ? { stack: text } : null),
  },
  sequence("text", "text"),
  sequence("ids", "token_ids"),
  sequence("values", "values"),
  count("l", "layer", 0),
  choice("d", "direction", ["forward", "backward"], "forward"),
  count("s", "step"),
  {
    key: "op",
    write: ({ operation }, { operations }) => operations[operation] ?? null,
    read: (text, { operations }) =>
      operations.includes(text) ? { operation: operations.indexOf(text) } : null,
  },
  {
    key: "at",
    write: ({ u }) => (u === 0 ? null : String(Math.round(u * 1000) / 1000)),
    read: (text) => (/^(0(\.\d{1,3})?|1)$/.test(text) ? { u: Number(text) } : null),
  },
  count("u", "unit"),
  {
    key: "c",
    write: ({ channel }) => channel,
    read: (text, { channels }) => (channels.includes(text) ? { channel: text } : null),
  },
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
 * @param {Names} names
 * @returns {string} without "#"
 */
export function writeHash(state, names) {
  const pairs = new URLSearchParams();
  for (const { key, write } of FIELDS) {
    const text = write(state, names);
    if (text !== null) pairs.set(key, text);
  }
  return pairs.toString();
}

/**
 * What a hash says; a field that is missing or not understood says nothing.
 *
 * @param {string} hash with or without "#"
 * @param {Names} names
 * @returns {Partial<Linked>}
 */
export function readHash(hash, names) {
  const pairs = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {Partial<Linked>} */
  const patch = {};
  for (const { key, read } of FIELDS) {
    const text = pairs.get(key);
    if (text !== null) Object.assign(patch, read(text, names));
  }
  return patch;
}

/** The keys of what depends on the trace. */
const PLACE = Object.freeze(["l", "d", "s", "op", "at", "u", "c"]);

/**
 * A hash whose place is that of another: the one that a link asked for, while its trace is on its way.
 *
 * @param {string} hash
 * @param {string} other
 */
export function withPlaceOf(hash, other) {
  const [pairs, wanted] = [hash, other].map((text) => new URLSearchParams(text));
  for (const key of PLACE) {
    const text = wanted?.get(key) ?? null;
    if (text !== null) pairs?.set(key, text);
  }
  return String(pairs);
}
