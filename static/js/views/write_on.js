/** "Write on": the network draws the next characters itself, as boldly as the reader says. */

import { append, h, setAttribute, setText } from "../core/dom.js";
import { shownModel } from "../state/selectors.js";
import { createForm } from "./write_on_form.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../i18n/translate.js").Translate} Translate */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  /** @type {AbortController | null} */
  let asking = null;
  /** Why the last attempt failed. */
  let failure = "";
  const title = h("h2", { class: "card-title", id: "write-on-title" });
  const note = h("p", { class: "write-on-note" });
  const said = h("p", { class: "write-on-said", role: "status" });
  const form = createForm({
    t,
    most: Math.max(1, boot.limits.sample),
    write: (again) => run(again),
    undo: () => actions.undoWriting(),
    cancel: () => asking?.abort(),
  });
  append(element, [title, note, form.element, said]);
  setAttribute(element, "role", "group");
  setAttribute(element, "aria-labelledby", title.id);

  /** @param {boolean} again from where it last began */
  const run = async (again) => {
    const wanted = asking ? null : form.read();
    if (!wanted) return;
    failure = store.get().sequence.value === "" ? t("sample.empty") : await ask({ ...wanted, again });
    drawSaid(store.get());
  };
  /**
   * @param {import("../state/types.js").Writing} wanted
   * @returns {Promise<string>} why it failed; empty where it did not, and where it was cancelled
   */
  const ask = async (wanted) => {
    const { signal } = busy(new AbortController());
    try {
      await actions.writeOn(wanted, { signal, progress: () => {} });
      return "";
    } catch (error) {
      return signal.aborted ? "" : failedWords(t, error, boot.limits.steps);
    } finally {
      busy(null);
    }
  };
  /** @template {AbortController | null} C @param {C} under */
  const busy = (under) => {
    asking = under;
    form.busy(under !== null);
    setAttribute(element, "aria-busy", under ? "true" : null);
    drawSaid(store.get());
    return under;
  };
  /** @param {State} state */
  const drawSaid = (state) => {
    setText(said, asking ? t("sample.working") : failure || saidOf(t, state));
    said.classList.toggle("failed", !asking && failure !== "");
  };
  /** @param {State} state */
  const draw = (state) => {
    const model = shownModel(boot, state);
    element.hidden = !(model?.writes_on && state.sequence.kind === "text");
    if (element.hidden) return asking?.abort();
    const characters = model?.input.kind === "characters";
    setText(title, t("sample.title"));
    setText(note, t(characters ? "sample.note.characters" : "sample.note.words"));
    form.draw(characters ? "characters" : "words", state.drawn !== null);
    drawSaid(state);
  };
  draw(store.get());
  return {
    update(state, previous) {
      const same = state.model === previous.model && state.sequence === previous.sequence;
      if (!same) failure = "";
      if (!same || state.drawn !== previous.drawn || state.language !== previous.language) draw(state);
    },
    destroy: () => {
      asking?.abort();
      element.replaceChildren();
    },
  };
}

/**
 * What was written, in one sentence.
 *
 * @param {Translate} t
 * @param {Pick<State, "drawn" | "trace">} state
 */
function saidOf(t, { drawn, trace }) {
  if (!drawn || !trace) return "";
  const { temperature, seed, from, stopped } = drawn;
  const count = trace.length - from;
  if (count === 0) return t("sample.done.nothing");
  const how =
    temperature === 0
      ? t("sample.done.likeliest", { count })
      : t("sample.done", { count, temperature, seed });
  return stopped ? t("sample.done.stopped", { how }) : how;
}

/**
 * @param {Translate} t
 * @param {unknown} error
 * @param {number} limit of steps
 */
function failedWords(t, error, limit) {
  const { code = "unexpected", message = "" } = /** @type {{ code?: string, message?: string }} */ (error);
  const key = `error.${code}`;
  const known = t(key, { limit });
  return t("sample.failed", { reason: known === key ? t("error.unexpected", { message }) : known });
}
