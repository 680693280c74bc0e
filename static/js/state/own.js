/** The networks that readers opened from files of their own, and what is known of each. Pure. */

/** @typedef {import("./types.js").Model} Model */
/** @typedef {import("./types.js").Bilingual} Bilingual */
/**
 * @typedef {object} Upload a file on its way to the server, or just refused
 * @property {string} name
 * @property {number} size in bytes
 * @property {number} share of it that has arrived, from 0 to 1; then the server reads
 * @property {Refusal | null} refused
 */
/**
 * @typedef {object} Refusal
 * @property {string} code names the words: "refused.<code>"
 * @property {string} message the server's own sentence
 * @property {string} hint what it says to do next
 * @property {Readonly<Record<string, string | number>>} [args]
 */
/**
 * @typedef {string | boolean} Choice
 *
 * @typedef {object} Parts what a file holds besides its recurrent layers, as `GET /models/{id}/parts` answers
 * @property {readonly { name: string, size: number, vectors: number, stack: string | null, chosen: boolean }[]} embeddings
 * @property {readonly { name: string, size: number, kind: string | null, stack: string | null, chosen: boolean }[]} outputs
 * @property {readonly { stack: string, option: string, choices: readonly Choice[], chosen: Choice | null }[]} undecided
 *   until one is chosen, the first holds
 * @property {readonly { name: string, shape: readonly number[], why: string }[]} leftovers
 * @property {readonly Bilingual[]} notes
 * @property {{ kind: string, size: number, source: string } | null} vocabulary
 * @property {Stored | null} stored
 *
 * @typedef {{ bytes: number, uploaded_at: string, expires_at: string | null }} Stored
 */
/**
 * @typedef {object} Choices as `PUT /models/{id}/choices` takes them
 * @property {string | null} [embedding]
 * @property {{ name: string, kind: string } | null} [output]
 * @property {Readonly<Record<string, Readonly<Record<string, Choice>>>>} [options] by stack
 */
/**
 * @typedef {object} Own
 * @property {readonly Model[]} models
 * @property {Upload | null} upload
 * @property {Readonly<Record<string, Parts>>} parts by id, as far as they were asked for
 * @property {Readonly<Record<string, Stored>>} stored by id, as the list told it
 * @property {Readonly<Record<string, import("./types.js").Example>>} examples by id, made up for those that bring none
 */

/** @type {Readonly<Own>} */
export const NO_OWN = Object.freeze({
  models: Object.freeze([]),
  upload: null,
  parts: Object.freeze({}),
  stored: Object.freeze({}),
  examples: Object.freeze({}),
});

/** What a link to an own network names. @param {string} id */
export const isOwnId = (id) => /^u-[0-9a-f]{16,64}$/.test(id);

/**
 * @param {readonly Model[]} models
 * @returns {Own} those that came as files
 */
export const ownAmong = (models) => ({
  ...NO_OWN,
  models: models.filter(({ source }) => source === "uploaded"),
});

/**
 * The networks with this one, in the place of what was known of it, else in front.
 *
 * @param {Readonly<Own>} own
 * @param {Model} model
 * @returns {Own}
 */
export function withModel(own, model) {
  const known = own.models.some(({ id }) => id === model.id);
  const models = known
    ? own.models.map((one) => (one.id === model.id ? model : one))
    : [model, ...own.models];
  return { ...own, models };
}

/**
 * @param {Readonly<Own>} own
 * @param {string} id
 * @returns {Own}
 */
export function withoutModel(own, id) {
  const { [id]: _gone, ...parts } = own.parts;
  return { ...own, models: own.models.filter((one) => one.id !== id), parts };
}

/**
 * @param {Readonly<Own>} own
 * @param {string} id
 * @param {Parts} parts
 * @returns {Own}
 */
export const withParts = (own, id, parts) => ({ ...own, parts: { ...own.parts, [id]: parts } });
