import { createStore } from "../../static/js/core/store.js";
import { createPlayer } from "../../static/js/player/player.js";
import { assert, test } from "./harness.js";

const operations = [
  { duration: 100, pause: 0, gate: "a" },
  { duration: 100, pause: 0, gate: "a" },
  { duration: 100, pause: 0, gate: "b" },
];

/** A player with a clock that the test turns. @param {object} [patch] @param {boolean} [still] */
function build(patch = {}, still = false) {
  let time = 0;
  /** @type {(() => void) | null} */
  let waiting = null;
  const store = createStore(
    /** @type {any} */ ({
      step: 0,
      operation: 0,
      u: 0,
      speed: 1,
      loop: false,
      stopAtGate: true,
      playing: false,
      resting: true,
      direction: "forward",
      trace: { length: 3 },
      ...patch,
    }),
  );
  const player = createPlayer({
    store,
    operations: () => operations,
    now: () => time,
    schedule: (tick) => {
      waiting = tick;
      return () => {
        waiting = null;
      };
    },
    still: () => still,
  });
  /** @param {number} milliseconds in ticks of 10 */
  const pass = (milliseconds) => {
    for (let k = 0; k < milliseconds; k += 10) {
      time += 10;
      const tick = waiting;
      waiting = null;
      tick?.();
    }
  };
  return { store, player, pass, idle: () => waiting === null };
}

/** @param {any} store */
const place = (store) => [store.get().step, store.get().operation, Math.round(store.get().u * 100) / 100];

test("next plays the rest of an operation and rests", () => {
  const { store, player, pass, idle } = build();
  player.nextOperation();
  assert.equal(store.get().resting, false);
  pass(50);
  assert.deepEqual(place(store), [0, 0, 0.5]);
  pass(500);
  assert.deepEqual(place(store), [0, 0, 1]);
  assert(store.get().resting && idle(), "nothing moves and no tick is asked for");
});

test("next at the end of an operation plays the one that follows, across steps", () => {
  const { store, player, pass } = build({ operation: 2, u: 1 });
  player.nextOperation();
  pass(200);
  assert.deepEqual(place(store), [1, 0, 1]);
});

test("next at the very end stays there", () => {
  const { store, player } = build({ step: 2, operation: 2, u: 1 });
  player.nextOperation();
  assert.deepEqual(place(store), [2, 2, 1]);
  assert(store.get().resting, "rests");
});

test("play stops at the end of a gate, and goes on from there", () => {
  const { store, player, pass } = build();
  player.play();
  pass(1000);
  assert.deepEqual(place(store), [0, 1, 1]);
  player.toggle();
  pass(1000);
  assert.deepEqual(place(store), [0, 2, 1]);
});

test("without stops it plays to the end of the sequence", () => {
  const { store, player, pass } = build({ stopAtGate: false });
  player.play();
  pass(2000);
  assert.deepEqual(place(store), [2, 2, 1]);
  assert.equal(store.get().playing, false);
});

test("a loop repeats the gate, or with no stops the sequence, until paused", () => {
  const gate = build({ loop: true });
  gate.player.play();
  gate.pass(250);
  assert.deepEqual(place(gate.store).slice(0, 2), [0, 0]);
  gate.player.pause();
  assert(gate.store.get().resting && gate.idle(), "paused");
  const sequence = build({ loop: true, stopAtGate: false });
  sequence.player.play();
  sequence.pass(950);
  assert.deepEqual(place(sequence.store).slice(0, 1), [0]);
});

test("speed scales time", () => {
  const { store, player, pass } = build({ speed: 4 });
  player.nextOperation();
  pass(20);
  assert.close(store.get().u, 0.8, 1e-9);
});

test("a long gap between frames moves by a tenth of a second at most", () => {
  let time = 0;
  /** @type {() => void} */
  let tick = () => {};
  const { store } = build({ stopAtGate: false });
  const player = createPlayer({
    store,
    operations: () => [{ duration: 1000, pause: 0, gate: "a" }],
    now: () => time,
    schedule: (next) => {
      tick = next;
      return () => {};
    },
    still: () => false,
  });
  player.play();
  time = 60_000;
  tick();
  assert.close(store.get().u, 0.1, 1e-9);
});

test("with motion unwanted, next shows the operation done and asks for no tick", () => {
  const { store, player, idle } = build({}, true);
  player.nextOperation();
  assert.deepEqual(place(store), [0, 0, 1]);
  player.nextOperation();
  assert.deepEqual(place(store), [0, 1, 1]);
  assert(idle(), "no tick");
});

test("a word on keeps the operation and shows it done", () => {
  const { store, player } = build({ operation: 1, u: 0.3 });
  player.nextStep();
  assert.deepEqual(place(store), [1, 1, 1]);
  player.previousStep();
  player.previousStep();
  assert.deepEqual(place(store), [0, 1, 1]);
});

test("the intro plays one whole step in the time it is given", () => {
  const { store, player, pass } = build({ step: 1 });
  player.intro(150);
  pass(140);
  assert.equal(store.get().resting, false);
  pass(20);
  assert.deepEqual(place(store), [1, 2, 1]);
  assert.equal(store.get().resting, true);
});

test("an operation brings the channel it makes into view; one that makes none leaves it", () => {
  const { store, player } = build({ channel: "x" }, true);
  const made = [{ channel: null }, { channel: "c" }, { channel: "d" }];
  for (const [k, { channel }] of made.entries()) Object.assign(operations[k] ?? {}, { channel });
  player.show({ operation: 1 });
  assert.equal(store.get().channel, "c");
  store.set({ channel: "mine" });
  player.nextStep();
  assert.equal(store.get().channel, "mine");
  player.show({ operation: 0 });
  assert.equal(store.get().channel, "mine");
});
