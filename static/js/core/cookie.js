/** Choices the server should know before it writes the next page. */

const YEAR = 365 * 24 * 3600;

/**
 * @param {string} name
 * @param {string | null} value null forgets it
 */
export function remember(name, value) {
  const age = value === null ? 0 : YEAR;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is missing from plain http and from some browsers
  document.cookie = `${name}=${value ?? ""}; path=/; max-age=${age}; samesite=lax`;
}
