/** A sequence to begin with, for a network that nobody gave examples. Pure, and the same every time. */

/** @typedef {import("./types.js").Example} Example */

/** Rows of a wave: few where each is long, so that a link to it can still be copied. */
const STEPS = Object.freeze({ few: 6, many: 24 });
/** Above this many inputs rows are long. */
const LONG = 24;
const IDS = 12;

/**
 * Numbers for the first layer of a stack.
 *
 * @param {number} inputs
 * @returns {Example}
 */
export const madeUpNumbers = (inputs) => ({ title: "", made: "values", values: wave(inputs) });

/**
 * Ids spread over a vocabulary.
 *
 * @param {number} size of it
 * @returns {Example}
 */
export const madeUpIds = (size) => ({ title: "", made: "token_ids", token_ids: someIds(size) });

/**
 * Each input is a wave of its own length, so that no two say the same.
 *
 * @param {number} inputs
 * @returns {number[][]} in one or two decimals
 */
export function wave(inputs) {
  const long = inputs > LONG;
  const digits = long ? 1 : 2;
  return Array.from({ length: long ? STEPS.few : STEPS.many }, (_, step) =>
    Array.from({ length: inputs }, (_, k) => {
      const turns = (step + 1) / (5 + (k % 7)) + k / 5;
      return Number(Math.sin(2 * Math.PI * turns).toFixed(digits)) + 0;
    }),
  );
}

/** @param {number} size */
export function someIds(size) {
  const count = Math.min(IDS, Math.max(1, size));
  return Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * size) / count));
}

/** Sentences that most vocabularies of their language know much of. */
export const SENTENCES = Object.freeze([
  "the night was not cold, but the sea was grey and very still.",
  "今天天气很好，但是我不想出门。",
]);
/** A sentence is shown where at least this share of it is known. */
const KNOWN = 0.7;

/**
 * The part of a sentence that a vocabulary knows.
 *
 * @param {readonly { text: string, known: boolean }[]} tokens
 * @param {"characters" | "words"} kind
 * @returns {string | null} null where it knows too little
 */
export function knownText(tokens, kind) {
  const known = tokens.filter(({ known }) => known).map(({ text }) => text);
  if (known.length < 3 || known.length < KNOWN * tokens.length) return null;
  return entriesText(known, kind);
}

/**
 * Entries of a vocabulary as a text.
 *
 * @param {readonly string[]} entries
 * @param {"characters" | "words"} kind
 */
export function entriesText(entries, kind) {
  return entries.join(kind === "characters" ? "" : " ");
}

/** @param {string} text @returns {Example} */
export const madeUpText = (text) => ({ title: "", made: "text", text });
