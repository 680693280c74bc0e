/** Files to take away: the numbers of the trace, the picture of the stage, a link. */

import { createDialog } from "../core/dialog.js";
import { h } from "../core/dom.js";
import { createTask } from "../core/task.js";

/** @typedef {import("../state/actions.js").FileKind} FileKind */

/** @type {readonly { title: string, kinds: readonly FileKind[] }[]} */
const GROUPS = Object.freeze([
  { title: "save.trace", kinds: ["json", "csv", "npz"] },
  { title: "save.picture", kinds: ["svg", "png", "webm"] },
]);

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions }) {
  const dialog = createDialog("save", () => {
    if (store.get().panel === "save") actions.openPanel(null);
  });
  const task = createTask();
  element.append(dialog.element);

  /** @param {FileKind} kind */
  const save = (kind) =>
    task.run(
      {
        working: t(kind === "webm" ? "save.filming" : "save.working"),
        done: t("save.done", { kind: kind.toUpperCase() }),
        failed: (error) => t(isUnable(error) ? "save.no_film" : "save.failed"),
        cancel: t("save.cancel"),
      },
      (watch) => actions.save(kind, watch),
    );

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(actions.address());
      task.say(t("save.copied"));
    } catch {
      task.say(t("save.copy_failed"));
    }
  };

  const draw = () => {
    const groups = GROUPS.flatMap(({ title, kinds }) => [
      h("h3", { text: t(title) }),
      h(
        "div",
        { class: "choices" },
        kinds.map((kind) =>
          h("button", { class: "choice", onclick: () => save(kind) }, [
            h("b", { text: kind.toUpperCase() }),
            h("span", { class: "muted", text: t(`save.${kind}`) }),
          ]),
        ),
      ),
    ]);
    task.stop();
    task.say("");
    dialog.draw({ title: t("save.title"), close: t("close") }, [
      ...groups,
      h("h3", { text: t("save.link") }),
      h("p", { class: "muted", text: t("save.link.note") }),
      h("button", { class: "button", text: t("save.copy"), onclick: copy }),
      task.element,
    ]);
  };
  /** @param {string | null} panel */
  const show = (panel) => {
    if (panel === "save") draw();
    else task.stop();
    dialog.show(panel === "save");
  };
  show(store.get().panel);
  return {
    update(state, previous) {
      if (state.panel !== previous.panel || state.language !== previous.language) show(state.panel);
    },
    destroy: () => dialog.element.remove(),
  };
}

/** Whether the browser lacks what it takes. @param {unknown} error */
function isUnable(error) {
  return error instanceof DOMException && error.name === "NotSupportedError";
}
