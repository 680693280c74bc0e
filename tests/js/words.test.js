import { createTranslate, fillPlaces, inLanguage } from "../../static/js/i18n/translate.js";
import { assert, test } from "./harness.js";

/** @param {string} path @returns {Promise<Record<string, string>>} */
const table = async (path) => (await fetch(path)).json();
/** @param {string} sentence */
const places = (sentence) => [...new Set(sentence.match(/\{\w+\}/g))].sort();

test("both languages have the same keys, in the same order", async () => {
  const [en, zh] = await Promise.all([table("/static/i18n/en.json"), table("/static/i18n/zh.json")]);
  assert.deepEqual(Object.keys(zh), Object.keys(en));
});

test("both languages name the same places", async () => {
  const [en, zh] = await Promise.all([table("/static/i18n/en.json"), table("/static/i18n/zh.json")]);
  const different = Object.keys(en).filter(
    (key) => String(places(en[key] ?? "")) !== String(places(zh[key] ?? "")),
  );
  assert.deepEqual(
    different.filter((key) => !key.startsWith("op.")),
    [],
  );
});

test("no sentence is empty or left in the other language", async () => {
  const [en, zh] = await Promise.all([table("/static/i18n/en.json"), table("/static/i18n/zh.json")]);
  for (const key of Object.keys(en)) {
    assert(en[key]?.trim() && zh[key]?.trim(), `${key} is empty`);
  }
  const same = Object.keys(en).filter(
    (key) => en[key] === zh[key] && /[a-z]{3}/i.test(fillPlaces(en[key] ?? "", {}).replace(/\{\w+\}/g, "")),
  );
  assert.equal(same.join(), "header.reference,op.tanh_c.title");
});

test("every key in the code has words", async () => {
  const en = await table("/static/i18n/en.json");
  const sources = await modules("/static/js/main.js");
  const used = [...sources.values()].flatMap((text) =>
    [...text.matchAll(/\bt\(\s*"([^"]+)"/g)].map((m) => m[1] ?? ""),
  );
  assert(used.length > 60, `only ${used.length} keys found`);
  assert.equal([...new Set(used)].filter((key) => !(key in en)).join(), "");
});

test("every key has a use in the code", async () => {
  const en = await table("/static/i18n/en.json");
  const text = [...(await modules("/static/js/main.js")).values()].join("\n");
  const made = [...text.matchAll(/`([\w.]*)\$\{/g)]
    .map((m) => m[1] ?? "")
    .filter((prefix) => prefix.includes("."));
  const unused = Object.keys(en).filter(
    (key) => !text.includes(`"${key}"`) && !made.some((prefix) => key.startsWith(prefix)),
  );
  assert.equal(unused.join(), "");
});

test("a sentence is filled by name and in the language of the moment", () => {
  let language = "en";
  const t = createTranslate(
    { en: { of: "{step} of {length}" }, zh: { of: "{step} / {length}" } },
    () => language,
  );
  assert.equal(t("of", { step: 2, length: 12 }), "2 of 12");
  language = "zh";
  assert.equal(t("of", { step: 2, length: 12 }), "2 / 12");
  assert.equal(t("no.such.key"), "no.such.key");
  assert.equal(inLanguage({ en: "Review", zh: "评论" }, "zh"), "评论");
  assert.equal(inLanguage("My file", "zh"), "My file");
});

/**
 * The text of a module and of all it imports.
 *
 * @param {string} entry
 * @returns {Promise<Map<string, string>>}
 */
async function modules(entry) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    const text = await (await fetch(path)).text();
    found.set(path, text);
    for (const [, target = ""] of text.matchAll(/from "(\.[^"]+)"/g)) {
      waiting.push(new URL(target, location.origin + path).pathname);
    }
  }
  return found;
}
