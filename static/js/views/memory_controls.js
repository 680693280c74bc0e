/** What the reader chooses: the two early words, and how many words follow. */

import { h, setAttribute } from "../core/dom.js";
import { clamp } from "../core/scale.js";

/** @typedef {import("./memory.js").MemoryData} MemoryData */
/** @typedef {import("./memory.js").MemoryState} MemoryState */

/**
 * @param {import("../core/store.js").Store<MemoryState>} store
 * @param {MemoryData} data
 * @param {import("../i18n/translate.js").Translate} t
 */
export function createControls(store, { degrees, early, filler }, t) {
  const groups = [
    { label: t("memory.degrees"), pairs: degrees.map(({ strong, mild }) => [strong, mild]) },
    { label: t("memory.sides"), pairs: early.map(({ praise, blame }) => [praise, blame]) },
  ];
  const all = groups.flatMap(({ pairs }) => pairs);
  const select = h(
    "select",
    {
      class: "button",
      id: "memory-pair",
      onchange: () => {
        const [one = "", other = ""] = all[Number(select.value)] ?? [];
        store.set({ pair: [one, other], playing: false });
      },
    },
    groups.map(({ label, pairs }) =>
      h(
        "optgroup",
        { label },
        pairs.map((pair) => h("option", { value: all.indexOf(pair), text: pair.join(" / ") })),
      ),
    ),
  );
  const bounds = { min: 0, max: filler.length, step: 1 };
  const range = h("input", {
    ...bounds,
    class: "scrub",
    type: "range",
    "aria-labelledby": "memory-gap-name",
    oninput: () => choose(Number(range.value)),
  });
  const number = h("input", {
    ...bounds,
    class: "number",
    type: "number",
    "aria-labelledby": "memory-gap-name",
    onchange: () => choose(Math.round(Number(number.value) || 0)),
  });
  /** However many follow, they are shown as read. @param {number} wanted */
  function choose(wanted) {
    const gap = clamp(wanted, 0, filler.length);
    number.value = String(gap);
    store.set({ gap, step: gap, playing: false });
  }
  return {
    element: h("div", { class: "exhibit-controls" }, [
      h("div", { class: "exhibit-field" }, [h("label", { for: select.id, text: t("memory.pair") }), select]),
      h("div", { class: "exhibit-field exhibit-field-wide" }, [
        h("span", { id: "memory-gap-name", text: t("memory.gap") }),
        range,
        number,
      ]),
    ]),
    /** @param {MemoryState} state */
    update({ gap }) {
      if (Number(range.value) !== gap) range.value = String(gap);
      if (document.activeElement !== number) number.value = String(gap);
      range.style.setProperty("--filled", `${(100 * gap) / Math.max(1, filler.length)}%`);
      setAttribute(range, "aria-valuetext", t("memory.gap.value", { gap }));
    },
  };
}
