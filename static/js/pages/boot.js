/**
 * What the server wrote into a page of the article. Types only.
 *
 * @typedef {import("../figures/script.js").Dataset} Dataset
 *
 * @typedef {object} PageBoot
 * @property {import("../state/types.js").Language} language
 * @property {string} version
 * @property {Readonly<Record<string, Readonly<Record<string, string>>>>} words of the page's language
 * @property {readonly string[]} figures ids, in the order of the page
 * @property {Readonly<Record<string, Dataset | null>>} datasets null in a deployment without that network
 * @property {object | null} memory
 * @property {object | null} training
 */

export {};
