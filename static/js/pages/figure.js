/** One live figure: a store, a player and the views, put together in an element that the server has written. */

import { lstm } from "../cells/lstm.js";
import { append, h } from "../core/dom.js";
import { createStore } from "../core/store.js";
import { createPlayer } from "../player/player.js";
import { createActions } from "../state/actions.js";
import { figureActions } from "../state/figure_actions.js";
import * as announcer from "../views/announcer.js";
import * as arithmetic from "../views/arithmetic.js";
import * as controls from "../views/controls.js";
import * as drag from "../views/drag.js";
import * as bar from "../views/figure_bar.js";
import * as share from "../views/figure_share.js";
import * as transport from "../views/figure_transport.js";
import * as help from "../views/help.js";
import * as parts from "../views/parts.js";
import * as stage from "../views/stage.js";
import { exploreLink, frameCode, momentLink } from "./links.js";
import { momentOf } from "./moment.js";
import { firstState, numbersOf } from "./numbers.js";
import { onDemand } from "./panels.js";
import { savePicture } from "./saving.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../views/context.js").FigureContext} FigureContext */
/** @typedef {import("../figures/script.js").FigureScript} FigureScript */

/**
 * @typedef {object} Page what the figures of a page share
 * @property {import("./boot.js").PageBoot} boot
 * @property {import("./surroundings.js").Surroundings} surroundings
 * @property {import("../i18n/translate.js").Translate} t
 * @property {"_blank" | null} target where links open
 * @property {(figure: number) => (() => void) | null} goTo another figure of the page
 */

/**
 * @typedef {object} Figure
 * @property {FigureContext} context
 * @property {HTMLElement} stage
 * @property {() => void} focus the stage, where the keys work
 * @property {() => void} playOnce the first operation, to show that the figure moves
 * @property {() => string} moment what is shown, for an address
 * @property {(moment: string) => void} follow an address
 */

/**
 * @param {HTMLElement} element the figure
 * @param {FigureScript} script
 * @param {Page} page
 * @returns {Figure}
 */
export function mountFigure(element, script, page) {
  const { boot, surroundings, t, target, goTo } = page;
  const numbers = numbersOf(script, boot);
  const { store, player, state } = createMachine(script, numbers, surroundings);
  const moment = momentOf({ script, store, player, numbers });
  const links = {
    own: () => exploreLink(script, boot.datasets, store.get()),
    frame: () =>
      frameCode({
        origin: location.origin,
        id: script.id,
        language: boot.language,
        title: element.querySelector("figcaption")?.textContent?.trim() ?? "",
        height: element.offsetHeight,
      }),
    target,
  };
  const drawing = script.drawing(t);
  const own = figureActions({ store, player, compute: numbers.compute, placeIn: numbers.placeIn });
  const { operations, channels } = script;
  const common = createActions({
    store,
    boot: numbers.shared,
    player,
    reload: own.resetEdits,
    save: (kind, watch) => {
      const name = `gatescope-figure-${script.id}`;
      const picture = { drawing, state: store.get(), operations, still: surroundings.still(), name };
      return savePicture(picture, kind, watch);
    },
    address: () => location.origin + momentLink(script, moment.write()),
    later: () => {},
    memory: () => lstm.memory,
    opening: () => ({ step: 0, unit: 0, operation: 0, u: 0 }),
    writeOn: async () => {},
    own: () => Promise.reject(new Error("the article opens no files")),
    operationOf: (channel) =>
      Math.max(
        0,
        operations.findLastIndex((one) => one.channel === channel),
      ),
  });
  /** @type {FigureContext} */
  const context = {
    store,
    t,
    actions: { ...common, ...own },
    boot: numbers.shared,
    cellOf: script.cellOf ?? (() => lstm),
    channels,
    operations: /** @type {FigureContext["operations"]} */ (operations),
    drawing,
    heading: "h3",
    peeks: true,
    script,
    datasets: numbers.datasets,
    original: (dataset) => numbers.compute(dataset).weights,
    links,
    goTo,
  };
  const mounted = mountViews(element, context);
  store.subscribe((now, previous) => {
    for (const view of mounted.views) view.update(now, previous);
  });
  surroundings.subscribe((now) => store.set(now));
  return {
    context,
    stage: mounted.stage,
    focus: mounted.focus,
    moment: moment.write,
    follow: moment.follow,
    playOnce: () => {
      const { step, operation, u } = store.get();
      const untouched = step === state.step && operation === state.operation && u === state.u;
      if (untouched && !surroundings.still()) player.nextOperation();
    },
  };
}

/**
 * @param {FigureScript} script
 * @param {ReturnType<typeof numbersOf>} numbers
 * @param {import("./surroundings.js").Surroundings} surroundings
 */
function createMachine(script, numbers, surroundings) {
  const state = firstState(numbers, surroundings.get());
  const store = createStore(state);
  const player = createPlayer({
    store,
    operations: () => script.operations,
    now: () => performance.now(),
    schedule: (tick) => {
      const frame = requestAnimationFrame(tick);
      return () => cancelAnimationFrame(frame);
    },
    still: surroundings.still,
  });
  return { store, player, state };
}

/**
 * @param {HTMLElement} element
 * @param {FigureContext} context
 */
function mountViews(element, context) {
  const { id } = context.script;
  /** @type {(kind: string, role?: string) => HTMLElement} */
  const part = (kind, role) => h("div", { class: kind, id: `figure-${id}-${kind}`, role });
  const [top, middle, time] = [part("figure-bar"), part("stage"), part("figure-transport", "group")];
  const [left, right] = [part("controls"), part("products")];
  const live = h("p", { class: "visually-hidden", role: "status" });
  const whole = h("div", { class: "figure-live" });
  const dialogs = h("div");
  append(whole, [top, middle, time, h("div", { class: "figure-below" }, [left, right]), live]);
  element.prepend(whole);
  element.dataset.live = "";
  document.body.append(dialogs);
  const stageView = stage.mount(middle, context);
  const views = [
    stageView,
    drag.mount(middle, context),
    parts.mount(middle, context),
    bar.mount(top, context),
    transport.mount(time, context),
    controls.mount(left, context),
    ...(context.store.get().weights ? [arithmetic.mount(right, context)] : []),
    announcer.mount(live, context),
    onDemand(dialogs, context, { share: share.mount, help: help.mount }),
  ];
  return { stage: middle, focus: stageView.focus, views };
}
