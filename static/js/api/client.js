/** The JSON API from the page's side: one function a question, every failure one kind of error. */

/** A refusal of the server, or its silence (code "offline"). */
export class ApiError extends Error {
  /**
   * @param {{ code: string, message: string, hint?: string, status: number }} problem
   */
  constructor({ code, message, hint = "", status }) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.hint = hint;
    this.status = status;
  }
}

const BASE = "/api/v1";

/**
 * @typedef {object} Client
 * @property {(request: object, signal: AbortSignal) => Promise<any>} trace
 * @property {(request: object, signal: AbortSignal) => Promise<any>} truth
 * @property {(request: object, signal: AbortSignal) => Promise<any>} sample
 * @property {(model: string, query: Record<string, string | number | null>, signal: AbortSignal) => Promise<any>} weights
 * @property {(request: object, type: string) => Promise<Blob>} download
 * @property {(method: string, path: string, body?: unknown, signal?: AbortSignal) => Promise<any>} send
 */

/**
 * @param {typeof fetch} fetcher
 * @returns {Client}
 */
export function createClient(fetcher) {
  /**
   * @param {string} path
   * @param {RequestInit} options
   */
  const ask = async (path, options) => {
    const response = await reach(fetcher, BASE + path, options);
    if (!response.ok) throw await problemOf(response);
    return response;
  };
  /**
   * @param {string} path
   * @returns {(request: object, signal: AbortSignal) => Promise<any>}
   */
  const question = (path) => async (request, signal) =>
    (await ask(path, post(request, "application/json", signal))).json();
  return {
    trace: question("/traces"),
    truth: question("/truths"),
    sample: question("/samples"),
    weights: async (model, query, signal) => {
      const pairs = Object.entries(query).filter(([, value]) => value !== null);
      const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]));
      const path = `/models/${encodeURIComponent(model)}/weights?${search}`;
      return (await ask(path, { signal })).json();
    },
    download: async (request, type) => (await ask("/traces", post(request, type))).blob(),
    send: async (method, path, body, signal) => {
      const said = body === undefined ? {} : post(/** @type {object} */ (body), "application/json");
      const answer = await ask(path, { ...said, method, signal: signal ?? null });
      return answer.status === 204 ? null : answer.json();
    },
  };
}

/**
 * @param {object} body
 * @param {string} accept
 * @param {AbortSignal} [signal]
 * @returns {RequestInit}
 */
function post(body, accept, signal) {
  return {
    method: "POST",
    headers: { "content-type": "application/json", accept },
    body: JSON.stringify(body),
    signal: signal ?? null,
  };
}

/**
 * @param {typeof fetch} fetcher
 * @param {string} address
 * @param {RequestInit} options
 */
async function reach(fetcher, address, options) {
  try {
    return await fetcher(address, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError({ code: "offline", message: "the server does not answer", status: 0 });
  }
}

/**
 * @param {Response} response
 * @returns {Promise<ApiError>}
 */
async function problemOf(response) {
  const problem = await response.json().catch(() => ({}));
  return new ApiError({
    code: problem.code ?? (response.status >= 500 ? "offline" : "unexpected"),
    message: problem.detail ?? response.statusText,
    hint: problem.hint,
    status: response.status,
  });
}
