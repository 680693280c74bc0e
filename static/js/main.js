/** The composition root: everything is made here, once, and handed to what needs it. */

import { createClient } from "./api/client.js";
import { createLoader, traceRequest } from "./api/loader.js";
import { createWriter } from "./api/writing.js";
import { getCell } from "./cells/index.js";
import { remember } from "./core/cookie.js";
import { byId, setAttribute } from "./core/dom.js";
import { saveFile } from "./core/files.js";
import { createStore } from "./core/store.js";
import { cellDrawing } from "./drawing/cell_drawing.js";
import { createTranslate } from "./i18n/translate.js";
import { savePicture } from "./pages/saving.js";
import { createPlayer } from "./player/player.js";
import { createActions } from "./state/actions.js";
import { CHAPTERS } from "./state/chapters.js";
import { firstExample } from "./state/examples.js";
import { createLink } from "./state/link.js";
import { shownStack } from "./state/selectors.js";
import { checkSequence } from "./state/sequence.js";
import { initialState } from "./state/state.js";
import { writeHash } from "./state/url.js";
import * as announcer from "./views/announcer.js";
import * as arithmetic from "./views/arithmetic.js";
import * as draw from "./views/draw.js";
import * as editor from "./views/editor.js";
import * as examples from "./views/examples.js";
import * as header from "./views/header.js";
import * as help from "./views/help.js";
import * as lanes from "./views/lanes.js";
import * as layers from "./views/layers.js";
import * as look from "./views/look.js";
import * as networks from "./views/networks.js";
import * as overview from "./views/overview.js";
import * as prediction from "./views/prediction.js";
import * as ribbon from "./views/ribbon.js";
import * as save from "./views/save.js";
import * as stage from "./views/stage.js";
import * as table from "./views/table.js";
import * as text from "./views/text.js";
import * as transport from "./views/transport.js";
import * as writeOn from "./views/write_on.js";

/** The first step plays once in this time, in ms: shorter than what may move by itself. */
const INTRO = 3800;

const boot = /** @type {import("./state/types.js").Boot} */ (
  JSON.parse(byId("boot", HTMLElement).textContent ?? "")
);
const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

const store = createStore({ ...initialState(boot), scheme: schemeOf("auto") });
const t = createTranslate(boot.words, () => store.get().language);
const cell = getCell(store.get().trace?.cell ?? "lstm");
const { channels, operations } = cell;
const ids = operations.map(({ id }) => id);

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
  channels: channelsOf,
  learn: async (id, signal) => (await own()).learn(id, signal),
});
const player = createPlayer({
  store,
  operations: () => operations,
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
  writeOn: createWriter({ store, client, boot, channels: channelsOf }),
  operationOf,
  own,
});
const drawing = cellDrawing(() => cell, t);
const context = { store, t, actions, boot, channels, operations, drawing, chapters: CHAPTERS };

const stageElement = byId("stage", HTMLElement);
const stageView = stage.mount(stageElement, context);
const views = [
  stageView,
  header.mount(byId("header", HTMLElement), context),
  editor.mount(byId("editor", HTMLElement), context),
  draw.mount(byId("draw", HTMLElement), context),
  writeOn.mount(byId("write-on", HTMLElement), context),
  look.mount(byId("look", HTMLElement), context),
  examples.mount(byId("examples", HTMLElement), context),
  layers.mount(byId("layers", HTMLElement), context),
  arithmetic.mount(byId("arithmetic", HTMLElement), context),
  ribbon.mount(byId("ribbon", HTMLElement), context),
  prediction.mount(byId("prediction", HTMLElement), context),
  lanes.mount(byId("lanes", HTMLElement), context),
  text.mount(byId("text", HTMLElement), context),
  overview.mount(byId("overview", HTMLElement), context),
  transport.mount(byId("transport", HTMLElement), context),
  announcer.mount(byId("live", HTMLElement), context),
  ...[networks, save, table, help].map(({ mount }) => mount(byId("dialogs", HTMLElement), context)),
];
store.subscribe((state, previous) => {
  for (const view of views) view.update(state, previous);
});
store.subscribe((state, previous) => {
  if (state.language !== previous.language || state.theme !== previous.theme) dress();
});

const link = createLink({
  store,
  operations: ids,
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
  stageView.focus();
});
dress();
link.follow();
addEventListener("hashchange", ({ newURL }) => link.follow(new URL(newURL).hash));
dark.addEventListener("change", dress);
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

/**
 * What the page asks of a trace: the channels, what each layer saw, and the sums before each gate's function.
 *
 * @param {string} name of a cell
 */
function channelsOf(name) {
  const gates = boot.weights?.gates ?? [];
  return [
    ...getCell(name).channels.map((channel) => channel.name),
    "input",
    ...gates.map((gate) => `${gate}_preactivation`),
  ];
}

/** The operation that ends with this channel's values drawn. @param {string} channel */
function operationOf(channel) {
  const symbol = channels.find(({ name }) => name === channel)?.symbol;
  return Math.max(
    0,
    operations.findIndex(({ shows }) => shows.at(-1) === symbol),
  );
}

/** What is done with networks of readers: their part of the page is fetched when it is first asked for. */
async function own() {
  const { createOwnActions } = await import("./pages/own.js");
  ownCache.actions ??= createOwnActions({
    client,
    store,
    boot,
    player,
    later: loader.later,
    reload: loader.load,
  });
  return ownCache.actions;
}

/** The link to what is shown, without a dialog that is open over it. */
function address() {
  const hash = writeHash({ ...store.get(), panel: null }, ids);
  return `${location.origin}${location.pathname}#${hash}`;
}

/**
 * @param {import("./state/actions.js").FileKind} kind
 * @param {import("./state/actions.js").Watch} watch
 */
async function saveAs(kind, watch) {
  const state = store.get();
  const name = `gatescope-${state.model}`;
  if (kind === "svg" || kind === "png" || kind === "webm") {
    const picture = { drawing, state, operations, still: still.matches, name: `${name}-${state.step + 1}` };
    return savePicture(picture, kind, watch);
  }
  const checked = checkSequence(state.sequence, shownStack(boot, state)?.input_size ?? 0, boot.limits);
  if (checked.error) throw new Error(checked.error.code);
  const request = traceRequest(state, boot, checked.body, () => channels.map((channel) => channel.name));
  const types = { json: "application/json", csv: "text/csv", npz: "application/x-npz" };
  saveFile(await client.download({ ...request, encoding: "json" }, types[kind]), `${name}.${kind}`);
}
