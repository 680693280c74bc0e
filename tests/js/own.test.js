import { upload } from "../../static/js/api/upload.js";
import { fileSize, fromNow } from "../../static/js/core/amount.js";
import { layersOf, limitsFor, partToAsk } from "../../static/js/state/asking.js";
import { isOwnId, NO_OWN, withModel, withoutModel, withParts } from "../../static/js/state/own.js";
import { choicesWith, kindOfFile, openChoices } from "../../static/js/state/own_files.js";
import { readsInto } from "../../static/js/state/reads.js";
import { knownText, someIds, wave } from "../../static/js/state/sample.js";
import { checkSequence } from "../../static/js/state/sequence.js";
import { readVocabulary } from "../../static/js/state/vocabulary.js";
import { assert, test } from "./harness.js";

/** @typedef {import("../../static/js/state/types.js").Model} Model */
/** @typedef {import("../../static/js/state/types.js").StackInfo} StackInfo */

/** @type {StackInfo} */
const STACK = {
  name: "lstm",
  cell: "lstm",
  layers: 2,
  bidirectional: false,
  input_size: 256,
  hidden_size: 1024,
  projection_size: null,
  parameters: 1,
};
/** @param {string} id @param {object} [more] */
const model = (id, more = {}) =>
  /** @type {Model} */ (
    /** @type {unknown} */ ({ id, title: id, source: "uploaded", stacks: [STACK], ...more })
  );
/** @type {import("../../static/js/state/own.js").Parts} */
const PARTS = {
  embeddings: [
    { name: "emb", size: 256, vectors: 9, stack: "lstm", chosen: true },
    { name: "other", size: 256, vectors: 12, stack: "lstm", chosen: false },
  ],
  outputs: [
    { name: "a", size: 2, kind: null, stack: "lstm", chosen: false },
    { name: "b", size: 3, kind: null, stack: "lstm", chosen: false },
  ],
  undecided: [{ stack: "lstm", option: "activation", choices: ["tanh", "relu"], chosen: null }],
  leftovers: [],
  notes: [],
  vocabulary: null,
  stored: null,
};

test("a vocabulary is a list, a map to ids, a map from ids, or lines", () => {
  const words = ["the", "<unk>", " "];
  const { vocabulary: list } = readVocabulary(JSON.stringify(words));
  assert.deepEqual([list?.value, list?.size], [words, 3]);
  assert.deepEqual(readVocabulary('{"the": 0, "sea": 1}').vocabulary?.value, { the: 0, sea: 1 });
  assert.deepEqual(readVocabulary('{"0": "the", "1": "sea"}').vocabulary?.value, { the: 0, sea: 1 });
  assert.deepEqual(readVocabulary("the\r\nsea\r\n").vocabulary?.value, ["the", "sea"]);
  assert.deepEqual(readVocabulary("[\n]\n{\na").vocabulary?.value, ["[", "]", "{", "a"]);
});

test("what is no vocabulary is refused with what is wrong", () => {
  /** @type {[string, string, object][]} */
  const rows = [
    ["  \n", "empty", {}],
    ["[]", "empty", {}],
    ['["a", "b", "a"]', "twice", { entry: "a" }],
    ['["a", 3]', "not_text", { place: 2 }],
    ["a\n\nb", "not_text", { place: 2 }],
    ['{"a": "b"}', "no_ids", {}],
    ['{"0": "a", "1": "a"}', "twice", { entry: "a" }],
  ];
  for (const [text, code, args] of rows) {
    assert.deepEqual(readVocabulary(text).refused, { code, args }, text);
  }
  assert.equal(readVocabulary('["a", "b"').refused?.code, "not_json");
});

test("a name tells a table from a network; what it is the server finds out", () => {
  assert.deepEqual(["a.pt", "B.SafeTensors", "c.keras", "d.csv", "e.json", "f", "g.tar.gz"].map(kindOfFile), [
    "network",
    "network",
    "network",
    "table",
    "text",
    "unknown",
    "unknown",
  ]);
  assert.deepEqual(["u-0123456789abcdef", "u-x", "review"].map(isOwnId), [true, false, false]);
});

test("own networks are added in front, replaced in place and taken away with all that is known", () => {
  const two = withModel(withModel(NO_OWN, model("a")), model("b"));
  assert.deepEqual(
    two.models.map(({ id }) => id),
    ["b", "a"],
  );
  const again = withParts(withModel(two, model("a", { title: "new" })), "a", PARTS);
  assert.deepEqual(
    again.models.map(({ title }) => title),
    ["b", "new"],
  );
  assert.deepEqual(withoutModel(again, "a"), { ...two, models: [again.models[0]] });
});

test("a change of one choice leaves the others, and open ones are counted", () => {
  assert.equal(openChoices(PARTS), 2);
  assert.deepEqual(choicesWith(PARTS, { output: { name: "b", kind: "softmax" } }), {
    embedding: "emb",
    output: { name: "b", kind: "softmax" },
    options: {},
  });
  const chosen = choicesWith(PARTS, { options: { lstm: { activation: "relu" } } });
  assert.deepEqual(chosen, { embedding: "emb", output: null, options: { lstm: { activation: "relu" } } });
});

test("tokens are read into one stack, the others take numbers", () => {
  const input = { kind: "token_ids", size: 256, labels: null };
  const feeding = { name: "embedding", size: 256, vectors: 9, stack: "lstm", chosen: true };
  const both = model("a", { input, stacks: [{ ...STACK, name: "decoder" }, STACK] });
  assert.deepEqual(
    ["lstm", "decoder"].map((name) => readsInto(both, name, { ...PARTS, embeddings: [feeding] })),
    ["token_ids", "values"],
  );
  assert.equal(readsInto(model("a", { input: { kind: "words", size: 3, labels: null } }), "lstm"), "text");
});

test("a made-up beginning fits the network and is the same every time", () => {
  assert.deepEqual(someIds(5), [0, 1, 2, 3, 4]);
  assert(
    someIds(30000).every((id) => id < 30000),
    "every id is in the vocabulary",
  );
  assert.deepEqual([wave(3).length, wave(3)[0]?.length, wave(300).length], [24, 3, 6]);
  assert.deepEqual(wave(3), wave(3));
  const said = [
    ["the", true],
    ["sea", true],
    ["was", true],
    ["xyz", false],
  ].map(([text, known]) => ({ text: String(text), known: Boolean(known) }));
  assert.equal(knownText(said, "words"), "the sea was");
  assert.equal(knownText(said.slice(1), "words"), null);
});

test("ids are whole numbers with spaces or commas between", () => {
  const limits = { steps: 4, text: 9 };
  /** @param {string} value */
  const checked = (value) => checkSequence({ kind: "token_ids", value }, 1, limits);
  assert.deepEqual(checked(" 3, 17 42\n").body, { token_ids: [3, 17, 42] });
  assert.deepEqual(checked("3 x").error?.args, { place: 2, value: "x" });
  assert.equal(checked("1 2 3 4 5").error?.code, "sequence_too_long");
});

test("of a large network the layer shown is asked for, of a small one all of it", () => {
  const shown = { layer: 1, direction: /** @type {const} */ ("forward") };
  assert.deepEqual(partToAsk(STACK, 30, 7, shown), {});
  assert.deepEqual(partToAsk(STACK, 100, 7, shown), { layers: [1], directions: ["forward"] });
  assert.deepEqual(partToAsk(STACK, 100, 7, { ...shown, layer: 7 }), {
    layers: [0],
    directions: ["forward"],
  });
  assert.deepEqual(partToAsk({ ...STACK, layers: 1 }, 9000, 7, shown), {});
  assert.deepEqual(limitsFor({ steps: 10000, text: 1 }, STACK, 6), { steps: 1302, text: 1 });
  assert.equal(limitsFor({ steps: 10000 }, { ...STACK, hidden_size: 4 }, 6).steps, 10000);
  assert.deepEqual(
    layersOf({ ...STACK, bidirectional: true }).map(({ index, direction }) => `${index} ${direction}`),
    ["0 forward", "0 backward", "1 forward", "1 backward"],
  );
});

test("sizes and ages are told as people say them", () => {
  assert.deepEqual([fileSize(10), fileSize(3_250_000), fileSize(64 * 2 ** 20)], ["1 kB", "3.1 MB", "64 MB"]);
  const now = Date.parse("2026-03-03T12:00:00Z");
  assert.equal(fromNow("2026-03-01T11:00:00Z", now, "en"), "2 days ago");
  assert.equal(fromNow("2026-03-03T11:59:30Z", now, "zh"), "此刻");
});

/** An XMLHttpRequest that a test answers. */
class Pretended extends EventTarget {
  upload = new EventTarget();
  status = 0;
  responseText = "";
  /** @type {string[]} */
  said = [];
  /** @param {string} method @param {string} address */
  open(method, address) {
    this.said.push(`${method} ${address}`);
  }
  setRequestHeader() {}
  send() {}
  abort() {
    this.dispatchEvent(new Event("abort"));
  }
  /** @param {number} status @param {object} body */
  answer(status, body) {
    Object.assign(this, { status, responseText: JSON.stringify(body) });
    this.dispatchEvent(new Event("load"));
  }
}

/** An upload over a pretended request. */
function sending() {
  const request = new Pretended();
  const under = new AbortController();
  /** @type {number[]} */
  const shares = [];
  const watch = { progress: (/** @type {number} */ share) => shares.push(share), signal: under.signal };
  const result = upload(new File(["abcd"], "my net.pt"), watch, () => /** @type {any} */ (request));
  return { request, under, shares, result };
}

test("a file is sent with its name and progress, and the answer is the network", async () => {
  const { request, shares, result } = sending();
  request.upload.dispatchEvent(new ProgressEvent("progress", { loaded: 1, total: 4 }));
  request.upload.dispatchEvent(new Event("load"));
  request.answer(201, { id: "u-1" });
  assert.deepEqual(await result, { id: "u-1" });
  assert.deepEqual([request.said, shares], [["POST /api/v1/models?filename=my%20net.pt"], [0.25, 1]]);
});

test("a refusal keeps code, sentence and hint; a cancelled file says so", async () => {
  const refused = sending();
  refused.request.answer(415, { code: "unsupported_format", detail: "begins with b'x'", hint: "torch.save" });
  const error = await refused.result.catch((caught) => caught);
  assert.deepEqual(
    [error.code, error.message, error.hint],
    ["unsupported_format", "begins with b'x'", "torch.save"],
  );
  const stopped = sending();
  stopped.under.abort();
  assert.equal((await stopped.result.catch((caught) => caught)).name, "AbortError");
});
