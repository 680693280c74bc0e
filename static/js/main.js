/** The composition root: everything is made here, once, and handed to what needs it. */

import { createClient } from "./api/client.js";
import { createLoader } from "./api/loader.js";
import { askedOf, cellsAmong, fetchCell, operationOf } from "./cells/index.js";
import { remember } from "./core/cookie.js";
import { byId, setAttribute } from "./core/dom.js";
import { createStore } from "./core/store.js";
import { cellDrawing } from "./drawing/cell_drawing.js";
import { createTranslate } from "./i18n/translate.js";
import { cellViews } from "./pages/cell_views.js";
import { later } from "./pages/later.js";
import { OF_CELL_LATER, partsOf } from "./pages/parts_later.js";
import { createPlayer } from "./player/player.js";
import { createActions } from "./state/actions.js";
import { traceRequest } from "./state/asking.js";
import { firstExample } from "./state/examples.js";
import { createLink } from "./state/link.js";
import { shownStack } from "./state/selectors.js";
import { checkSequence } from "./state/sequence.js";
import { initialState } from "./state/state.js";
import { writeHash } from "./state/url.js";
import * as announcer from "./views/announcer.js";
import * as arithmetic from "./views/arithmetic.js";
import * as drop from "./views/drop.js";
import * as editor from "./views/editor.js";
import * as examples from "./views/examples.js";
import * as header from "./views/header.js";
import * as lanes from "./views/lanes.js";
import * as layers from "./views/layers.js";
import * as look from "./views/look.js";
import * as overview from "./views/overview.js";
import * as prediction from "./views/prediction.js";
import * as ribbon from "./views/ribbon.js";
import * as stage from "./views/stage.js";
import * as transport from "./views/transport.js";

/** The first step plays once in this time, in ms: shorter than what may move by itself. */
const INTRO = 3800;
/** When the page fetches what is likely to be asked for next, in ms: after the first step has played. */
const SOON = 5000;

const boot = /** @type {import("./state/types.js").Boot} */ (
  JSON.parse(byId("boot", HTMLElement).textContent ?? "")
);
const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

await fetchCell(/** @type {{ cell: string } | null} */ (boot.trace)?.cell ?? "lstm");
const store = createStore({
  ...initialState(
    boot,
    cellsAmong(() => boot.models),
  ),
  scheme: schemeOf("auto"),
});
const t = createTranslate(boot.words, () => store.get().language);
const { cellOf, names, opening } = cellsAmong(() => [...store.get().own.models, ...boot.models]);
const shownCell = (state = store.get()) => cellOf(state.trace);

/** @param {() => void} run @param {number} ms */
const delay = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
/** @type {{ actions?: import("./state/own_actions.js").OwnActions }} */
const ownCache = {};
const client = createClient((input, init) => fetch(input, init));
const loader = createLoader({
  store,
  client,
  boot,
  delay,
  channels: askedOf,
  names,
  learn: async (id, signal) => (await own()).learn(id, signal),
  fetchCell,
});
const player = createPlayer({
  store,
  operations: (state) => shownCell(state).operations,
  now: () => performance.now(),
  schedule: (tick) => {
    const frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  },
  still: () => still.matches,
});
const actions = createActions({
  store,
  boot,
  player,
  reload: loader.load,
  save: saveAs,
  address,
  later: loader.later,
  writeOn: async (wanted, signal) => {
    const { createWriter } = await import("./api/writing.js");
    return createWriter({ store, client, boot, channels: askedOf, names })(wanted, signal);
  },
  operationOf: (channel) => operationOf(shownCell(), channel),
  memory: () => shownCell().memory,
  opening,
  own,
});
const drawing = cellDrawing(shownCell, t);
/** @param {import("./cells/index.js").Cell} cell */
const contextOf = (cell) => {
  const { channels, operations, chapters } = cell;
  return { store, t, actions, boot, cellOf: () => cell, channels, operations, drawing, chapters };
};
const context = contextOf(shownCell());
/** @param {string} id */
const part = (id) => byId(id, HTMLElement);
const stageElement = part("stage");

/** Those that show the cell, each with its place. */
const OF_CELL = /** @type {const} */ ([
  [stage, stageElement],
  [look, part("look")],
  [arithmetic, part("arithmetic")],
  [ribbon, part("ribbon")],
  [lanes, part("lanes")],
  [transport, part("transport")],
  [announcer, part("live")],
  ...OF_CELL_LATER.map((one) => /** @type {const} */ ([later(one, unreachable), part(one.id)])),
]);
const laterParts = partsOf(boot).map((one) => later(one, unreachable));
const views = [
  cellViews(OF_CELL, contextOf, { cell: shownCell, refocus: firstIn }, store.get()),
  header.mount(part("header"), context),
  editor.mount(part("editor"), context),
  examples.mount(part("examples"), context),
  layers.mount(part("layers"), context),
  prediction.mount(part("prediction"), context),
  overview.mount(part("overview"), context),
  drop.mount(document.body, context),
  ...laterParts.map(({ id, mount }) => mount(part(id), context)),
];
store.subscribe((state, previous) => {
  for (const view of views) view.update(state, previous);
});
store.subscribe((state, previous) => {
  if (state.language !== previous.language || state.theme !== previous.theme) dress();
});

const link = createLink({
  store,
  names,
  opening,
  location,
  write: (hash) => history.replaceState(null, "", `#${hash}`),
  delay,
  later: loader.later,
  exampleOf: (model) => firstExample(boot, { ...store.get(), model }),
  stackOf: (state) => shownStack(boot, state),
});
const arrivedByLink = location.hash.length > 1;
// The hash holds the selection: the skip link moves the focus and leaves the address alone.
document.querySelector("a.skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  firstIn(stageElement);
});
dress();
link.follow();
addEventListener("hashchange", ({ newURL }) => link.follow(new URL(newURL).hash));
dark.addEventListener("change", dress);
delay(() => laterParts.forEach(({ fetchSoon }) => void fetchSoon()), SOON);
if (!arrivedByLink && !still.matches && store.get().trace) player.intro(INTRO);

/** Language and colours of the whole document, and of the next page the server sends. */
function dress() {
  const { language, theme } = store.get();
  const root = document.documentElement;
  root.lang = language === "zh" ? "zh-CN" : "en";
  setAttribute(root, "data-theme", theme === "auto" ? null : theme);
  document.title = t("title");
  remember("lang", language);
  remember("theme", theme === "auto" ? null : theme);
  store.set({ scheme: schemeOf(theme) });
}

/**
 * @param {import("./state/types.js").ThemeChoice} theme
 * @returns {"light" | "dark"}
 */
function schemeOf(theme) {
  if (theme !== "auto") return theme;
  return dark.matches ? "dark" : "light";
}

/** Into the first part of an element that takes the focus. @param {HTMLElement} element */
function firstIn(element) {
  /** @type {HTMLElement | null} */ (element.querySelector("[tabindex='0'], button, input, a"))?.focus();
}

/** What is done with networks of readers: their part of the page is fetched when it is first asked for. */
async function own() {
  const { createOwnActions } = await import("./pages/own.js").catch((error) => {
    unreachable();
    throw error;
  });
  ownCache.actions ??= createOwnActions({
    client,
    store,
    boot,
    player,
    later: loader.later,
    reload: loader.load,
    opening,
  });
  return ownCache.actions;
}

/** A part of the page did not come: the server does not answer. */
function unreachable() {
  store.set({ panel: null, status: { kind: "error", code: "offline", retry: true } });
}

/** The link to what is shown, without a dialog that is open over it. */
function address() {
  const hash = writeHash({ ...store.get(), panel: null }, names(store.get().trace));
  return `${location.origin}${location.pathname}#${hash}`;
}

/**
 * @param {import("./state/actions.js").FileKind} kind
 * @param {import("./state/actions.js").Watch} watch
 */
async function saveAs(kind, watch) {
  const state = store.get();
  const { channels, operations } = shownCell();
  const name = `gatescope-${state.model}`;
  if (kind === "svg" || kind === "png" || kind === "webm") {
    const picture = { drawing, state, operations, still: still.matches, name: `${name}-${state.step + 1}` };
    return (await import("./pages/saving.js")).savePicture(picture, kind, watch);
  }
  const checked = checkSequence(state.sequence, shownStack(boot, state)?.input_size ?? 0, boot.limits);
  if (checked.error) throw new Error(checked.error.code);
  const request = traceRequest(state, boot, checked.body, () => channels.map((channel) => channel.name));
  const types = { json: "application/json", csv: "text/csv", npz: "application/x-npz" };
  const [{ saveFile }, file] = await Promise.all([
    import("./core/files.js"),
    client.download({ ...request, layers: null, directions: null, encoding: "json" }, types[kind]),
  ]);
  saveFile(file, `${name}.${kind}`);
}
