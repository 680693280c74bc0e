/** Single keys, valid only while the stage has the focus: typing an "l" elsewhere writes an "l". */

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("./context.js").Context} Context */

/**
 * @param {Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">} event
 * @param {State} state
 * @param {Pick<Context, "actions" | "operations" | "channels" | "goTo">} context
 * @returns {(() => void) | null} null for a key that is none of ours
 */
export function keyAction(event, state, context) {
  const { actions } = context;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const { key, shiftKey } = event;
  if (/^[1-7]$/.test(key)) return figureAction(Number(key), state, context);
  /** @type {Record<string, () => void>} */
  const keys = {
    " ": actions.toggle,
    ArrowRight: shiftKey ? actions.nextStep : actions.nextOperation,
    ArrowLeft: shiftKey ? actions.previousStep : actions.previousOperation,
    ArrowDown: () => actions.chooseUnit(state.unit + 1),
    ArrowUp: () => actions.chooseUnit(Math.max(0, state.unit - 1)),
    Home: actions.first,
    End: actions.last,
    g: () => actions.chooseChannel(nextChannel(state, context)),
    l: actions.toggleLoop,
    "[": () => actions.changeSpeed(-1),
    "]": () => actions.changeSpeed(1),
    Enter: () => actions.openPanel("arithmetic"),
    Escape: () => actions.openPanel(null),
    "?": () => actions.openPanel("help"),
  };
  return keys[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

/**
 * A figure of the article is the beginning of its gate; the first three have none in the cell. Within the article
 * it is that figure itself.
 *
 * @param {number} figure
 * @param {State} state
 * @param {Pick<Context, "actions" | "operations" | "goTo">} context
 */
function figureAction(figure, { trace, step }, { actions, operations, goTo }) {
  if (!trace) return null;
  const operation = operations.findIndex((one) => one.figure === figure);
  if (operation >= 0) return () => actions.seek({ step, operation, u: 1 });
  return goTo?.(figure) ?? null;
}

/** @param {State} state @param {Pick<Context, "channels">} context */
function nextChannel({ channel }, { channels }) {
  const names = channels.map(({ name }) => name);
  return names[(names.indexOf(channel) + 1) % names.length] ?? channel;
}
