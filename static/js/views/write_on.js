/** "Write on": the network draws the next characters itself, as boldly as the reader says. */

import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { shownModel } from "../state/selectors.js";
import { createField } from "./write_on_field.js";

/** @typedef {import("../state/types.js").State} State */

const BEGINNING = Object.freeze({ length: 80, temperature: 0.8, seed: 1 });
const HOTTEST = 2;
const SEEDS = 9999;

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  let under = new AbortController();
  /** What was said of the last attempt, where it failed. */
  let failure = "";
  const title = h("h2", { class: "card-title", id: "write-on-title" });
  const note = h("p", { class: "write-on-note" });
  const temperature = createField({
    id: "write-on-temperature",
    min: 0,
    max: HOTTEST,
    step: 0.05,
    value: BEGINNING.temperature,
    range: true,
    t,
  });
  const ends = h("p", { class: "write-on-ends", "aria-hidden": "true" }, [h("span"), h("span")]);
  const most = Math.max(1, boot.limits?.sample ?? 1);
  const length = createField({
    id: "write-on-length",
    min: 1,
    max: most,
    step: 1,
    value: Math.min(BEGINNING.length, most),
    t,
  });
  const seed = createField({ id: "write-on-seed", min: 0, max: SEEDS, step: 1, value: BEGINNING.seed, t });
  const dice = h("button", { class: "button small square", type: "button", onclick: () => roll() }, [
    icon("dice"),
  ]);
  const write = h("button", { class: "button small", type: "submit" });
  const cancel = h("button", { class: "button small write-on-cancel", type: "button", hidden: true });
  const said = h("p", { class: "write-on-said", role: "status" });
  const again = h("button", { class: "button small", type: "button", onclick: () => run(true) });
  const undo = h("button", { class: "button small", type: "button", onclick: () => back() });
  const form = h("form", { class: "write-on-form", novalidate: true }, [
    temperature.element,
    ends,
    h("div", { class: "write-on-row" }, [length.element, seed.element, dice]),
    h("div", { class: "write-on-row" }, [write, again, undo, cancel]),
  ]);
  append(element, [title, note, form, said]);
  setAttribute(element, "role", "group");
  setAttribute(element, "aria-labelledby", title.id);

  /** @param {boolean} repeat from where it last began */
  const run = async (repeat) => {
    if (cancel.hidden === false) return;
    const fields = [temperature, length, seed];
    const wrong = fields.find((field) => !field.settle());
    if (wrong) return wrong.focus();
    failure = "";
    if (store.get().sequence.value === "") failure = t("sample.empty");
    else await ask(repeat);
    draw(store.get());
  };
  /** @param {boolean} repeat */
  const ask = async (repeat) => {
    const wanted = { length: length.value(), temperature: temperature.value(), seed: seed.value() };
    under = new AbortController();
    const mine = under;
    busy(true);
    try {
      await actions.writeOn({ ...wanted, again: repeat }, { signal: mine.signal, progress: () => {} });
    } catch (error) {
      if (!mine.signal.aborted) failure = failedWords(error);
    } finally {
      busy(false);
    }
  };
  /** @param {boolean} on */
  const busy = (on) => {
    if (!on && document.activeElement === cancel) write.focus();
    cancel.hidden = !on;
    setAttribute(write, "aria-disabled", on ? "true" : null);
    setAttribute(again, "aria-disabled", on ? "true" : null);
    setAttribute(element, "aria-busy", on ? "true" : null);
    if (on) setText(said, t("sample.working"));
  };
  const back = () => {
    failure = "";
    actions.undoWriting();
    write.focus();
  };
  const roll = () => seed.set(Math.floor(Math.random() * (SEEDS + 1)));
  /** @param {unknown} error */
  const failedWords = (error) => {
    const { code = "unexpected", message = "" } = /** @type {{ code?: string, message?: string }} */ (error);
    const key = `error.${code}`;
    const known = t(key, { limit: boot.limits.steps });
    return t("sample.failed", { reason: known === key ? t("error.unexpected", { message }) : known });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(false);
  });
  cancel.addEventListener("click", () => under.abort());

  /** @param {State} state */
  const draw = (state) => {
    const model = shownModel(boot, state);
    element.hidden = !(model?.writes_on && state.sequence.kind === "text");
    if (element.hidden) return under.abort();
    const of = model?.input.kind === "characters" ? "characters" : "words";
    setText(title, t("sample.title"));
    setText(note, t(`sample.note.${of}`));
    temperature.name(t("sample.temperature"), (value) => t("sample.temperature.value", { value }));
    fill(ends, [h("span", { text: t("sample.cold") }), h("span", { text: t("sample.hot") })]);
    length.name(t(`sample.length.${of}`));
    seed.name(t("sample.seed"));
    for (const name of ["aria-label", "title"]) setAttribute(dice, name, t("sample.dice"));
    setText(write, t("sample.write"));
    setText(cancel, t("sample.cancel"));
    setText(again, t("sample.again"));
    setAttribute(again, "title", t("sample.again.what"));
    setText(undo, t("sample.undo"));
    again.hidden = state.drawn === null;
    undo.hidden = again.hidden;
    if (cancel.hidden) setText(said, failure || saidOf(t, state));
    said.classList.toggle("failed", failure !== "");
  };
  draw(store.get());
  return {
    update(state, previous) {
      const same = state.model === previous.model && state.sequence === previous.sequence;
      if (state.sequence !== previous.sequence) failure = "";
      if (!same || state.drawn !== previous.drawn || state.language !== previous.language) draw(state);
    },
    destroy: () => {
      under.abort();
      element.replaceChildren();
    },
  };
}

/**
 * What was written, in one sentence.
 *
 * @param {import("../i18n/translate.js").Translate} t
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
