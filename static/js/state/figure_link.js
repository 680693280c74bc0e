/**
 * A figure's moment as text for the address: `figure-4=squash_f,0,1,d:review,o:forget_gate/1/set/0`. The operation,
 * the step and the unit come first; what differs from the figure's beginning follows, each under its letter.
 */

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./edits.js").Edits} Edits */
/** @typedef {import("./edits.js").WeightEdit} WeightEdit */
/** @typedef {import("./edits.js").Override} Override */
/** @typedef {Pick<State, "operation" | "u" | "step" | "unit" | "channel" | "dataset" | "edits">} Moment */

/**
 * @typedef {object} Limits what a link may name
 * @property {readonly string[]} operations ids
 * @property {readonly string[]} channels names
 * @property {readonly string[]} datasets ids, the first one is meant where none is named
 * @property {readonly string[]} variants
 */

const PREFIX = "figure-";
const NUMBER = "-?\\d{1,6}(?:\\.\\d{1,9})?(?:e-\\d{1,2})?";
const WEIGHT = new RegExp(`^(\\w+)/(W_x|W_h|b)/(\\d{1,4})/(\\d{1,4})/(${NUMBER})$`);
const OVERRIDE = new RegExp(`^(\\w+)/(\\d{1,4}|all)/(set|negate)/(${NUMBER})$`);
/** More edits than any figure has controls for are not a link of ours. */
const MOST = 64;

/**
 * @param {Moment} moment
 * @param {Limits} limits
 * @returns {string}
 */
export function writeMoment({ operation, u, step, unit, channel, dataset, edits }, limits) {
  const { operations, channels, datasets } = limits;
  return [
    operations[operation] ?? "",
    step,
    unit,
    ...(u === 1 ? [] : [`at:${Math.round(u * 1000) / 1000}`]),
    ...(channels.includes(channel) ? [`c:${channel}`] : []),
    ...(dataset === datasets[0] ? [] : [`d:${dataset}`]),
    ...edits.weights.map(({ gate, part, unit: row, index, value }) =>
      ["w:", [gate, part, row, index, value].join("/")].join(""),
    ),
    ...edits.overrides.map(({ channel: name, unit: one, kind, value }) =>
      ["o:", [name, one ?? "all", kind, value].join("/")].join(""),
    ),
    ...edits.variants.map((variant) => `v:${variant}`),
  ].join(",");
}

/**
 * What a link says of a figure, as far as it is understood.
 *
 * @param {string} text
 * @param {Limits} limits
 * @returns {Partial<Moment> | null} null for one of no use
 */
export function readMoment(text, limits) {
  const [id = "", step = "", unit = "", ...more] = text.split(",").slice(0, MOST);
  const operation = limits.operations.indexOf(id);
  if (operation < 0 || !/^\d{1,6}$/.test(step) || !/^\d{1,6}$/.test(unit)) return null;
  const named = more.map(
    (one) => /** @type {const} */ ([one.split(":")[0] ?? "", one.slice(one.indexOf(":") + 1)]),
  );
  const all = (/** @type {string} */ key) => named.filter(([name]) => name === key).map(([, value]) => value);
  const one = (/** @type {string} */ key, /** @type {readonly string[]} */ known) =>
    all(key).find((value) => known.includes(value));
  const [at = "1"] = all("at");
  const channel = one("c", limits.channels);
  return {
    operation,
    u: /^(0(\.\d{1,3})?|1)$/.test(at) ? Number(at) : 1,
    step: Number(step),
    unit: Number(unit),
    dataset: one("d", limits.datasets) ?? limits.datasets[0] ?? "",
    edits: {
      weights: all("w").flatMap(readWeight),
      overrides: all("o").flatMap(readOverride),
      variants: all("v").filter((variant) => limits.variants.includes(variant)),
    },
    ...(channel && { channel }),
  };
}

/** @param {string} text @returns {WeightEdit[]} */
function readWeight(text) {
  const [, gate = "", part, unit, index, value] = WEIGHT.exec(text) ?? [];
  if (part !== "W_x" && part !== "W_h" && part !== "b") return [];
  return [{ gate, part, unit: Number(unit), index: Number(index), value: Number(value) }];
}

/** @param {string} text @returns {Override[]} */
function readOverride(text) {
  const [, channel = "", unit, kind, value] = OVERRIDE.exec(text) ?? [];
  if (kind !== "set" && kind !== "negate") return [];
  return [{ channel, unit: unit === "all" ? null : Number(unit), kind, value: Number(value) }];
}

/**
 * The parts of a hash: the place in the text, and the moment of each figure it names, in its order.
 *
 * @param {string} hash with or without "#"
 * @returns {{ anchor: string | null, moments: ReadonlyMap<string, string> }} moments by figure id
 */
export function readPlaces(hash) {
  const parts = hash.replace(/^#/, "").split("&").map(decoded);
  const moments = parts.flatMap((part) => {
    const [name = "", text] = part.split("=");
    return name.startsWith(PREFIX) && text ? [/** @type {const} */ ([name.slice(PREFIX.length), text])] : [];
  });
  const anchor = parts.find((part) => /^[\w-]+$/.test(part)) ?? null;
  return { anchor, moments: new Map(moments) };
}

/**
 * @param {string | null} anchor
 * @param {Iterable<readonly [string, string]>} moments by figure id
 * @returns {string} without "#"
 */
export function writePlaces(anchor, moments) {
  const figures = [...moments].map(([id, text]) => `${PREFIX}${id}=${text}`);
  return [...(anchor ? [anchor] : []), ...figures].join("&");
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
