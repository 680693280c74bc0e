import { ownAmong, withModel, withParts } from "../../static/js/state/own.js";
import * as file from "../../static/js/views/file.js";
import * as header from "../../static/js/views/header.js";
import * as networks from "../../static/js/views/networks.js";
import * as own from "../../static/js/views/own.js";
import { assert, test } from "./harness.js";
import { MODEL, show } from "./show.js";

const ID = "u-0123456789abcdef";
/** @type {import("../../static/js/state/types.js").Model} */
const MINE = {
  ...MODEL,
  id: ID,
  title: "speech",
  source: "uploaded",
  format: "pytorch",
  writes_on: false,
  file_size: 3_250_000,
  input: { kind: "token_ids", size: 2, labels: null },
};
/** @type {import("../../static/js/state/own.js").Parts} */
const PARTS = {
  embeddings: [],
  outputs: [],
  undecided: [{ stack: "lstm", option: "reset_after", choices: [true, false], chosen: null }],
  leftovers: [{ name: "conv", shape: [4, 3, 5], why: "not a recurrent layer" }],
  notes: [{ en: "One part is not used.", zh: "有一部分没有用到。" }],
  vocabulary: null,
  stored: null,
};
const OWN = withParts(withModel(ownAmong([]), MINE), ID, PARTS);
const soon = () => new Promise((resolve) => setTimeout(resolve));

/** @param {HTMLElement} element @param {string} selector */
const find = (element, selector) => /** @type {HTMLElement} */ (element.querySelector(selector));

test("an own network is told with its format, its size and its times, and deleted after a second question", async () => {
  const stored = {
    [ID]: { bytes: 2048, uploaded_at: new Date().toISOString(), expires_at: "2030-12-23T10:00:00Z" },
  };
  const {
    element,
    own: asked,
    called,
    text,
  } = await show(networks, { panel: "networks", own: { ...OWN, stored } });
  assert.match(
    text(".own-network .network-card"),
    /speechPyTorch · LSTM, 3 units · 2 kBopened this minute · kept until Dec 23/,
  );
  find(element, ".own-network .network-card").click();
  assert.deepEqual(called.at(-1), ["chooseModel", ID]);
  const [, remove] = element.querySelectorAll(".own-doings button");
  assert.equal(find(element, ".own-asked").hidden, true);
  /** @type {HTMLElement} */ (remove).click();
  assert.match(text(".own-asked p"), /Delete “speech” for everybody/);
  assert.equal(document.activeElement?.textContent, "Keep it");
  await soon();
  assert.deepEqual(asked, [["listOwn"]]);
  find(element, ".own-asked .danger").click();
  await soon();
  assert.deepEqual(asked.at(-1), ["deleteOwn", ID]);
});

test("a refusal is said in the reader's language, with the server's own sentence and hint", async () => {
  const refused = { code: "unsupported_format", message: "begins with b'x'", hint: "torch.save(...)" };
  const upload = { name: "a.pt", size: 3_250_000, share: 0.5, refused: null };
  const { element, store, text } = await show(networks, { panel: "networks", own: { ...OWN, upload } });
  assert.equal(text(".own-sending > p"), "Sending “a.pt”: 1.5 MB of 3.1 MB");
  store.set({ own: { ...OWN, upload: { ...upload, share: 1 } } });
  assert.equal(text(".own-sending > p"), "“a.pt” has arrived and is being read…");
  assert.equal(
    find(element, "progress").hasAttribute("value"),
    false,
    "the server tells nothing while it reads",
  );
  store.set({ own: { ...OWN, upload: { ...upload, refused } } });
  assert.equal(
    text(".own-refusal"),
    "“a.pt” is in no format that is known here.begins with b'x'torch.save(...)",
  );
  store.set({ language: "zh" });
  assert.match(text(".own-refusal"), /^无法识别“a.pt”的格式。begins/);
  store.set({ own: { ...OWN, upload: { ...upload, refused: { ...refused, code: "new_code" } } } });
  assert.match(text(".own-refusal"), /^无法打开“a.pt”。/);
});

test("a server that takes no files offers none, and one that deletes none no button for it", async () => {
  const limits = { steps: 9, text: 9, sample: 9, uploads: false, deletes: false };
  const { element } = await show(networks, { panel: "networks", own: OWN }, { limits });
  assert.equal(element.querySelector(".own-invitation"), null);
  assert.deepEqual(
    [...element.querySelectorAll(".own-doings button")].map(({ textContent }) => textContent),
    ["Copy link"],
  );
  const bar = await show(header, {}, { limits });
  assert.equal(bar.element.querySelector(".open-own"), null);
  assert((await show(header)).element.querySelector(".open-own"), "it is there where files are taken");
});

test("beside the sequence stands what the network reads and what it lacks", async () => {
  const { element, text, called } = await show(own, { model: ID, own: OWN });
  assert.equal(text(".own-facts"), "speech · PyTorch · 3.1 MB");
  assert.equal(find(element, ".own-stack").hidden, true, "one stack is no choice");
  assert.match(text(".own-reads"), /reads ids of tokens/);
  assert.equal(text("button"), "Left for you to choose: 1…");
  find(element, "button").click();
  assert.deepEqual(called.at(-1), ["openPanel", "file"]);
});

test("the file's dialog names what is open and what is left over; a choice goes as the server wrote it", async () => {
  const { element, own: asked, text } = await show(file, { panel: "file", model: ID, own: OWN });
  assert.match(text(".dialog-title"), /What is in speech/);
  assert.match(text(".file-leftovers"), /conv4 × 3 × 5not a recurrent layer/);
  const choice = /** @type {HTMLSelectElement} */ (find(element, ".file-choice select"));
  assert.deepEqual(
    [...choice.options].map((option) => option.text.slice(0, 17)),
    ["not chosen; until", "behind the matrix", "before the matrix"],
  );
  choice.value = "false";
  choice.dispatchEvent(new Event("change"));
  await soon();
  assert.deepEqual(asked.at(-1), [
    "choose",
    { embedding: null, output: null, options: { lstm: { reset_after: false } } },
  ]);
  const bundled = await show(file, { panel: "file", own: OWN });
  assert.equal(/** @type {HTMLDialogElement} */ (find(bundled.element, "dialog")).open, false);
});
