import { createTranslate, inLanguage } from "../../static/js/i18n/translate.js";
import { assert, test } from "./harness.js";

/** @param {string} path @returns {Promise<Record<string, string>>} */
const table = async (path) => (await fetch(path)).json();
/** @param {string} sentence */
const places = (sentence) => [...new Set(sentence.match(/\{\w+\}/g))].sort();

/**
 * The words of a folder in both languages.
 *
 * @param {string} folder
 * @returns {Promise<[Record<string, string>, Record<string, string>]>}
 */
const both = async (folder) => Promise.all([table(`${folder}/en.json`), table(`${folder}/zh.json`)]);

const EXPLORE = "/static/i18n";
const ARTICLE = "/static/i18n/learn";

for (const folder of [EXPLORE, ARTICLE]) {
  test(`${folder}: both languages have the same keys, in the same order`, async () => {
    const [en, zh] = await both(folder);
    assert.deepEqual(Object.keys(zh), Object.keys(en));
  });

  test(`${folder}: both languages name the same places`, async () => {
    const [en, zh] = await both(folder);
    const different = Object.keys(en).filter(
      (key) => String(places(en[key] ?? "")) !== String(places(zh[key] ?? "")),
    );
    assert.deepEqual(
      different.filter((key) => !key.startsWith("op.")),
      [],
    );
  });

  test(`${folder}: no sentence is empty or left in the other language`, async () => {
    const [en, zh] = await both(folder);
    for (const key of Object.keys(en)) {
      assert(en[key]?.trim() && zh[key]?.trim(), `${key} is empty`);
    }
    const same = Object.keys(en).filter(
      (key) => en[key] === zh[key] && /[a-z]{3}/i.test((en[key] ?? "").replace(/\{\w+\}/g, "")),
    );
    assert.equal(same.join(), folder === EXPLORE ? "header.reference,op.tanh_c.title" : "");
  });
}

test("the article's words leave those of Explore as they are", async () => {
  const [[explore], [article]] = await Promise.all([both(EXPLORE), both(ARTICLE)]);
  assert.deepEqual(
    Object.keys(article).filter((key) => key in explore),
    [],
  );
});

test("every key in the code has words", async () => {
  const [[explore], [article]] = await Promise.all([both(EXPLORE), both(ARTICLE)]);
  const pages = /** @type {const} */ ([
    [["/static/js/main.js"], explore],
    [["/static/js/learn.js", "/static/js/embed.js"], { ...explore, ...article }],
  ]);
  for (const [entries, words] of pages) {
    const used = [...(await text(entries)).matchAll(/\bt\(\s*"([^"]+)"/g)].map((m) => m[1] ?? "");
    assert(used.length > 30, `only ${used.length} keys found`);
    assert.equal([...new Set(used)].filter((key) => !(key in words)).join(), "");
  }
});

test("every key has a use in the code", async () => {
  const [[explore], [article]] = await Promise.all([both(EXPLORE), both(ARTICLE)]);
  assert.equal(unused(explore, await text(["/static/js/main.js"])), "");
  assert.equal(unused(article, await text(["/static/js/learn.js", "/static/js/embed.js"])), "");
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
 * @param {Record<string, string>} words
 * @param {string} code
 * @returns {string} the keys that nothing asks for
 */
function unused(words, code) {
  const begun = [...code.matchAll(/`([\w.]*)\$\{/g)]
    .map((m) => m[1] ?? "")
    .filter((one) => one.includes("."));
  const named = [...code.matchAll(/"(\w+\.\w+)"/g)].map((m) => `${m[1]}.`);
  return Object.keys(words)
    .filter((key) => !code.includes(`"${key}"`) && ![...begun, ...named].some((one) => key.startsWith(one)))
    .join();
}

/**
 * The text of modules and of all that they import, the types apart.
 *
 * @param {readonly string[]} entries
 * @returns {Promise<string>}
 */
async function text(entries) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (let waiting = [...entries]; waiting.length > 0; ) {
    const paths = [...new Set(waiting)].filter((path) => !found.has(path));
    const codes = await Promise.all(paths.map(async (path) => (await fetch(path)).text()));
    waiting = paths.flatMap((path, k) => {
      found.set(path, codes[k] ?? "");
      const targets = (codes[k] ?? "").matchAll(/(?:from |import\()"(\.[^"]+)"/g);
      return [...targets].map(([, target = ""]) => new URL(target, location.origin + path).pathname);
    });
  }
  return [...found.values()].join("\n");
}
