import {
  advance,
  endsGate,
  firstStep,
  following,
  momentAt,
  positionOf,
  preceding,
  stepFrom,
} from "../../static/js/player/timeline.js";
import { assert, test } from "./harness.js";

const score = {
  operations: [
    { duration: 100, pause: 10, gate: "a" },
    { duration: 200, pause: 20, gate: "a" },
    { duration: 300, pause: 30, gate: "b" },
  ],
  steps: 4,
  backward: false,
};
const start = { step: 0, operation: 0, u: 0, waited: 0 };
const never = () => false;

test("time moves an operation on by its own duration", () => {
  assert.deepEqual(advance(score, start, 50, never), { moment: { ...start, u: 0.5 }, rests: false });
});

test("a pause is waited out behind an operation, and the rest of the time goes to the next", () => {
  assert.deepEqual(advance(score, start, 105, never).moment, { step: 0, operation: 0, u: 1, waited: 5 });
  assert.deepEqual(advance(score, start, 160, never).moment, { step: 0, operation: 1, u: 0.25, waited: 0 });
});

test("many small ticks lead where one large one leads", () => {
  let moment = start;
  for (let k = 0; k < 100; k += 1) moment = advance(score, moment, 7.3, never).moment;
  const once = advance(score, start, 730, never).moment;
  assert.equal(moment.step, once.step);
  assert.equal(moment.operation, once.operation);
  assert.close(moment.u, once.u, 1e-9);
});

test("it rests where it is told to, whatever time is left", () => {
  const { moment, rests } = advance(score, start, 5000, ({ operation }) => endsGate(score, operation));
  assert.deepEqual(moment, { step: 0, operation: 1, u: 1, waited: 0 });
  assert(rests, "rests");
});

test("it rests at the end of the sequence", () => {
  const { moment, rests } = advance(score, start, 1e6, never);
  assert.deepEqual(moment, { step: 3, operation: 2, u: 1, waited: 0 });
  assert(rests, "rests");
});

test("a backward layer is played from the end of the sequence to its start", () => {
  const backward = { ...score, backward: true };
  assert.equal(firstStep(backward), 3);
  assert.equal(stepFrom(backward, 3, 1), 2);
  assert.equal(stepFrom(backward, 0, 1), null);
  assert.deepEqual(following(backward, { ...start, step: 3, operation: 2 }), { ...start, step: 2 });
});

test("preceding is the end of the operation before, across steps", () => {
  assert.deepEqual(preceding(score, { ...start, operation: 2 }), { step: 0, operation: 1, u: 1, waited: 0 });
  assert.deepEqual(preceding(score, { ...start, step: 2 }), { step: 1, operation: 2, u: 1, waited: 0 });
  assert.equal(preceding(score, start), null);
});

test("a place of the scrubber and its moment are inverse", () => {
  for (const one of [score, { ...score, backward: true }]) {
    for (const position of [0, 0.25, 1, 2.5, 3, 3.01, 7.75, 11.999, 12]) {
      assert.close(positionOf(one, momentAt(one, position)), position, 1e-12);
    }
  }
});

test("a place beyond the ends is the end", () => {
  assert.deepEqual(momentAt(score, -3), start);
  assert.deepEqual(momentAt(score, Number.POSITIVE_INFINITY), { step: 3, operation: 2, u: 1, waited: 0 });
});
