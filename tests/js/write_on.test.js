import * as writeOn from "../../static/js/views/write_on.js";
import { assert, test } from "./harness.js";
import { MODEL, show } from "./show.js";

/** @typedef {import("../../static/js/state/types.js").State} State */

const WRITER = { ...MODEL, writes_on: true, input: { ...MODEL.input, kind: "characters" } };
const MORE = { models: [WRITER], limits: { steps: 100, text: 100, sample: 200 } };
const DRAWN = { from: 0, temperature: 0.8, seed: 7, stopped: false, text: "n" };

/**
 * The panel over a network that writes; `answer` is what its action does.
 *
 * @param {(wanted: any, watch: any) => Promise<void>} [answer]
 */
async function panel(answer = async () => {}) {
  /** @type {any[]} */
  const asked = [];
  /** @type {import("./show.js").ViewModule} */
  const view = {
    mount: (element, context) => {
      const act = (/** @type {any} */ wanted, /** @type {any} */ watch) => {
        asked.push(wanted);
        return answer(wanted, watch);
      };
      return writeOn.mount(element, {
        ...context,
        actions: {
          ...context.actions,
          writeOn: act,
          undoWriting: () => {
            asked.push("undo");
          },
        },
      });
    },
  };
  const shown = await show(view, {}, MORE);
  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement} */ (shown.element.querySelector(`#write-on-${name}`));
  /** @param {string} text */
  const button = (text) =>
    /** @type {HTMLButtonElement} */ (
      [...shown.element.querySelectorAll("button")].find((one) => one.textContent === text)
    );
  /** @param {string} name @param {string} value */
  const type = (name, value) => {
    field(name).value = value;
    field(name).dispatchEvent(new Event("input"));
  };
  return { ...shown, asked, field, button, type, said: () => shown.text(".write-on-said") };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("only a network that writes, reading text, is offered", async () => {
  const { element, store } = await show(writeOn, {}, { ...MORE, models: [MODEL] });
  assert.equal(element.hidden, true);
  const other = await show(writeOn, {}, MORE);
  assert.equal(other.element.hidden, false);
  other.store.set({ sequence: { kind: "values", value: "1, 2" } });
  assert.equal(other.element.hidden, true);
  assert.equal(store.get().model, "review");
});

test("what is asked is what the fields say", async () => {
  const { asked, button, type, field, element } = await panel();
  type("temperature", "1,5");
  type("length", "20");
  type("seed", "42");
  const slider = /** @type {HTMLInputElement} */ (element.querySelector("input[type=range]"));
  assert.equal(slider.value, "1.5");
  button("Write on").click();
  slider.value = "0";
  slider.dispatchEvent(new Event("input"));
  assert.equal(field("temperature").value, "0");
  assert.match(slider.getAttribute("aria-valuetext") ?? "", /^0 .*always the likeliest/);
  await settled();
  button("Write on").click();
  assert.deepEqual(asked, [
    { length: 20, temperature: 1.5, seed: 42, again: false },
    { length: 20, temperature: 0, seed: 42, again: false },
  ]);
});

test("a number that cannot be used is named, and nothing is asked", async () => {
  const { asked, button, type, field, element, store } = await panel();
  const fields = /** @type {const} */ ([
    ["temperature", "3", "Temperature: a number from 0 to 2."],
    ["length", "1.5", "Characters: a number from 1 to 200."],
    ["seed", "many", "Seed: a number from 0 to 9999."],
  ]);
  for (const [name, value, words] of fields) {
    const good = field(name).value;
    type(name, value);
    button("Write on").click();
    assert.equal(element.querySelector(`#write-on-${name}-wrong`)?.textContent, words);
    assert.equal(document.activeElement, field(name));
    type(name, good);
    assert.equal(field(name).getAttribute("aria-invalid"), null);
  }
  store.set({ sequence: { kind: "text", value: "" } });
  button("Write on").click();
  await settled();
  assert.match(element.querySelector(".write-on-said")?.textContent ?? "", /at least one character/);
  assert.deepEqual(asked, []);
});

test("the dice gives another seed within its limits", async () => {
  const { field, element } = await panel();
  const seen = new Set();
  for (let k = 0; k < 20; k++) {
    /** @type {HTMLElement} */ (element.querySelector("[aria-label='Another seed']")).click();
    seen.add(field("seed").value);
  }
  assert(seen.size > 10);
  assert([...seen].every((one) => /^\d{1,4}$/.test(one)));
});

test("what was drawn is said in one sentence, in both languages", async () => {
  const { said, store, button } = await panel();
  assert.equal(said(), "");
  store.set({ drawn: DRAWN });
  assert.equal(said(), "1 more, drawn at temperature 0.8 with seed 7: the underlined part.");
  store.set({ drawn: { ...DRAWN, temperature: 0, stopped: true } });
  assert.equal(said(), "1 more, each time the likeliest: the underlined part. Then it drew its own end.");
  store.set({ language: "zh" });
  assert.equal(said(), "每次都选最可能的，续写了 1 个，即带下划线的部分。随后它抽到了结束。");
  store.set({ language: "en", drawn: { ...DRAWN, from: 1 } });
  assert.equal(said(), "The network drew its end at once: nothing was added.");
  assert.equal(button("Undo").hidden, false);
});

test("again asks from the same beginning; undo gives the text back", async () => {
  const { asked, store, button } = await panel();
  store.set({ drawn: DRAWN });
  button("Draw again").click();
  await settled();
  button("Undo").click();
  assert.deepEqual(asked, [{ length: 80, temperature: 0.8, seed: 1, again: true }, "undo"]);
  store.set({ drawn: null });
  assert.equal(button("Undo").hidden, true);
});

test("while it writes it can be cancelled, and is not asked twice", async () => {
  /** @type {AbortSignal | null} */
  let signal = null;
  const { asked, button, said, element } = await panel(
    (_, watch) =>
      new Promise((_resolve, reject) => {
        signal = watch.signal;
        watch.signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      }),
  );
  button("Write on").click();
  button("Write on").click();
  assert.equal(asked.length, 1);
  assert.equal(said(), "The network is writing…");
  assert.equal(element.getAttribute("aria-busy"), "true");
  button("Cancel").focus();
  button("Cancel").click();
  await settled();
  assert.equal(/** @type {AbortSignal | null} */ (signal)?.aborted, true);
  assert.equal(said(), "");
  assert.equal(button("Cancel").hidden, true);
  assert.equal(document.activeElement, button("Write on"));
});

test("a refusal is said in words, and typing takes it away", async () => {
  /** @type {object} */
  let problem = { code: "offline", message: "" };
  const { store, button, said } = await panel(() => Promise.reject(problem));
  button("Write on").click();
  await settled();
  assert.match(said(), /^Nothing was written\. The server does not answer\./);
  problem = { code: "new_code", message: "the server's own words" };
  button("Write on").click();
  await settled();
  assert.match(said(), /Something went wrong: the server's own words/);
  store.set({ sequence: { kind: "text", value: "b" } });
  assert.equal(said(), "");
});
