/** Where a link leads stays in place, although figures and questions above it come to life and change their height. */

/** So long, in ms, a place is held unless the reader moves first. */
const HOLD = 2000;
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];

/**
 * Browsers keep what is read in place when something above it grows, but not right after a jump.
 *
 * @param {Element} place
 * @param {(run: () => void, ms: number) => () => void} delay
 */
export function land(place, delay) {
  let held = { top: 0, height: 0 };
  const look = () => ({ top: place.getBoundingClientRect().top, height: document.body.offsetHeight });
  const align = () => {
    place.scrollIntoView();
    held = look();
  };
  const watch = new ResizeObserver(align);
  const cancel = delay(release, HOLD);
  /** Scrolled, and nothing has grown: somebody wants to be elsewhere. */
  function moved() {
    const { top, height } = look();
    if (height === held.height && Math.abs(top - held.top) > 1) release();
  }
  function release() {
    watch.disconnect();
    cancel();
    removeEventListener("scroll", moved);
    for (const move of MOVES) removeEventListener(move, release);
  }
  addEventListener("scroll", moved, { passive: true });
  for (const move of MOVES) addEventListener(move, release, { passive: true });
  watch.observe(document.body);
  align();
}
