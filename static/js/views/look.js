/** What to look at: a sentence on the example shown, and the units that carry something, each with its proof. */

import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { measured, subscript } from "../core/format.js";
import { inLanguage } from "../i18n/translate.js";
import { common, isLookedAt, isShown, originOf, probesAt } from "../state/looks.js";
import { shownStack } from "../state/selectors.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Card} Card */
/** @typedef {import("../state/types.js").LookAt} LookAt */

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, context) {
  const { store, t, actions, boot, channels } = context;
  const title = h("h2", { class: "card-title" });
  const hint = h("p", { class: "look-hint" });
  const list = h("ul", { class: "look-units" });
  const note = h("p", { class: "look-note" });
  append(element, [title, hint, list, note]);

  /** @param {State} state */
  const cardOf = (state) => {
    const card = boot.cards[state.model];
    // A network of a reader has a card without anything to look at.
    return card?.task || card?.look_at ? card : null;
  };
  /** @param {State} state */
  const looksOf = (state) => cardOf(state)?.look_at ?? [];

  /** @param {LookAt} look */
  const choose = (look) => {
    const state = store.get();
    const count = shownStack(boot, state)?.hidden_size ?? 0;
    actions.lookAt({ ...look, probes: probesAt(state.probes, looksOf(state), look, count) });
  };

  /** @param {State} state @param {Card} card @param {LookAt} look */
  const proofOf = ({ language }, card, look) => {
    const { correlation, computed_on } = look;
    const words = { r: measured(correlation ?? 0), on: inLanguage(computed_on, language) };
    const origin = originOf(card, look);
    return [
      correlation !== undefined && t(dataOf(card, language) ? "look.r" : "look.r.alone", words),
      origin && t(`look.origin.${origin}`),
    ].filter(Boolean);
  };

  /** @param {State} state @param {Card} card @param {LookAt} look */
  const unitOf = (state, card, look) => {
    const symbol = channels.find(({ name }) => name === look.channel)?.symbol ?? "";
    const proof = proofOf(state, card, look);
    return h("li", {}, [
      h("button", { class: "look-unit", onclick: () => choose(look) }, [
        h("b", { class: "look-name" }, [h("i", { text: symbol }), subscript(look.unit + 1)]),
        h("span", { class: "look-meaning", text: inLanguage(look.meaning, state.language) }),
        proof.length > 0 && h("span", { class: "look-proof", text: proof.join(" · ") }),
      ]),
    ]);
  };

  /** What r is, on what it was computed, and where the units come from: once for all of them. @param {State} state */
  const noteOf = ({ language }, /** @type {Card} */ card) => {
    const told = proven(card);
    const on = dataOf(card, language);
    const origins = new Set(told.map((look) => originOf(card, look)));
    return [
      told.length > 0 && (on ? t("look.r.on", { on }) : t("look.r.what")),
      told.some(({ correlation = 0 }) => correlation < 0) && t("look.r.negative"),
      origins.has("guided") && t("look.origin.guided.what"),
      origins.has("found") && t("look.origin.found.what"),
    ].filter(Boolean);
  };

  /** @param {State} state */
  const draw = (state) => {
    const card = cardOf(state);
    element.hidden = !card;
    if (!card) return;
    setText(title, t("look.title"));
    fill(
      list,
      looksOf(state).map((look) => unitOf(state, card, look)),
    );
    setText(note, noteOf(state, card).join(state.language === "zh" ? "" : " "));
    say(state);
    press(state);
  };

  /** @param {State} state */
  const say = (state) => {
    const card = cardOf(state);
    const example = card?.examples?.find((one) => isShown(state, one));
    setText(hint, inLanguage(example?.hint ?? card?.task, state.language));
  };

  /** @param {State} state */
  const press = (state) => {
    looksOf(state).forEach((look, k) => {
      const button = list.children[k]?.firstElementChild;
      if (button) setAttribute(button, "aria-pressed", String(isLookedAt(state, look)));
    });
  };

  draw(store.get());
  return {
    update(state, previous) {
      if (state.model !== previous.model || state.language !== previous.language) draw(state);
      else {
        if (state.sequence !== previous.sequence) say(state);
        press(state);
      }
    },
    destroy: () => element.replaceChildren(),
  };
}

/** The units with a correlation. @param {Card} card */
const proven = ({ look_at = [] }) => look_at.filter(({ correlation }) => correlation !== undefined);

/**
 * On what all correlations were computed; null where they differ and each has to say it.
 *
 * @param {Card} card
 * @param {import("../state/types.js").Language} language
 */
function dataOf(card, language) {
  return common(proven(card).map(({ computed_on }) => inLanguage(computed_on, language)));
}
