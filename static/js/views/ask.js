/**
 * Predict, then reveal: a question of the article becomes a form. The guess is compared, not judged, and kept nowhere.
 * Without a script the same question is a folded answer.
 */

import { h, setAttribute, setText } from "../core/dom.js";
import { decimals } from "../core/format.js";
import { typedNumber } from "../core/number.js";

/** @typedef {import("../i18n/translate.js").Translate} Translate */
/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {() => { text: string, verdict: "same" | "close" | "far" } | null} guess null: none yet
 * @property {string} answer
 * @property {HTMLElement | null} first takes the focus when there is no guess
 * @property {string} words prefix of the keys of its sentences
 */

const MINUS = "\u2212";

/**
 * @param {HTMLElement} element the question as the server wrote it
 * @param {{ t: Translate }} context
 * @returns {{ destroy: () => void }}
 */
export function mount(element, { t }) {
  const prompt = element.querySelector(".ask-prompt");
  const details = element.querySelector("details");
  const choices = element.querySelector(".ask-choices");
  if (!prompt || !details) return { destroy() {} };
  if (!prompt.id) prompt.id = `${element.id}-prompt`;
  const field = choices ? choiceField(element, choices, prompt.id) : numberField(element, prompt.id, t);
  const said = h("p", { class: "ask-said", role: "status" });
  const form = h("form", { class: "ask-form", novalidate: true, onsubmit: check }, [
    field.element,
    h("button", { class: "button primary", text: t("ask.check") }),
  ]);
  element.dataset.live = "";
  details.before(form, said);

  /** @param {SubmitEvent} event */
  function check(event) {
    event.preventDefault();
    const guess = field.guess();
    const { answer, first, words } = field;
    if (first) setAttribute(first, "aria-invalid", guess ? null : "true");
    if (guess) {
      setText(said, t(`${words}.${guess.verdict}`, { guess: guess.text, answer }));
      if (details) details.open = true;
    } else {
      setText(said, t(`${words}.missing`));
      first?.focus();
    }
  }
  return {
    destroy() {
      form.remove();
      said.remove();
      delete element.dataset.live;
    },
  };
}

/**
 * @param {HTMLElement} element
 * @param {string} prompt id
 * @param {Translate} t
 * @returns {Field}
 */
function numberField({ id, dataset }, prompt, t) {
  const right = Number(dataset.answer);
  const digits = Number(dataset.decimals ?? 2);
  const answer = decimals(right, digits);
  // Not type=number: it refuses "0,5" in one language and "−0.5" in all.
  const input = h("input", {
    class: "number",
    id: `${id}-guess`,
    type: "text",
    autocomplete: "off",
    enterkeyhint: "done",
    "aria-describedby": prompt,
  });
  return {
    element: h("div", { class: "ask-field" }, [h("label", { for: input.id, text: t("ask.guess") }), input]),
    guess() {
      const number = typedNumber(input.value);
      if (number === null) return null;
      const same = decimals(number, digits) === answer;
      const near = Math.abs(number - right) <= Number(dataset.tolerance ?? 0);
      return { text: same ? answer : typed(number), verdict: same ? "same" : near ? "close" : "far" };
    },
    answer,
    first: input,
    words: "ask.number",
  };
}

/**
 * @param {HTMLElement} element
 * @param {Element} list
 * @param {string} prompt id
 * @returns {Field}
 */
function choiceField({ id, dataset }, list, prompt) {
  const rows = [...list.querySelectorAll("[data-choice]")].map((row) => {
    const key = row.getAttribute("data-choice") ?? "";
    const text = row.textContent?.trim() ?? "";
    const radio = h("input", { type: "radio", name: `${id}-choice`, value: key, id: `${id}-${key}` });
    return { key, text, radio, row };
  });
  for (const { radio, row, text } of rows) {
    row.replaceChildren(h("label", { for: radio.id }, [radio, h("span", { text })]));
  }
  const group = h("div", { class: "ask-field", role: "radiogroup", "aria-labelledby": prompt }, [list]);
  return {
    element: group,
    guess() {
      const chosen = rows.find(({ radio }) => radio.checked);
      return chosen
        ? { text: bare(chosen.text), verdict: chosen.key === dataset.answer ? "same" : "far" }
        : null;
    },
    answer: bare(rows.find(({ key }) => key === dataset.answer)?.text ?? ""),
    first: rows[0]?.radio ?? null,
    words: "ask.choice",
  };
}

/** All decimals that were typed. @param {number} value */
const typed = (value) => (value < 0 ? MINUS : "") + String(Math.abs(value));

/** A choice without its full stop, to be quoted in a sentence. @param {string} text */
const bare = (text) => text.replace(/[.。]$/, "");
