/**
 * The player moves the moment in the store. It knows no DOM and no clock of its own: `now` and `schedule`
 * are handed in, so a test can be the clock.
 */

import { advance, endsGate, firstStep, following, momentAt, preceding, stepFrom } from "./timeline.js";

/** @typedef {import("./timeline.js").Moment} Moment */
/** @typedef {import("./timeline.js").Score} Score */
/** @typedef {import("../state/types.js").State} State */

/**
 * @typedef {object} Player
 * @property {() => void} play
 * @property {() => void} pause
 * @property {() => void} toggle
 * @property {() => void} nextOperation plays one operation, then rests
 * @property {() => void} previousOperation
 * @property {() => void} nextStep
 * @property {() => void} previousStep
 * @property {() => void} first
 * @property {() => void} last
 * @property {(position: number) => void} seek in operations of the whole sequence
 * @property {(moment: { step?: number, operation?: number, u?: number }) => void} show
 * @property {(milliseconds: number) => void} intro plays the step shown once, in this time
 * @property {() => void} stop forgets the clock
 */

/**
 * @param {object} options
 * @param {import("../core/store.js").Store<State>} options.store
 * @param {(state: State) => Score["operations"]} options.operations of the cell shown
 * @param {() => number} options.now milliseconds
 * @param {(tick: () => void) => () => void} options.schedule calls once at the next frame; answers how to cancel
 * @param {() => boolean} options.still whether motion is unwanted: operations are shown done at once
 * @returns {Player}
 */
export function createPlayer({ store, operations, now, schedule, still }) {
  /** @type {(() => void) | null} */
  let cancel = null;
  let before = 0;
  let waited = 0;
  /** How much faster than the reader's speed: only the intro. */
  let haste = 1;
  /** @type {(moment: Moment) => boolean} */
  let stopsAt = () => true;

  /** @returns {Score} */
  const score = () => {
    const state = store.get();
    return {
      operations: operations(state),
      steps: state.trace?.length ?? 1,
      backward: state.direction === "backward",
    };
  };
  /** @returns {Moment} */
  const moment = () => {
    const { step, operation, u } = store.get();
    return { step, operation, u, waited };
  };
  /** Another operation brings the channel it makes into view. @param {Moment} next @param {Partial<State>} [more] */
  const put = (next, more = {}) => {
    waited = next.waited;
    const made =
      next.operation === store.get().operation ? null : score().operations[next.operation]?.channel;
    const channel = made ? { channel: made } : {};
    store.set({ step: next.step, operation: next.operation, u: next.u, ...channel, ...more });
  };
  const halt = () => {
    cancel?.();
    cancel = null;
    haste = 1;
    waited = 0;
  };
  /** @param {Moment | null} next */
  const jump = (next) => {
    halt();
    if (next) put(next, { playing: false, resting: true });
    else store.set({ playing: false, resting: true });
  };

  const tick = () => {
    cancel = null;
    const time = now();
    const passed = Math.min(time - before, 100) * store.get().speed * haste;
    before = time;
    const { moment: next, rests } = advance(score(), moment(), passed, stopsAt);
    if (!rests) {
      put(next);
      cancel = schedule(tick);
      return;
    }
    const again = store.get().playing && store.get().loop ? segmentStart(next) : null;
    if (!again) {
      jump(next);
      return;
    }
    put(again);
    cancel = schedule(tick);
  };

  /** @param {Moment} end @returns {Moment} where the loop begins again */
  const segmentStart = (end) => {
    if (!store.get().stopAtGate) return { step: firstStep(score()), operation: 0, u: 0, waited: 0 };
    const list = score().operations;
    const gate = list[end.operation]?.gate;
    return { ...end, operation: list.findIndex((operation) => operation.gate === gate), u: 0, waited: 0 };
  };

  /** @param {(moment: Moment) => boolean} rule @param {Partial<State>} patch @param {number} [faster] */
  const run = (rule, patch, faster = 1) => {
    halt();
    haste = faster;
    stopsAt = rule;
    before = now();
    store.set({ resting: false, ...patch });
    cancel = schedule(tick);
  };

  /** The beginning of what is to be played: the rest of this operation, or the next one. */
  const begin = () => {
    const here = moment();
    if (here.u < 1) return here;
    return following(score(), here);
  };

  const nextOperation = () => {
    const start = begin();
    if (!start || still()) {
      jump(start && { ...start, u: 1 });
      return;
    }
    put(start, { resting: false });
    run(() => true, { playing: false });
  };

  const play = () => {
    const start = begin() ?? { step: firstStep(score()), operation: 0, u: 0, waited: 0 };
    put(start, { resting: false });
    run(({ operation }) => store.get().stopAtGate && endsGate(score(), operation), { playing: true });
  };

  /** @param {number} by */
  const move = (by) => {
    const { step, operation } = store.get();
    const next = stepFrom(score(), step, by);
    jump(next === null ? null : { step: next, operation, u: 1, waited: 0 });
  };

  return {
    play,
    pause: () => jump(moment()),
    toggle: () => (store.get().resting ? play() : jump(moment())),
    nextOperation,
    previousOperation: () => jump(preceding(score(), moment())),
    nextStep: () => move(1),
    previousStep: () => move(-1),
    first: () => jump({ step: firstStep(score()), operation: 0, u: 0, waited: 0 }),
    last: () => jump(momentAt(score(), Number.POSITIVE_INFINITY)),
    seek: (position) => jump(momentAt(score(), position)),
    show: ({ step, operation, u }) => {
      const here = moment();
      jump({ step: step ?? here.step, operation: operation ?? here.operation, u: u ?? 1, waited: 0 });
    },
    intro: (milliseconds) => {
      const whole = score().operations.reduce((sum, one) => sum + one.duration + one.pause, 0);
      const end = score().operations.length - 1;
      put({ ...moment(), operation: 0, u: 0, waited: 0 }, { resting: false });
      run(({ operation }) => operation === end, { playing: false }, whole / milliseconds / store.get().speed);
    },
    stop: halt,
  };
}
