/**
 * The functions that squash a sum, by the names that the API gives them: "sigmoid", "hard_sigmoid(0.2,0.5)". A network
 * of another program may use others than sigmoid and tanh; the page computes with them and says their formula.
 */

/** @typedef {import("../state/formulas.js").Squash} Squash */
/** @typedef {Omit<Squash, "name"> & { range: "unit" | "signed" | "free" }} Shape */
/** @typedef {Squash & { range: Shape["range"] }} Activation */

/** @param {number} a */
export function sigmoid(a) {
  return 1 / (1 + Math.exp(-a));
}

/** A number in a formula: three decimals where it has more. @param {number} value */
const brief = (value) => String(Math.round(value * 1000) / 1000).replace("-", "−");

/** @type {(range: Shape["range"], symbol: string, at: Shape["at"], formula: string) => Shape} */
const shape = (range, symbol, at, formula) => ({ range, symbol, at, formula });

/** By name; the numbers in brackets are a and b. @type {Readonly<Record<string, (a?: number, b?: number) => Shape>>} */
const SHAPES = Object.freeze({
  sigmoid: () => shape("unit", "σ", sigmoid, "1 / (1 + e^−a)"),
  tanh: () => shape("signed", "tanh", Math.tanh, "tanh(a)"),
  relu: () => shape("free", "ReLU", (x) => Math.max(0, x), "max(0, a)"),
  linear: () => shape("free", "id", (x) => x, "a"),
  softsign: () => shape("signed", "softsign", (x) => x / (1 + Math.abs(x)), "a / (1 + |a|)"),
  softplus: () => shape("free", "softplus", softplus, "ln(1 + e^a)"),
  silu: () => shape("free", "SiLU", (x) => x * sigmoid(x), "a·σ(a)"),
  selu: () =>
    shape(
      "free",
      "SELU",
      (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
      "1.051·(max(0, a) + 1.673·min(0, e^a − 1))",
    ),
  exponential: () => shape("free", "exp", Math.exp, "e^a"),
  hard_sigmoid: (a = 0.2, b = 0.5) =>
    shape(
      "unit",
      "hard σ",
      (x) => Math.min(1, Math.max(0, a * x + b)),
      `min(1, max(0, ${brief(a)}·a + ${brief(b)}))`,
    ),
  elu: (a = 1) =>
    shape("free", "ELU", (x) => (x > 0 ? x : a * Math.expm1(x)), `max(0, a) + ${brief(a)}·min(0, e^a − 1)`),
  leaky_relu: (a = 0.01) =>
    shape("free", "leaky ReLU", (x) => (x > 0 ? x : a * x), `max(0, a) + ${brief(a)}·min(0, a)`),
  thresholded_relu: (a = 1) => shape("free", "ReLU", (x) => (x > a ? x : 0), `a·[a > ${brief(a)}]`),
  scaled_tanh: (a = 1, b = 1) =>
    shape(a <= 1 ? "signed" : "free", "tanh", (x) => a * Math.tanh(b * x), `${brief(a)}·tanh(${brief(b)}·a)`),
  affine: (a = 1, b = 0) => shape("free", "affine", (x) => a * x + b, `${brief(a)}·a + ${brief(b)}`),
});

/** @param {number} x without overflow for a large one */
function softplus(x) {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * @param {string} name as the API writes it; a number may be a fraction
 * @returns {Readonly<Activation>}
 * @throws {RangeError} for a function that the page does not know
 * @example activationOf("hard_sigmoid(1/6,0.5)").at(3) // 1
 */
export function activationOf(name) {
  const [, kind = "", inside] = /^(\w+)(?:\(([^)]*)\))?$/.exec(name) ?? [];
  const make = Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : undefined;
  if (!make) throw new RangeError(`no function "${name}": one of ${Object.keys(SHAPES).join(", ")}`);
  const numbers = inside ? inside.split(",").map(fraction) : [];
  return Object.freeze({ name, ...make(...numbers) });
}

/** @param {string} text "0.5" or "1/6" */
function fraction(text) {
  const [top = Number.NaN, bottom = 1] = text.split("/").map(Number);
  return top / bottom;
}

export const SIGMOID = activationOf("sigmoid");
export const TANH = activationOf("tanh");
