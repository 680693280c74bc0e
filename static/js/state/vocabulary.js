/** A vocabulary as people have it: a JSON list, a JSON map to ids, or one entry a line. Pure. */

/** @typedef {{ value: readonly string[] | Readonly<Record<string, number>>, size: number }} Vocabulary */
/** @typedef {{ code: string, args: Record<string, string | number> }} Refusal */

/**
 * @param {string} text
 * @returns {{ vocabulary: Vocabulary, refused?: undefined } | { refused: Refusal, vocabulary?: undefined }}
 */
export function readVocabulary(text) {
  const plain = text.replace(/^\uFEFF/, "");
  if (plain.trim() === "") return refuse("empty");
  if (!/^\s*[[{]\s*("|\]|\}|\d)/.test(plain)) return fromLines(plain);
  try {
    return fromJson(JSON.parse(plain));
  } catch (error) {
    // A text of lines may begin with a bracket: a vocabulary of characters often does.
    if (/^\s*[[{]\s*\n/.test(plain)) return fromLines(plain);
    return refuse("not_json", { reason: error instanceof Error ? error.message.slice(0, 90) : "" });
  }
}

/**
 * One entry a line: the line's number is the id. A single space is an entry too; the last line break is none.
 *
 * @param {string} text
 */
function fromLines(text) {
  const lines = text.replaceAll(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return fromList(lines);
}

/** @param {unknown} json */
function fromJson(json) {
  if (Array.isArray(json)) return fromList(json);
  if (typeof json !== "object" || json === null) return refuse("neither");
  const pairs = Object.entries(json);
  if (pairs.length === 0) return refuse("empty");
  if (pairs.every(([, id]) => Number.isInteger(id) && id >= 0)) return checked(json, pairs.length);
  // Ids to entries, as some programs keep them: turned round.
  if (pairs.every(([id, entry]) => /^\d+$/.test(id) && typeof entry === "string")) {
    const entries = pairs.map(([, entry]) => String(entry));
    if (new Set(entries).size < entries.length) return refuse("twice", { entry: twice(entries) });
    return checked(Object.fromEntries(pairs.map(([id, entry]) => [entry, Number(id)])), pairs.length);
  }
  return refuse("no_ids");
}

/** @param {readonly unknown[]} list */
function fromList(list) {
  if (list.length === 0) return refuse("empty");
  const wrong = list.findIndex((entry) => typeof entry !== "string" || entry === "");
  if (wrong >= 0) return refuse("not_text", { place: wrong + 1 });
  const entries = /** @type {string[]} */ (list);
  if (new Set(entries).size < entries.length) return refuse("twice", { entry: twice(entries) });
  return checked(entries, entries.length);
}

/** @param {any} value @param {number} size */
const checked = (value, size) => ({ vocabulary: { value, size } });

/** The first that comes twice. @param {readonly string[]} entries */
const twice = (entries) => (entries.find((entry, k) => entries.indexOf(entry) < k) ?? "").slice(0, 40);

/**
 * @param {string} code names the words: "vocabulary.<code>"
 * @param {Record<string, string | number>} [args]
 */
const refuse = (code, args = {}) => ({ refused: { code, args } });
