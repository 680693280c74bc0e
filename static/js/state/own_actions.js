/** What a reader can do with networks of their own: open a file, complete what it lacks, choose a stack, delete it. */

import { fileSize } from "../core/amount.js";
import { firstExample, sequenceOf } from "./examples.js";
import { withModel, withoutModel, withParts } from "./own.js";
import { kindOfFile } from "./own_files.js";
import { readsInto } from "./reads.js";
import { madeUpNumbers } from "./sample.js";
import { shownModel, shownStack } from "./selectors.js";
import { readVocabulary } from "./vocabulary.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Model} Model */
/** @typedef {import("./own.js").Refusal} Refusal */
/** @typedef {import("../api/own.js").OwnApi} OwnApi */

/** @typedef {ReturnType<typeof ownActions>} OwnActions */

/**
 * @param {object} parts
 * @param {import("../core/store.js").Store<State>} parts.store
 * @param {import("./types.js").Boot} parts.boot
 * @param {Pick<import("./actions.js").Player, "pause">} parts.player
 * @param {import("./actions.js").Parts["later"]} parts.later
 * @param {OwnApi} parts.api
 * @param {() => Promise<unknown> | void} parts.reload
 * @param {import("./opening.js").Opening} parts.opening
 */
export function ownActions({ store, boot, player, later, api, reload, opening }) {
  /** @type {AbortController | null} */
  let sending = null;
  /** @param {Partial<State["own"]>} patch */
  const put = (patch) => store.set({ own: { ...store.get().own, ...patch } });
  /** @param {Partial<import("./own.js").Upload>} patch */
  const putUpload = (patch) => {
    const { upload } = store.get().own;
    if (upload) put({ upload: { ...upload, ...patch } });
  };

  /** What the page has to know of a network before it shows it. @param {Model} model */
  const learnOf = async (model) => {
    const parts = await api.parts(model.id);
    const example = await api.opening(model, parts);
    const { own } = store.get();
    const next = withParts(withModel(own, model), model.id, parts);
    store.set({ own: { ...next, examples: { ...own.examples, [model.id]: example } } });
    return example;
  };

  /**
   * Numbers for a stack of the network shown that reads no tokens.
   *
   * @param {string} name
   */
  const beginningOf = (name) => {
    const state = store.get();
    const model = shownModel(boot, state);
    const stack = model?.stacks.find((one) => one.name === name);
    if (!model || !stack || readsInto(model, name, state.own.parts[model.id]) !== "values") return null;
    return madeUpNumbers(stack.input_size);
  };

  /** Show a network from its beginning. @param {string} model @param {Partial<State>} [patch] */
  const show = (model, patch = {}) => {
    const example = firstExample(boot, { ...store.get(), model });
    player.pause();
    later((trace) => opening(trace, example));
    const begin = { layer: 0, direction: /** @type {const} */ ("forward"), hover: null, probes: [0, 1, 2] };
    store.set({ ...begin, model, stack: null, sequence: sequenceOf(example), ...patch });
  };

  /**
   * A network that the server has changed: a new beginning where it reads something else now, else the same place,
   * computed anew. The loader then learns what changed, together with the numbers.
   *
   * @param {Model} model
   */
  const renew = async (model) => {
    const before = firstExample(boot, store.get());
    const { sequence } = store.get();
    const example = await api.opening(model, await api.parts(model.id));
    const begun = before && sequenceOf(before).value === sequence.value;
    const next = sequenceOf(example);
    // Numbers suit any network; what the reader typed stays where the network can read it.
    const fits = sequence.kind === "values" || sequence.kind === next.kind;
    if (fits && (!begun || next.value === sequence.value)) await reload();
    else {
      await learnOf(model);
      store.set({ sequence: next });
    }
  };

  return {
    /** The file of a network: to the server, and on to the page. @param {File} file */
    openFile: async (file) => {
      sending?.abort();
      const mine = new AbortController();
      sending = mine;
      put({ upload: { name: file.name, size: file.size, share: 0, refused: null } });
      store.set({ panel: "networks" });
      const refused = refusalBefore(file, boot.limits.file);
      if (refused) return putUpload({ refused });
      try {
        const progress = (/** @type {number} */ share) => mine === sending && putUpload({ share });
        const model = await api.upload(file, { progress, signal: mine.signal });
        await learnOf(model);
        if (mine.signal.aborted) return;
        put({ upload: null });
        show(model.id, { panel: null });
      } catch (error) {
        if (!mine.signal.aborted) putUpload({ refused: refusalOf(error) });
      }
    },
    /** Stop what is on its way, or put away what was refused. */
    dismissUpload: () => {
      sending?.abort();
      put({ upload: null });
    },
    /** The networks of this server, as they are now. */
    listOwn: async () => put(await api.list()),
    /** @param {string} id */
    openOwn: async (id) => {
      const model = store.get().own.models.find((one) => one.id === id);
      if (model && !store.get().own.examples[id]) await learnOf(model);
      show(id, { panel: null });
    },
    /** What a link to an unknown network needs. @param {string} id @param {AbortSignal} signal */
    learn: async (id, signal) => {
      const example = await learnOf(await api.model(id, signal));
      const { model, stack, sequence } = store.get();
      if (model !== id || sequence.value !== "") return;
      store.set({ sequence: sequenceOf((stack !== null && beginningOf(stack)) || example) });
    },
    /** @param {string} id */
    learnParts: async (id) => {
      if (store.get().own.parts[id]) return;
      const parts = await api.parts(id);
      put({ parts: { ...store.get().own.parts, [id]: parts } });
    },
    /** Delete it on the server; when it was shown, the page goes back to its first network. @param {string} id */
    deleteOwn: async (id) => {
      await api.remove(id).catch((error) => {
        if (error.status !== 404) throw error; // Somebody else has deleted it.
      });
      store.set({ own: withoutModel(store.get().own, id) });
      const first = boot.models.find(({ source }) => source !== "uploaded");
      if (store.get().model === id && first) show(first.id);
    },
    /**
     * @param {string} text as it was pasted, or read from a file
     * @returns {Promise<Refusal | null>} what is wrong with it
     */
    giveVocabulary: async (text) => {
      const { vocabulary, refused } = readVocabulary(text);
      if (refused) return { ...refused, message: "", hint: "" };
      return attempt(async () => renew(await api.vocabulary(store.get().model, vocabulary.value)));
    },
    /** @param {import("./own.js").Choices} choices @returns {Promise<Refusal | null>} */
    choose: (choices) => attempt(async () => renew(await api.choose(store.get().model, choices))),
    /** @param {string} name */
    chooseStack: (name) => {
      const state = store.get();
      const model = shownModel(boot, state);
      if (!model || shownStack(boot, state)?.name === name) return;
      const stack = name === model.stacks[0]?.name ? null : name;
      show(model.id, { stack, sequence: sequenceOf(beginningOf(name) ?? firstExample(boot, state)) });
    },
  };

  /**
   * @param {() => Promise<unknown>} job
   * @returns {Promise<Refusal | null>}
   */
  async function attempt(job) {
    try {
      await job();
      return null;
    } catch (error) {
      return refusalOf(error);
    }
  }
}

/**
 * What can be refused without sending it.
 *
 * @param {File} file
 * @param {number} [limit] bytes of the largest
 * @returns {Refusal | null}
 */
function refusalBefore({ name, size }, limit) {
  const refuse = (/** @type {string} */ code, args = {}) => ({ code, message: "", hint: "", args });
  if (limit && size > limit)
    return refuse("too_large_to_send", { size: fileSize(size), limit: fileSize(limit) });
  if (size === 0) return refuse("empty_file");
  if (kindOfFile(name) === "table") return refuse("table");
  return null;
}

/** @param {unknown} error @returns {Refusal} */
function refusalOf(error) {
  const {
    code = "unexpected",
    message = String(error),
    hint = "",
  } = /** @type {Partial<Refusal>} */ (error ?? {});
  return { code: String(code), message, hint };
}
