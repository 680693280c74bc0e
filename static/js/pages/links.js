/** Where a figure leads: to the same moment on Explore, to itself, into the page of another site. */

import { lstm } from "../cells/lstm.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../figures/script.js").FigureScript} FigureScript */
/** @typedef {import("../figures/script.js").Dataset} Dataset */

/** The network that reads a reader's sentence where a figure's own numbers are no network's. */
const TRAINED = "review";

/**
 * The moment on Explore, where the sentence can be changed: the same step and unit of a trained network; from
 * the worked example, the same operation where that network's example begins.
 *
 * @param {Pick<FigureScript, "operations" | "explore">} script
 * @param {Readonly<Record<string, Dataset | null>>} datasets
 * @param {Pick<State, "dataset" | "step" | "unit" | "operation">} state
 * @returns {string | null} null where there is nothing to open
 */
export function exploreLink(script, datasets, state) {
  const own = datasets[state.dataset];
  const shown = own?.text ? own : datasets[TRAINED];
  const id = script.operations[state.operation]?.id;
  const operation = lstm.operations.some((one) => one.id === id) ? id : script.explore;
  if (!shown?.text || !operation) return null;
  const { step, unit } = shown === own ? state : shown.place;
  const place = { m: shown.model.id, text: shown.text, s: String(step), op: operation, u: String(unit) };
  return `/#${new URLSearchParams(place)}`;
}

/**
 * @param {FigureScript} script
 * @param {string} moment
 * @returns {string} path and hash
 */
export function momentLink({ id, chapter }, moment) {
  return `/learn/${chapter}#figure-${id}=${moment}`;
}

/**
 * The lines that put a figure into another page, and fit its height.
 *
 * @param {{ origin: string, id: string, language: string, title: string, height: number }} what
 */
export function frameCode({ origin, id, language, title, height }) {
  const source = `${origin}/embed/figure/${id}?lang=${language}`;
  return `<iframe src="${source}" title="${quoted(title)}" loading="lazy" width="100%" height="${height}" style="border:0"></iframe>
<script>addEventListener("message", ({ data, source }) => {
  for (const frame of document.querySelectorAll("iframe")) if (frame.contentWindow === source && data?.type === "gatescope:height") frame.height = data.height;
});</script>`;
}

/** @param {string} text */
function quoted(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
