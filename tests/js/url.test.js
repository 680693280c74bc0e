import { createStore } from "../../static/js/core/store.js";
import { createLink, within } from "../../static/js/state/link.js";
import { openingPlace } from "../../static/js/state/opening.js";
import { FIELDS, readHash, writeHash } from "../../static/js/state/url.js";
import { trace } from "./example.js";
import { assert, test } from "./harness.js";

const NAMES = {
  operations: ["arrive", "join", "weigh_f", "squash_f"],
  channels: ["forget_gate", "cell_state"],
};

/** @type {import("../../static/js/state/url.js").Linked} */
const PLAIN = {
  model: "review",
  stack: null,
  sequence: { kind: "text", value: "not bad" },
  layer: 0,
  direction: "forward",
  step: 0,
  operation: 0,
  u: 0,
  unit: 0,
  channel: "forget_gate",
  probes: [0, 1, 2],
  panel: null,
  overview: "lanes",
  language: "en",
  theme: "auto",
  speed: 1,
  loop: false,
  stopAtGate: true,
};
/** @type {import("../../static/js/state/url.js").Linked} */
const OTHER = {
  model: "brackets",
  stack: "encoder.lstm",
  sequence: { kind: "values", value: "0.1, -2\n3, 4 & 5#=%" },
  layer: 1,
  direction: "backward",
  step: 12,
  operation: 3,
  u: 0.375,
  unit: 7,
  channel: "cell_state",
  probes: [3, 7, 400],
  panel: "table",
  overview: "text",
  language: "zh",
  theme: "dark",
  speed: 0.25,
  loop: true,
  stopAtGate: false,
};

test("every field of the table comes back as it went", () => {
  assert.deepEqual(readHash(writeHash(OTHER, NAMES), NAMES), OTHER);
});

test("what is left out of a link is the quiet choice", () => {
  const hash = writeHash(PLAIN, NAMES);
  assert.equal(hash, "m=review&text=not+bad&s=0&op=arrive&u=0&c=forget_gate&lang=en");
  assert.deepEqual({ ...PLAIN, ...readHash(`#${hash}`, NAMES) }, PLAIN);
});

test("every key of the table is written by a state that differs in everything", () => {
  const written = new URLSearchParams(writeHash(OTHER, NAMES));
  const missing = FIELDS.map(({ key }) => key).filter((key) => !written.has(key));
  assert.deepEqual(missing, ["text", "ids"], "the sequence is one of three kinds");
});

test("nonsense in a link says nothing", () => {
  const hash =
    "m=../../etc&s=-1&op=fly&u=x&c=nose&lang=xx&speed=99&loop=yes&gate=2&panel=secret&theme=pink&at=7&l=1e9";
  assert.deepEqual(readHash(hash, NAMES), {});
  assert.deepEqual(readHash("", NAMES), {});
});

test("any text survives the link", () => {
  for (const value of ["", "不错 😀", "a&b=c#d%20", "line\nbreak", "+ +"]) {
    const sequence = { kind: /** @type {const} */ ("text"), value };
    assert.deepEqual(readHash(writeHash({ ...PLAIN, sequence }, NAMES), NAMES).sequence, sequence);
  }
});

/** A link over a pretended address bar and a pretended clock. @param {string} hash */
function linkWith(hash) {
  const location = { hash };
  const store = createStore(
    /** @type {import("../../static/js/state/types.js").State} */ (
      /** @type {unknown} */ ({ ...PLAIN, stack: null, trace, status: { kind: "ready" } })
    ),
  );
  /** @type {(() => void)[]} */
  const waiting = [];
  /** @type {object[]} */
  const wanted = [];
  /** @type {string[]} */
  const written = [];
  const link = createLink({
    store,
    names: () => NAMES,
    opening: (trace, example) => openingPlace(trace, () => [], example),
    location,
    write: (text) => written.push(text),
    delay: (run) => {
      waiting.push(run);
      return () => waiting.splice(waiting.indexOf(run), 1);
    },
    later: (place) => wanted.push(place(/** @type {any} */ ({ layers: [], length: 3 }))),
    stackOf: () => null,
    exampleOf: (model) => ({
      title: model,
      text: `${model} reads this`,
      step: 2,
      unit: 1,
      channel: "cell_state",
    }),
  });
  return { link, store, waiting, written, wanted, location };
}

test("many changes become one new address", () => {
  const { store, waiting, written } = linkWith("");
  for (const unit of [1, 2, 3]) store.set({ unit });
  assert.equal(waiting.length, 1);
  waiting[0]?.();
  assert.deepEqual(written, ["m=review&text=not+bad&s=0&op=arrive&u=3&c=forget_gate&lang=en"]);
});

test("what a link opened and the reader closed leaves the address", () => {
  const { link, store, waiting, written } = linkWith("#s=0&op=arrive&u=0&c=forget_gate&panel=help");
  link.follow();
  store.set({ panel: null });
  waiting[0]?.();
  assert.deepEqual(written, ["m=review&text=not+bad&s=0&op=arrive&u=0&c=forget_gate&lang=en"]);
});

test("a link that names a network only shows it with its first example", () => {
  const { link, store, wanted } = linkWith("#m=brackets&u=3");
  link.follow();
  assert.deepEqual(store.get().sequence, { kind: "text", value: "brackets reads this" });
  assert.deepEqual(wanted, [{ step: 2, unit: 3, operation: 0, u: 0, channel: "cell_state" }]);
});

test("a second link to a sequence that is on its way goes where the second says", () => {
  const { link, store, wanted, location } = linkWith("#m=review&text=so+good&s=1&u=1");
  link.follow();
  location.hash = "#m=review&text=so+good&s=0&u=0";
  link.follow();
  assert.deepEqual(wanted, [
    { step: 1, unit: 1 },
    { step: 0, unit: 0 },
  ]);
  assert.deepEqual(store.get().sequence, { kind: "text", value: "so good" });
});

test("a link is followed though the address was written in between", () => {
  const { link, store, waiting, written, location } = linkWith("");
  store.set({ unit: 2 });
  waiting[0]?.();
  location.hash = `#${written[0]}`;
  link.follow("#u=1&lang=zh");
  assert.equal(store.get().unit, 1);
  assert.equal(store.get().language, "zh");
});

test("a link to the sequence shown goes there at once, as far as it exists", () => {
  const { link, store, wanted } = linkWith(
    "#m=review&text=not+bad&s=40&op=squash_f&u=99&c=cell_state&lang=zh",
  );
  link.follow();
  const { step, operation, u, unit, channel, language } = store.get();
  assert.deepEqual(
    { step, operation, u, unit, channel, language },
    {
      step: 0,
      operation: 3,
      u: 0,
      unit: 2,
      channel: "cell_state",
      language: "zh",
    },
  );
  assert.deepEqual(wanted, []);
});

test("a link to another sequence leaves the place for the trace to come", () => {
  const { link, store, wanted } = linkWith("#m=brackets&text=(())&s=2&op=join&u=1");
  link.follow();
  assert.equal(store.get().model, "brackets");
  assert.equal(store.get().sequence.value, "(())");
  assert.equal(store.get().step, 0);
  assert.deepEqual(wanted, [{ step: 2, operation: 1, u: 0, unit: 1 }]);
});

test("a layer that is not there becomes the first", () => {
  assert.deepEqual(within({ trace }, { layer: 3, direction: "backward", unit: 1 }), {
    unit: 1,
    layer: 0,
    direction: "forward",
  });
});
