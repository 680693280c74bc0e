/** The bar on top: where one is, the network, the language, the theme. */

import { append, fill, h, setAttribute, setText } from "../core/dom.js";
import { icon } from "../core/icon.js";
import { inLanguage } from "../i18n/translate.js";
import { shownModel, shownStack } from "../state/selectors.js";
import { NEXT_THEME } from "../state/state.js";

/**
 * @param {HTMLElement} element
 * @param {import("./context.js").Context} context
 * @returns {import("./context.js").View}
 */
export function mount(element, { store, t, actions, boot }) {
  const explore = h("a", { href: "/", "aria-current": "page" });
  const learn = h("a", { class: "nav-learn", href: "/learn" });
  const reference = h("a", { href: "/docs" });
  const nav = h("nav", { class: "nav" }, [explore, learn, reference]);
  const network = h("button", {
    class: "button network-button",
    "aria-haspopup": "dialog",
    onclick: () => actions.openPanel("networks"),
  });
  const openWords = h("span", { class: "open-words" });
  const open = h("button", { class: "button open-own", onclick: () => actions.openPanel("networks") }, [
    icon("open"),
    openWords,
  ]);
  const english = h("span", { text: "EN", lang: "en" });
  const chinese = h("span", { text: "中文", lang: "zh" });
  const language = h(
    "button",
    {
      class: "button language",
      onclick: () => actions.setLanguage(store.get().language === "en" ? "zh" : "en"),
    },
    [english, h("span", { class: "slash", text: "/" }), chinese],
  );
  const theme = h("button", {
    class: "button square",
    onclick: () => {
      actions.setTheme(NEXT_THEME[store.get().theme]);
    },
  });
  append(element, [
    h("span", { class: "brand", text: "Gatescope" }),
    nav,
    h("span", { class: "spacer" }),
    network,
    boot.limits.uploads !== false && open,
    language,
    theme,
  ]);

  /** @param {import("../state/types.js").State} state */
  const draw = (state) => {
    setText(explore, t("header.explore"));
    setText(learn, t("header.learn"));
    setText(reference, t("header.reference"));
    setAttribute(nav, "aria-label", t("header.nav"));
    const model = shownModel(boot, state);
    const stack = shownStack(boot, state);
    const title = inLanguage(boot.cards[state.model]?.title ?? model?.title ?? state.model, state.language);
    const size = stack ? t("network.size", { cell: stack.cell.toUpperCase(), units: stack.hidden_size }) : "";
    fill(network, [
      h("span", { class: "network-title", text: title }),
      h("span", { class: "network-size", text: size && ` · ${size}` }),
      icon("down"),
    ]);
    setAttribute(network, "aria-label", t("header.network", { title, size }));
    setText(openWords, t("header.open"));
    setAttribute(open, "aria-label", t("header.open.what"));
    setAttribute(open, "title", t("header.open.what"));
    english.classList.toggle("current", state.language === "en");
    chinese.classList.toggle("current", state.language === "zh");
    setAttribute(language, "aria-label", t("header.language"));
    fill(theme, [icon(state.theme)]);
    setAttribute(theme, "aria-label", t(`theme.${state.theme}`));
    setAttribute(theme, "title", t(`theme.${state.theme}`));
  };
  draw(store.get());
  return {
    update(state, previous) {
      const same = state.language === previous.language && state.theme === previous.theme;
      const shown = state.model === previous.model && state.stack === previous.stack;
      if (!same || !shown || state.own !== previous.own) draw(state);
    },
    destroy: () => element.replaceChildren(),
  };
}
