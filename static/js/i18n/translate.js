/** Words by key, with named places: `t("arithmetic.of", { count: 3 })`. */

/** @typedef {(key: string, args?: Readonly<Record<string, string | number>>) => string} Translate */

/**
 * @param {Readonly<Record<string, Readonly<Record<string, string>>>>} words of each language
 * @param {() => string} language asked at every call: a switch needs no new translator
 * @returns {Translate}
 */
export function createTranslate(words, language) {
  return (key, args = {}) => {
    const sentence = words[language()]?.[key] ?? words.en?.[key] ?? key;
    return fillPlaces(sentence, args);
  };
}

/**
 * @param {string} sentence
 * @param {Readonly<Record<string, string | number>>} args
 */
export function fillPlaces(sentence, args) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => String(args[name] ?? place));
}

/**
 * What a head says its number is: in the reader's language where there are words for it, else as the network names it.
 *
 * @param {Translate} t
 * @param {string} label
 */
export function headLabel(t, label) {
  const key = `prediction.head.${label.replaceAll(" ", "_")}`;
  const words = t(key);
  return words === key ? label : words;
}

/**
 * A text that comes in both languages from a card, or in one from a file.
 *
 * @param {string | { en: string, zh: string } | null | undefined} text
 * @param {"en" | "zh"} language
 */
export function inLanguage(text, language) {
  if (!text) return "";
  return typeof text === "string" ? text : text[language];
}
