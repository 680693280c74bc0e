/** Take a figure along: onto one's own sentence, as a link, into another page, as a file. */

import { createDialog } from "../core/dialog.js";
import { h } from "../core/dom.js";
import { createTask } from "../core/task.js";

/** @type {readonly import("../state/actions.js").FileKind[]} */
const KINDS = Object.freeze(["svg", "png", "webm"]);

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").FigureContext} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, links, script }) {
  const dialog = createDialog(`share-${script.id}`, () => {
    if (store.get().panel === "share") actions.openPanel(null);
  });
  const task = createTask();
  element.append(dialog.element);

  /** @param {string} text */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      task.say(t("save.copied"));
    } catch {
      task.say(t("share.copy_failed"));
    }
  };

  /** @param {import("../state/actions.js").FileKind} kind */
  const save = (kind) => {
    const words = {
      working: t(kind === "webm" ? "share.filming" : "save.working"),
      done: t("save.done", { kind: kind.toUpperCase() }),
      failed: (/** @type {unknown} */ error) =>
        t(
          error instanceof DOMException && error.name === "NotSupportedError"
            ? "save.no_film"
            : "share.failed",
        ),
      cancel: t("save.cancel"),
    };
    task.run(words, (watch) => actions.save(kind, watch));
  };

  const files = () =>
    KINDS.map((kind) =>
      h("button", { class: "choice", onclick: () => save(kind) }, [
        h("b", { text: kind.toUpperCase() }),
        h("span", { class: "muted", text: t(`share.${kind}`) }),
      ]),
    );

  const draw = () => {
    const own = links.own();
    const address = field("input", `${script.id}-address`, actions.address());
    const code = field("textarea", `${script.id}-code`, links.frame());
    dialog.draw({ title: t("share.title"), close: t("close") }, [
      own &&
        h("a", {
          class: "button primary",
          href: own,
          target: links.target,
          rel: "noopener",
          text: t("share.own"),
        }),
      h("label", { for: address.id, text: t("share.link") }),
      h("div", { class: "share-row" }, [address, copyButton(t("save.copy"), () => copy(address.value))]),
      h("label", { for: code.id, text: t("share.frame") }),
      code,
      h("p", { class: "note", text: t("share.frame.note") }),
      copyButton(t("share.frame.copy"), () => copy(code.value)),
      h("h3", { text: t("share.files") }),
      h("div", { class: "choices" }, files()),
      task.element,
    ]);
  };
  draw();
  dialog.show(true);
  return {
    update(state) {
      dialog.show(state.panel === "share");
    },
    destroy() {
      task.stop();
      dialog.element.remove();
    },
  };
}

/**
 * Text to take, chosen as a whole when it gets the focus.
 *
 * @template {"input" | "textarea"} N
 * @param {N} kind
 * @param {string} name
 * @param {string} text
 */
function field(kind, name, text) {
  const made = h(kind, { class: "share-text", id: `share-${name}`, readonly: true, spellcheck: "false" });
  made.value = text;
  made.addEventListener("focus", () => made.select());
  return made;
}

/** @param {string} text @param {() => void} onclick */
function copyButton(text, onclick) {
  return h("button", { class: "button", text, onclick });
}
