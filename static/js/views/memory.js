/**
 * Short memory against long: an LSTM and a plain RNN read the same words, of which only the first differs. Everything
 * is computed here, from the weights in the page.
 */

import { earlyWordLeft } from "../cells/early_word.js";
import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { short } from "../core/format.js";
import { createStore } from "../core/store.js";
import { reconcile } from "../core/svg.js";
import { drawMemory, memorySize } from "../drawing/memory_scene.js";
import { createControls } from "./memory_controls.js";
import { createPlayhead } from "./memory_playhead.js";
import { createTable } from "./memory_table.js";

/**
 * @typedef {object} MemoryData
 * @property {Readonly<Record<"lstm" | "rnn", import("../cells/early_word.js").SmallNetwork>>} networks
 * @property {Readonly<Record<string, readonly number[]>>} words each word's vector
 * @property {readonly { strong: string, mild: string }[]} degrees pairs that differ in degree
 * @property {readonly { praise: string, blame: string }[]} early pairs of opposite sides
 * @property {readonly string[]} filler the words that follow
 */
/**
 * @typedef {object} MemoryState
 * @property {readonly [string, string]} pair
 * @property {number} gap how many words follow
 * @property {number} step how many of them are read
 * @property {boolean} playing
 */

const NETWORKS = /** @type {const} */ (["lstm", "rnn"]);
/** Below this width in px the numbers stand above the charts. */
const NARROW = 700;

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").ExhibitContext<MemoryData>} context
 * @returns {{ destroy: () => void }}
 */
export function mount(element, { t, surroundings, data }) {
  const [first] = data.degrees;
  const gap = data.filler.length;
  const pair = /** @type {const} */ ([first?.strong ?? "", first?.mild ?? ""]);
  const store = createStore(/** @type {MemoryState} */ ({ pair, gap, step: gap, playing: false }));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  setAttribute(svg, "role", "img");
  setAttribute(svg, "class", "exhibit-picture");
  const sentence = h("p", { class: "exhibit-words", lang: "en" });
  const said = h("p", { class: "exhibit-said", role: "status" });
  const controls = createControls(store, data, t);
  const playhead = createPlayhead(store, t, surroundings.still);
  const table = createTable(t);
  const live = h("div", { class: "figure-live exhibit" });
  append(live, [controls.element, svg, playhead.element, sentence, said, table.element]);
  element.prepend(live);
  element.dataset.live = "";
  let rows = compute(data, store.get());
  let narrow = live.clientWidth < NARROW;

  const draw = () => {
    const state = store.get();
    const picture = {
      rows: rows.map(({ name, found }) => ({ name, found, title: titleOf(name, data, t) })),
      pair: state.pair,
      step: state.step,
      narrow,
      theme: surroundings.get().scheme,
      words: { says: t("memory.says"), left: t("memory.left"), after: t("memory.after") },
    };
    const { width, height } = memorySize(picture);
    setAttribute(svg, "viewBox", `0 0 ${width} ${height}`);
    reconcile(svg, drawMemory(picture));
    if (state.playing) return;
    const [lstm = 0, rnn = 0] = rows.map(({ found }) => found.left[state.step] ?? 0);
    const words = t("memory.said", { words: state.step, lstm: short(lstm), rnn: short(rnn) });
    setAttribute(svg, "aria-label", words);
    setText(said, words);
  };
  const write = () => {
    const { pair: words, gap: count, step } = store.get();
    fill(sentence, sentenceOf(words, data.filler.slice(0, count), step));
  };
  const unsubscribe = store.subscribe((state, previous) => {
    if (state.pair !== previous.pair || state.gap !== previous.gap) {
      rows = compute(data, state);
      table.fill(rows, state.pair, data.filler);
    }
    controls.update(state);
    playhead.update(state);
    draw();
    write();
  });
  const watch = new ResizeObserver(() => {
    narrow = live.clientWidth < NARROW;
    draw();
  });
  watch.observe(live);
  const unfollow = surroundings.subscribe(draw);
  controls.update(store.get());
  playhead.update(store.get());
  table.fill(rows, store.get().pair, data.filler);
  draw();
  write();
  return {
    destroy() {
      playhead.stop();
      watch.disconnect();
      unsubscribe();
      unfollow();
      live.remove();
      delete element.dataset.live;
    },
  };
}

/**
 * @param {MemoryData} data
 * @param {Pick<MemoryState, "pair" | "gap">} state
 */
export function compute({ networks, words, filler }, { pair, gap }) {
  const vector = (/** @type {string} */ word) => words[word] ?? [];
  const rest = filler.slice(0, gap).map(vector);
  const early = /** @type {const} */ ([vector(pair[0]), vector(pair[1])]);
  return NETWORKS.map((name) => ({ name, found: earlyWordLeft(networks[name], early, rest) }));
}

/**
 * @param {"lstm" | "rnn"} name
 * @param {MemoryData} data
 * @param {import("../i18n/translate.js").Translate} t
 */
function titleOf(name, { networks }, t) {
  const { units, parameters } = networks[name];
  return t("memory.network", { name: t(`memory.${name}`), units, parameters });
}

/**
 * The words as they are read: both early ones, then those that follow; the one just read is marked.
 *
 * @param {readonly [string, string]} pair
 * @param {readonly string[]} filler
 * @param {number} step
 */
function sentenceOf(pair, filler, step) {
  const early = h(step === 0 ? "mark" : "b", { text: pair.join(" / ") });
  return [
    early,
    ...filler.flatMap((word, k) => [
      " ",
      k + 1 === step
        ? h("mark", { text: word })
        : h("span", { class: k < step ? null : "unread", text: word }),
    ]),
  ];
}
