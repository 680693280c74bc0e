/** The networks of readers, asked of the API: sent, listed, told about, completed, deleted. Loaded when it is needed. */

import { readsInto } from "../state/reads.js";
import {
  entriesText,
  knownText,
  madeUpIds,
  madeUpNumbers,
  madeUpText,
  SENTENCES,
  someIds,
} from "../state/sample.js";
import { upload } from "./upload.js";

/** @typedef {import("../state/types.js").Model} Model */
/** @typedef {import("../state/types.js").Example} Example */
/** @typedef {import("../state/own.js").Parts} Parts */
/** @typedef {import("../state/own.js").Choices} Choices */

/**
 * @typedef {object} OwnApi
 * @property {(file: File, watch: import("../core/task.js").Watch) => Promise<Model>} upload
 * @property {() => Promise<Pick<import("../state/own.js").Own, "models" | "stored">>} list
 * @property {(id: string, signal?: AbortSignal) => Promise<Model>} model
 * @property {(id: string) => Promise<void>} remove
 * @property {(id: string) => Promise<Parts>} parts
 * @property {(id: string, vocabulary: import("../state/vocabulary.js").Vocabulary["value"]) => Promise<Model>} vocabulary
 * @property {(id: string, choices: Choices) => Promise<Model>} choose
 * @property {(model: Model, parts: Parts) => Promise<Example>} opening what to show it with first
 */

/**
 * @param {import("./client.js").Client} client
 * @returns {OwnApi}
 */
export function createOwn({ send, trace }) {
  const path = (/** @type {string} */ id) => `/models/${encodeURIComponent(id)}`;
  return {
    upload,
    list: async () => {
      const [{ models }, { stored }] = await Promise.all([send("GET", "/models"), send("GET", "/stored")]);
      return { models: models.filter((/** @type {Model} */ { source }) => source === "uploaded"), stored };
    },
    model: (id, signal) => send("GET", path(id), undefined, signal),
    remove: (id) => send("DELETE", path(id)),
    parts: (id) => send("GET", `${path(id)}/parts`),
    vocabulary: (id, vocabulary) => send("PUT", `${path(id)}/vocabulary`, vocabulary),
    choose: (id, choices) => send("PUT", `${path(id)}/choices`, choices),
    opening: (model, parts) => opening(trace, model, parts),
  };
}

/**
 * @param {import("./client.js").Client["trace"]} trace
 * @param {Model} model
 * @param {Parts} parts
 * @returns {Promise<Example>}
 */
async function opening(trace, model, parts) {
  const [given] = model.examples ?? [];
  const [stack] = model.stacks;
  if (given || !stack) return given ?? madeUpText("");
  const reads = readsInto(model, stack.name, parts);
  if (reads === "values") return madeUpNumbers(stack.input_size);
  const vectors = parts.embeddings.find(({ chosen }) => chosen)?.vectors;
  const size = parts.vocabulary?.size ?? vectors ?? stack.input_size;
  if (reads === "token_ids") return madeUpIds(size);
  return madeUpText(await someText(trace, model, size));
}

/**
 * A text that the vocabulary knows: a sentence, or else some of its entries. The server keeps the vocabulary, so it is
 * asked what it makes of them.
 *
 * @param {import("./client.js").Client["trace"]} trace
 * @param {Model} model
 * @param {number} size of the vocabulary
 */
async function someText(trace, { id, input }, size) {
  const kind = input.kind === "characters" ? "characters" : "words";
  /** @param {object} sequence @returns {Promise<{ text: string, known: boolean }[]>} */
  const tokensOf = async (sequence) => {
    const asked = { model: id, ...sequence, channels: ["hidden_state"], layers: [0], units: [0] };
    return (await trace({ ...asked, encoding: "base64" }, new AbortController().signal)).tokens ?? [];
  };
  for (const sentence of SENTENCES) {
    const text = knownText(await tokensOf({ text: sentence }), kind);
    if (text) return text;
  }
  const entries = await tokensOf({ token_ids: someIds(size) });
  return entriesText(
    entries.map(({ text }) => text),
    kind,
  );
}
