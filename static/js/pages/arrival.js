/** When an element comes near the window, and when it is in the middle of it. */

/** So far below the window a figure is made, so that it stands there when the reader arrives. */
const NEAR = "900px 0px";
/** So much of it is seen when it moves by itself for the first time. */
const SEEN = 0.7;

/**
 * @param {Element} element
 * @param {() => void} run once
 * @returns {() => void} no longer wait
 */
export function whenNear(element, run) {
  return once(element, run, { rootMargin: NEAR });
}

/**
 * @param {Element} element
 * @param {() => void} run once
 * @returns {() => void} no longer wait
 */
export function whenSeen(element, run) {
  return once(element, run, { threshold: SEEN });
}

/**
 * @param {Element} element
 * @param {() => void} run
 * @param {IntersectionObserverInit} options
 */
function once(element, run, options) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    run();
  }, options);
  watch.observe(element);
  return () => watch.disconnect();
}
