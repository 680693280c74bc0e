/** Files of networks: what their names say, what they leave open, how they are told. Pure. */

/** @typedef {import("./types.js").Model} Model */
/** @typedef {import("./own.js").Parts} Parts */
/** @typedef {import("./own.js").Choices} Choices */

/** Names of files that hold networks, as far as a name tells. */
const NETWORK = /\.(pt|pth|bin|ckpt|safetensors|keras|h5|hdf5|onnx|npz|zip)$/i;
/** Names of tables, which belong into the sequence. */
const TABLE = /\.(csv|tsv|txt|xlsx?|ods)$/i;

/**
 * What the name of a file says of it. What it is the server finds out from its bytes.
 *
 * @param {string} name
 * @returns {"network" | "table" | "text" | "unknown"} text: a network or a vocabulary
 */
export function kindOfFile(name) {
  if (NETWORK.test(name)) return "network";
  if (TABLE.test(name)) return "table";
  return /\.json$/i.test(name) ? "text" : "unknown";
}

/** What a file picker offers. */
export const ACCEPTED = ".pt,.pth,.bin,.ckpt,.safetensors,.keras,.h5,.hdf5,.onnx,.npz,.zip,.json";

/**
 * What tells most of a network: its first stack.
 *
 * @param {Model} model
 */
export function sizeOf({ stacks: [stack] }) {
  return { cell: stack?.cell ?? "", units: stack?.hidden_size ?? 0, layers: stack?.layers ?? 0 };
}

/** How programs write their own names. @type {Readonly<Record<string, string>>} */
const FORMATS = Object.freeze({
  pytorch: "PyTorch",
  torchscript: "TorchScript",
  keras: "Keras",
  onnx: "ONNX",
  npz: "NumPy",
  json: "JSON",
});

/** @param {Model} model */
export const formatName = ({ format = "" }) => FORMATS[format] ?? format;

/**
 * Everything that is chosen of a file, as the server takes it, with a change.
 *
 * @param {Parts} parts
 * @param {Choices} change
 * @returns {Choices}
 */
export function choicesWith({ embeddings, outputs, undecided }, change) {
  const output = outputs.find(({ chosen }) => chosen);
  /** @type {Record<string, Record<string, import("./own.js").Choice>>} */
  const options = {};
  for (const { stack, option, chosen } of undecided) {
    if (chosen !== null) options[stack] = { ...options[stack], [option]: chosen };
  }
  for (const [stack, more] of Object.entries(change.options ?? {})) {
    options[stack] = { ...options[stack], ...more };
  }
  return {
    embedding: embeddings.find(({ chosen }) => chosen)?.name ?? null,
    output: output ? { name: output.name, kind: output.kind ?? "linear" } : null,
    ...change,
    options,
  };
}

/** How many choices a file leaves to the reader. @param {Parts} parts */
export function openChoices({ embeddings, outputs, undecided }) {
  const none = (/** @type {readonly { chosen: boolean }[]} */ list) =>
    list.length > 0 && !list.some(({ chosen }) => chosen);
  const open = undecided.filter(({ chosen }) => chosen === null).length;
  return open + Number(none(embeddings)) + Number(none(outputs));
}
