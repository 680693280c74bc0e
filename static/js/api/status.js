/** What the page says of a question that was not answered. */

import { isOwnId } from "../state/own.js";
import { ApiError } from "./client.js";

/** @typedef {import("../state/types.js").Boot} Boot */

/** Codes that trying again may heal. */
const PASSING = new Set(["offline", "overloaded"]);

/**
 * @param {unknown} error
 * @param {Boot} boot
 * @param {string} [model] that was asked for: one that a reader brought may be gone
 * @returns {import("../state/types.js").Status}
 */
export function statusOf(error, boot, model = "") {
  if (!(error instanceof ApiError)) return { kind: "error", code: "unexpected", message: String(error) };
  const { message } = error;
  const code = error.code === "unknown_model" && isOwnId(model) ? "gone" : error.code;
  return { kind: "error", code, message, args: { limit: boot.limits.steps }, retry: PASSING.has(code) };
}
