/** The moments of a page's figures in its address: read when a figure comes to life, written when a reader moves it. */

import { readPlaces, writePlaces } from "../state/figure_link.js";

/** Browsers refuse more than about a hundred changes of the address in half a minute. */
const PAUSE = 350;

/**
 * @param {object} parts
 * @param {Pick<Location, "hash">} parts.location
 * @param {(hash: string) => void} parts.write replaces the hash without a new entry of history
 * @param {(run: () => void, ms: number) => () => void} parts.delay
 */
export function createPlaces({ location, write, delay }) {
  /** The figure moved last comes first: whoever opens the link sees it. */
  let moments = [...readPlaces(location.hash).moments];
  let cancel = () => {};
  return {
    /** What the address says of a figure. @param {string} id */
    of: (id) => moments.find(([name]) => name === id)?.[1] ?? null,
    /** @param {string} id @param {string} moment */
    put(id, moment) {
      moments = [[id, moment], ...moments.filter(([name]) => name !== id)];
      cancel();
      cancel = delay(() => write(writePlaces(null, moments)), PAUSE);
    },
    /** Take over an address that was followed within the page. @param {string} hash */
    follow(hash) {
      const { moments: said } = readPlaces(hash);
      moments = [...said, ...moments.filter(([name]) => !said.has(name))];
      return said;
    },
    /** Everything, for the same page in the other language. @param {string | null} anchor */
    hash: (anchor) => writePlaces(anchor, moments),
  };
}
