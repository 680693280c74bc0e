import { h } from "../../static/js/core/dom.js";
import { typedNumber } from "../../static/js/core/number.js";
import { mount } from "../../static/js/views/ask.js";
import { figureWords } from "./curve_picture.js";
import { assert, mountPoint, test } from "./harness.js";

/**
 * A question as the server writes it, brought to life.
 *
 * @param {Record<string, string>} data
 * @param {[string, string][]} [choices]
 * @param {"en" | "zh"} [language]
 */
async function ask(data, choices, language = "en") {
  const attributes = Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value]));
  const list = choices?.map(([key, text]) => h("li", { "data-choice": key, text }));
  const details = h("details", { class: "ask-answer" }, [
    h("summary", { text: "Show" }),
    h("p", { text: "why" }),
  ]);
  const section = h("section", { class: "ask", id: "ask-x", ...attributes }, [
    h("p", { class: "ask-prompt", text: "What?" }),
    list ? h("ol", { class: "ask-choices" }, list) : null,
    details,
  ]);
  mountPoint().append(section);
  const view = mount(section, { t: await figureWords(language) });
  const check = () => section.querySelector("form")?.requestSubmit();
  const said = () => section.querySelector("[role=status]")?.textContent;
  const field = /** @type {HTMLInputElement} */ (section.querySelector("input"));
  return { section, view, details, check, said, field };
}

const NUMBER = { kind: "number", answer: "-0.04", decimals: "2", tolerance: "0.02" };

test("numbers are read as people type them", () => {
  assert.deepEqual(
    ["0.5", " 0,5 ", "−0,5", "-.5", "－０．５", "1,234.5", "5.", "2e-3", "+1"].map(typedNumber),
    [0.5, 0.5, -0.5, -0.5, -0.5, 1234.5, 5, 0.002, 1],
  );
  assert.deepEqual(
    ["", "-", "half", "1/2", "0.5.1", "1,2,3", "Infinity", "1e999"].map(typedNumber),
    Array(8).fill(null),
  );
});

test("a guess is set beside the answer, which opens", async () => {
  const { details, check, said, field } = await ask(NUMBER);
  assert.equal(details.open, false);
  field.value = "0,3";
  check();
  assert.equal(said(), "Your guess: 0.3. It is −0.04.");
  assert.equal(details.open, true);
  field.value = "-0.05";
  check();
  assert.equal(said(), "Your guess: −0.05. It is −0.04: that close.");
  field.value = "−0.0431";
  check();
  assert.equal(said(), "Your guess: −0.04. That is it.");
});

test("without a number the answer stays folded, and the field has the focus", async () => {
  const { details, check, said, field } = await ask(NUMBER);
  field.value = "a bit";
  check();
  assert.equal(said(), "A number first, any number will do.");
  assert.equal(details.open, false);
  assert.equal(document.activeElement, field);
  assert.equal(field.getAttribute("aria-invalid"), "true");
  field.value = "0";
  check();
  assert.equal(field.hasAttribute("aria-invalid"), false);
});

test("a choice is a group of radio buttons, named by the question", async () => {
  const choices = /** @type {[string, string][]} */ ([
    ["a", "Near 0."],
    ["b", "Near 1."],
  ]);
  const { section, details, check, said } = await ask({ kind: "choice", answer: "b" }, choices);
  const group = section.querySelector("[role=radiogroup]");
  assert.equal(document.getElementById(group?.getAttribute("aria-labelledby") ?? "")?.textContent, "What?");
  const radios = /** @type {HTMLInputElement[]} */ ([...section.querySelectorAll("input[type=radio]")]);
  assert.deepEqual(
    radios.map(({ labels }) => labels?.[0]?.textContent),
    ["Near 0.", "Near 1."],
  );
  check();
  assert.equal(said(), "Choose one first, any one will do.");
  assert.equal(details.open, false);
  radios[0]?.click();
  check();
  assert.equal(said(), "Your guess: Near 0. It is: Near 1.");
  radios[1]?.click();
  check();
  assert.equal(said(), "Your guess: Near 1. That is it.");
});

test("it asks in the language of the page, and leaves no trace", async () => {
  const { section, view, check, said, field } = await ask(NUMBER, undefined, "zh");
  field.value = "１";
  check();
  assert.equal(said(), "你猜 1，实际是 −0.04。");
  assert.equal(localStorage.length + sessionStorage.length, 0);
  view.destroy();
  assert.equal(section.querySelector("form"), null);
  assert.equal(section.querySelector(".ask-prompt")?.textContent, "What?");
});
