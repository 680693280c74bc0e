import { NO_EDITS } from "../../static/js/state/edits.js";
import { readMoment, readPlaces, writeMoment, writePlaces } from "../../static/js/state/figure_link.js";
import { assert, test } from "./harness.js";

const LIMITS = {
  operations: ["arrive", "join", "squash_f"],
  channels: ["forget_gate", "cell_state"],
  datasets: ["worked", "review"],
  variants: ["plain_rnn"],
};
const MOMENT = {
  operation: 2,
  u: 1,
  step: 0,
  unit: 1,
  channel: "forget_gate",
  dataset: "worked",
  edits: NO_EDITS,
};

test("a moment is short where nothing was changed", () => {
  assert.equal(writeMoment(MOMENT, LIMITS), "squash_f,0,1,c:forget_gate");
});

test("what is written is read back, edits included", () => {
  const changed = {
    ...MOMENT,
    u: 0.25,
    dataset: "review",
    edits: {
      weights: [
        { gate: "forget_gate", part: /** @type {const} */ ("W_h"), unit: 1, index: 0, value: -2.5 },
        { gate: "forget_gate", part: /** @type {const} */ ("b"), unit: 1, index: 0, value: 1e-7 },
      ],
      overrides: [
        { channel: "forget_gate", unit: null, kind: /** @type {const} */ ("set"), value: 0.5 },
        { channel: "cell_state", unit: 2, kind: /** @type {const} */ ("negate"), value: 0 },
      ],
      variants: ["plain_rnn"],
    },
  };
  const text = writeMoment(changed, LIMITS);
  assert(/^[\w,:/.-]+$/.test(text), `${text} needs no escapes in an address`);
  assert.deepEqual(readMoment(text, LIMITS), changed);
});

test("an address of three parts is enough", () => {
  assert.deepEqual(readMoment("join,2,0", LIMITS), {
    operation: 1,
    u: 1,
    step: 2,
    unit: 0,
    dataset: "worked",
    edits: NO_EDITS,
  });
});

test("what is not understood is left out, and a moment without a place is none", () => {
  for (const text of ["", "fly,0,1", "join,-1,0", "join,0", "join,0,1e9", "<b>,0,0"]) {
    assert.equal(readMoment(text, LIMITS), null, text);
  }
  const odd = "join,0,0,at:7,c:fly,d:fly,w:forget_gate/W_z/0/0/1,o:forget_gate/0/set/NaN,v:fly,__proto__:1,:";
  const read = readMoment(odd, LIMITS);
  assert.deepEqual(read, { operation: 1, u: 1, step: 0, unit: 0, dataset: "worked", edits: NO_EDITS });
});

test("a hash holds a place in the text and the moments of figures, in their order", () => {
  const hash = writePlaces("forget-gate", [
    ["5", "join,0,1"],
    ["4", "arrive,0,0"],
  ]);
  assert.equal(hash, "forget-gate&figure-5=join,0,1&figure-4=arrive,0,0");
  const { anchor, moments } = readPlaces(`#${hash}`);
  assert.equal(anchor, "forget-gate");
  assert.deepEqual(
    [...moments],
    [
      ["5", "join,0,1"],
      ["4", "arrive,0,0"],
    ],
  );
  assert.deepEqual([...readPlaces("#figure-4=join%2C0%2C1").moments], [["4", "join,0,1"]]);
  assert.deepEqual(readPlaces("#%zz").anchor, null);
  assert.deepEqual(readPlaces("").anchor, null);
});
