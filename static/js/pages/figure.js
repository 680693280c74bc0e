/** One live figure: a store, a player and the views, put together in an element that the server has written. */

import { append, h } from "../core/dom.js";
import { createStore } from "../core/store.js";
import { createPlayer } from "../player/player.js";
import { createActions } from "../state/actions.js";
import { figureActions } from "../state/figure_actions.js";
import { figureState } from "../state/figure_state.js";
import * as announcer from "../views/announcer.js";
import * as arithmetic from "../views/arithmetic.js";
import * as bar from "../views/figure_bar.js";
import * as transport from "../views/figure_transport.js";
import * as stage from "../views/stage.js";
import { numbersOf } from "./numbers.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../views/context.js").FigureContext} FigureContext */

/**
 * @typedef {object} Figure
 * @property {import("../core/store.js").Store<State>} store
 * @property {FigureContext} context
 * @property {HTMLElement} stage
 * @property {() => void} playOnce the first operation, to show that the figure moves
 * @property {() => void} destroy
 */

/**
 * @param {HTMLElement} element the figure
 * @param {import("../figures/script.js").FigureScript} script
 * @param {import("./boot.js").PageBoot} boot
 * @param {import("./surroundings.js").Surroundings} surroundings
 * @param {import("../i18n/translate.js").Translate} t
 * @returns {Figure}
 */
export function mountFigure(element, script, boot, surroundings, t) {
  const { datasets, compute, placeIn, modelOf, shared } = numbersOf(script, boot);
  const [first = ""] = datasets;
  const { operations, channels } = script;
  const state = figureState({
    surroundings: surroundings.get(),
    numbers: { dataset: first, model: modelOf(first) },
    start: placeIn(first),
    computed: compute(first),
  });
  const store = createStore(state);
  const player = createPlayer({
    store,
    operations: () => operations,
    now: () => performance.now(),
    schedule: (tick) => {
      const frame = requestAnimationFrame(tick);
      return () => cancelAnimationFrame(frame);
    },
    still: surroundings.still,
  });
  const own = figureActions({
    store,
    player,
    compute,
    placeIn: (dataset) => ({ ...placeIn(dataset), model: modelOf(dataset) }),
  });
  const common = createActions({
    store,
    boot: shared,
    player,
    reload: own.resetEdits,
    save: async () => {},
    address: () => location.href,
    later: () => {},
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
    boot: shared,
    channels,
    operations: /** @type {FigureContext["operations"]} */ (operations),
    drawing: script.drawing(t),
    heading: "h3",
    script,
    datasets,
  };
  const live = h("div", { class: "figure-live" });
  const { stage: stageElement, views } = mountParts(live, script.id, context);
  element.prepend(live);
  element.dataset.live = "";
  const unfollow = store.subscribe((now, previous) => {
    for (const view of views) view.update(now, previous);
  });
  const unsubscribe = surroundings.subscribe((now) => store.set(now));
  return {
    store,
    context,
    stage: stageElement,
    playOnce: () => {
      const { step, operation, u } = store.get();
      const untouched = step === state.step && operation === state.operation && u === state.u;
      if (untouched && !surroundings.still()) player.nextOperation();
    },
    destroy() {
      player.stop();
      unsubscribe();
      unfollow();
      for (const view of views) view.destroy();
      live.remove();
      delete element.dataset.live;
    },
  };
}

/**
 * @param {HTMLElement} live
 * @param {string} id
 * @param {FigureContext} context
 */
function mountParts(live, id, context) {
  /** @type {(kind: string, role?: string) => HTMLElement} */
  const part = (kind, role) => h("div", { class: kind, id: `figure-${id}-${kind.split(" ")[0]}`, role });
  const parts = {
    bar: part("figure-bar"),
    stage: part("stage"),
    transport: part("figure-transport", "group"),
    products: part("products"),
    live: h("p", { class: "visually-hidden", role: "status" }),
  };
  const below = h("div", { class: "figure-below" }, [parts.products]);
  append(live, [parts.bar, parts.stage, parts.transport, below, parts.live]);
  const views = [
    stage.mount(parts.stage, context),
    bar.mount(parts.bar, context),
    transport.mount(parts.transport, context),
    arithmetic.mount(parts.products, context),
    announcer.mount(parts.live, context),
  ];
  return { stage: parts.stage, views };
}
