/** Below a figure: back, Next, play, a slider over the operations, which of them it is; and the way to take it along. */

import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { momentAt } from "../player/timeline.js";

/** @typedef {import("../state/types.js").State} State */

/** What the transport shows; another state changes nothing in it. */
const SHOWN = /** @type {const} */ (["step", "operation", "u", "resting", "trace"]);

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, operations }) {
  const count = operations.length;
  const restart = button("square", t("figure.restart"), actions.restart, [icon("restart")]);
  const back = button("square", t("transport.previous_operation"), actions.previousOperation, [icon("back")]);
  const next = button("primary", null, actions.nextOperation, [t("transport.next"), icon("forth")]);
  const play = button("square", null, actions.toggle, []);
  const slider = h("input", {
    class: "scrub",
    type: "range",
    min: 0,
    max: count,
    step: 0.05,
    "aria-label": t("transport.scrub"),
    oninput: () => {
      const { operation, u } = momentAt({ operations, steps: 1, backward: false }, Number(slider.value));
      actions.seek({ operation, u });
    },
  });
  const where = h("span", { class: "figure-count" });
  setAttribute(element, "aria-label", t("transport.title"));
  const share = button("share", t("figure.share"), () => actions.openPanel("share"), [
    icon("save"),
    h("span", { class: "word", text: t("figure.share") }),
  ]);
  setAttribute(share, "aria-haspopup", "dialog");
  append(element, [restart, back, next, play, slider, where, share]);

  /** @param {State} state */
  const draw = ({ step, operation, u, resting, trace }) => {
    const position = operation + u;
    const place = t("figure.count", { k: operation + 1, n: count });
    const last = step >= (trace?.length ?? 1) - 1;
    if (Number(slider.value) !== position) slider.value = String(position);
    slider.style.setProperty("--filled", `${(100 * position) / count}%`);
    setAttribute(slider, "aria-valuetext", `${place}: ${t(`op.${operations[operation]?.id}.title`)}`);
    setText(where, place);
    const words = t(resting ? "transport.play" : "transport.pause");
    if (play.title !== words) {
      fill(play, [icon(resting ? "play" : "pause")]);
      setAttribute(play, "aria-label", words);
      setAttribute(play, "title", words);
    }
    setAttribute(restart, "aria-disabled", position <= 0 ? "true" : null);
    setAttribute(back, "aria-disabled", step === 0 && position <= 0 ? "true" : null);
    setAttribute(next, "aria-disabled", last && position >= count ? "true" : null);
  };
  draw(store.get());
  let invited = false;
  return {
    update(state, previous) {
      if (SHOWN.some((key) => state[key] !== previous[key])) draw(state);
      // The one thing to do next shines once, when the first movement has come to rest.
      if (!invited && state.resting && !previous.resting) {
        invited = true;
        next.classList.add("glow");
      }
    },
    destroy: () => element.replaceChildren(),
  };
}

/**
 * @param {string} kind
 * @param {string | null} words heard and hinted, where no text is seen
 * @param {() => void} onclick
 * @param {import("../core/dom.js").Child[]} children
 */
function button(kind, words, onclick, children) {
  return h("button", { class: `button ${kind}`, "aria-label": words, title: words, onclick }, children);
}
