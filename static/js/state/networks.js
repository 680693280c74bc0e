/** The bundled networks as a reader chooses among them: by what they say, variants side by side. Pure. */

/** @typedef {import("./types.js").Boot} Boot */
/** @typedef {import("./types.js").Model} Model */
/** @typedef {import("./types.js").Card} Card */
/** @typedef {"label" | "next"} Kind whether the head says something about what was read, or what comes next */
/** @typedef {{ kind: Kind, entries: readonly (readonly Model[])[] }} Group an entry is a network with its variants */
/** @typedef {{ name: string, value: number, atLeast: number | null, untrained: number | null }} Metric */

/** Two variants differ in a metric where more than this lies between them. */
const APART = 0.1;

/**
 * The bundled ones.
 *
 * @param {Pick<Boot, "models" | "cards">} boot
 * @returns {readonly Group[]} those that are not empty, networks in the order of the page
 */
export function groupsOf({ models: all, cards }) {
  const models = all.filter(({ source }) => source !== "uploaded");
  const baseOf = (/** @type {Model} */ { id }) => {
    const base = cards[id]?.variant_of;
    return models.some((model) => model.id === base) ? base : null;
  };
  const entries = models
    .filter((model) => !baseOf(model))
    .map((model) => [model, ...models.filter((one) => baseOf(one) === model.id)]);
  return /** @type {const} */ (["label", "next"])
    .map((kind) => ({
      kind,
      entries: entries.filter(([model]) => (cards[model?.id ?? ""]?.predicts ?? "label") === kind),
    }))
    .filter((group) => group.entries.length > 0);
}

/**
 * Every metric of a network; those with a threshold stand first, in the order of the thresholds.
 *
 * @param {Card} card
 * @returns {readonly Metric[]}
 */
export function metricsOf({ metrics = {}, at_least = {}, untrained = {} }) {
  const names = [...new Set([...Object.keys(at_least), ...Object.keys(metrics)])];
  return names.flatMap((name) => {
    const value = metrics[name];
    if (value === undefined) return [];
    return [{ name, value, atLeast: at_least[name] ?? null, untrained: untrained[name] ?? null }];
  });
}

/**
 * A network in two numbers: how well it answers and how clearly a unit carries a quantity (`r_...`), as far as
 * it has both; else its first two.
 *
 * @param {Card} card
 */
export function tellingMetrics(card) {
  const metrics = metricsOf(card);
  const isUnit = (/** @type {Metric | undefined} */ metric) => !!metric?.name.startsWith("r_");
  const [first, second] = metrics;
  const other = metrics.find((metric) => isUnit(metric) !== isUnit(first)) ?? second;
  const pair = isUnit(first) ? [other, first] : [first, other];
  return pair.filter((metric) => metric !== undefined);
}

/**
 * The same metrics of several networks, a row each; only those that all have.
 *
 * @param {readonly Card[]} cards
 * @returns {readonly { name: string, values: readonly number[], apart: boolean }[]}
 */
export function comparedMetrics(cards) {
  const [first, ...others] = cards.map((card) => card.metrics ?? {});
  return Object.keys(first ?? {})
    .filter((name) => others.every((metrics) => name in metrics))
    .map((name) => {
      const values = cards.map((card) => card.metrics?.[name] ?? 0);
      return { name, values, apart: Math.max(...values) - Math.min(...values) > APART };
    });
}

/**
 * How the gates were trained: with a penalty that tidies them, or without.
 *
 * @param {Card | undefined} card
 * @returns {"tidier" | "plain" | null} null: the card does not tell
 */
export function gatesOf(card) {
  const tidiness = card?.training?.tidiness;
  return tidiness === undefined ? null : tidiness > 0 ? "tidier" : "plain";
}

/**
 * Whether losses are better told on a logarithmic scale, which needs them above zero.
 *
 * @param {readonly (readonly [number, number])[]} curve
 */
export function isLogarithmic(curve) {
  const losses = curve.map(([, loss]) => loss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  return low > 0 && high / low > 5;
}
