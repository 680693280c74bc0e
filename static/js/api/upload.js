/** A file to the server, with its progress: `fetch` tells nothing while it sends, XMLHttpRequest does. */

import { ApiError } from "./client.js";

/**
 * @param {Blob & { name: string }} file
 * @param {import("../core/task.js").Watch} watch
 * @param {() => XMLHttpRequest} [create]
 * @returns {Promise<any>} the network that the server made of it
 */
export function upload(file, { progress, signal }, create = () => new XMLHttpRequest()) {
  return new Promise((resolve, reject) => {
    const request = create();
    const stop = () => request.abort();
    const end = () => signal.removeEventListener("abort", stop);
    request.open("POST", `/api/v1/models?filename=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress(total > 0 ? Math.min(1, loaded / total) : 0);
    });
    request.upload.addEventListener("load", () => progress(1));
    request.addEventListener("load", () => {
      end();
      const answer = parse(request.responseText);
      if (request.status === 200 || request.status === 201) resolve(answer);
      else reject(problem(answer, request.status));
    });
    request.addEventListener("error", () => {
      end();
      reject(new ApiError({ code: "offline", message: "the server does not answer", status: 0 }));
    });
    request.addEventListener("abort", () => {
      end();
      reject(new DOMException("the upload was cancelled", "AbortError"));
    });
    signal.addEventListener("abort", stop);
    if (signal.aborted) reject(new DOMException("the upload was cancelled", "AbortError"));
    else request.send(file);
  });
}

/** @param {string} text @returns {any} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * @param {{ code?: string, detail?: string, hint?: string }} answer
 * @param {number} status
 */
function problem({ code, detail, hint }, status) {
  return new ApiError({
    code: code ?? (status === 413 ? "file_too_large" : status >= 500 ? "offline" : "unexpected"),
    message: detail ?? "",
    hint: hint ?? "",
    status,
  });
}
