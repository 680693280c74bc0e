/** Bytes and times as people say them. */

/** @typedef {"en" | "zh"} Language */

/**
 * @param {number} bytes
 * @returns {string} in kB or MB of powers of two, as most file managers tell them
 * @example fileSize(3_250_000) // "3.1 MB"
 */
export function fileSize(bytes) {
  if (bytes < 0.9995 * 2 ** 20) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  const mega = bytes / 2 ** 20;
  return `${mega < 99.5 ? Number(mega.toFixed(1)) : Math.round(mega)} MB`;
}

const UNITS = /** @type {const} */ ([
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
]);

/**
 * @param {string} iso
 * @param {Language} language
 * @example dayOf("2026-12-23T10:00:00Z", "en") // "Dec 23"
 */
export const dayOf = (iso, language) =>
  new Intl.DateTimeFormat(language, { month: "short", day: "numeric" }).format(new Date(iso));

/**
 * How long ago, in the largest unit that says something.
 *
 * @param {string} iso
 * @param {number} now in ms
 * @param {Language} language
 * @example fromNow("2026-01-01T00:00:00Z", Date.parse("2026-01-03T00:00:00Z"), "en") // "2 days ago"
 */
export function fromNow(iso, now, language) {
  const seconds = (Date.parse(iso) - now) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["minute", 60];
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return format.format(Math.trunc(seconds / size), unit);
}
