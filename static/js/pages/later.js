/** Parts of the page that are fetched when they are first needed: the first picture does not wait for them. */

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../views/context.js").View} View */
/** @typedef {import("../views/context.js").Context} Context */
/**
 * @typedef {object} Part
 * @property {string} id of the element it is mounted into
 * @property {(state: Readonly<State>) => boolean} needed
 * @property {() => Promise<{ mount: (element: HTMLElement, context: Context) => View }>} load
 * @property {boolean} [soon] likely to be asked for: fetched when the page has nothing else to do
 * @property {string} [sheet] its styles, which the page names as `data-later`; with spaces between several
 */

/**
 * @param {Part} part
 * @param {() => void} failed told when the server did not answer; the part is asked for again when it is next needed
 * @returns {{ id: string, mount: (element: HTMLElement, context: Context) => View, fetchSoon: () => void }}
 *   `fetchSoon` gets it before it is needed, where that is likely
 */
export function later({ id, needed, load, sheet, soon = false }, failed) {
  const fetch = () => Promise.all([load(), dress(sheet)]);
  return {
    id,
    mount(element, context) {
      /** @type {View | null} */
      let view = null;
      let asked = false;
      let gone = false;
      const bring = async () => {
        asked = true;
        try {
          const [{ mount }] = await fetch();
          if (!gone) view = mount(element, context);
        } catch {
          asked = false;
          failed();
        }
      };
      /** @param {Readonly<State>} state */
      const look = (state) => {
        if (!asked && needed(state)) bring();
      };
      look(context.store.get());
      return {
        update: (state, previous) => (view ? view.update(state, previous) : look(state)),
        destroy() {
          gone = true;
          view?.destroy();
        },
      };
    },
    fetchSoon() {
      if (soon) fetch().catch(() => null);
    },
  };
}

/**
 * Let sheets that the page holds back apply.
 *
 * @param {string} [sheets] with spaces between
 * @returns {Promise<unknown>} when they do
 */
const dress = (sheets = "") => Promise.all(sheets.split(" ").map(apply));

/** @param {string} sheet @returns {Promise<void>} */
function apply(sheet) {
  const link = document.querySelector(`link[data-later="${sheet}"]`);
  if (!(link instanceof HTMLLinkElement) || !link.disabled) return Promise.resolve();
  return new Promise((resolve) => {
    // A page without its styles is better than none.
    for (const event of ["load", "error"]) link.addEventListener(event, () => resolve(), { once: true });
    link.disabled = false;
  });
}
