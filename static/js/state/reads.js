/** What a network reads: text, ids of tokens, or numbers. Pure. */

/** @typedef {import("./types.js").Model} Model */
/** @typedef {import("./own.js").Parts} Parts */

/**
 * The stack that tokens are read into; the others take numbers.
 *
 * @param {Model} model
 * @param {Parts} [parts]
 */
export function readingStack({ stacks }, parts) {
  const embedding = parts?.embeddings.find(({ chosen }) => chosen);
  return embedding?.stack ?? stacks[0]?.name ?? "";
}

/**
 * What a network reads into a stack.
 *
 * @param {Model} model
 * @param {string} stack
 * @param {Parts} [parts]
 * @returns {"text" | "token_ids" | "values"}
 */
export function readsInto(model, stack, parts) {
  const { kind } = model.input;
  if (kind === "values" || readingStack(model, parts) !== stack) return "values";
  return kind === "token_ids" ? "token_ids" : "text";
}
