// A test runner for the page's modules, small enough to read. It runs inside a real Chromium, without Node:
//
//   make test ARGS="tests/js"                  every file          (or .venv/bin/python -m pytest tests/js)
//   make test ARGS="tests/js -k scale"         tests/js/scale.test.js only
//
// Each tests/js/**/*.test.js is one pytest item with a blank page of its own; a failure prints the name of every failed
// test with its message and stack. Errors on the console and unhandled rejections fail the file too.
//
//   import { test, assert, mountPoint } from "./harness.js";
//   import { createStore } from "../../static/js/core/store.js";       // relative: the server's root is the repository
//
//   test("a patch keeps the other keys", () => {
//     assert.equal(store.get().step, 3);                               // Object.is
//     assert.deepEqual([...data], [1, 2]);                             // plain objects, arrays, typed arrays, Map, Set
//     assert.close(value, 0.378, 1e-3);                                // |value - expected| <= tolerance
//     assert.match(text, /keep/);
//     assert(condition, "what was expected");
//     assert.throws(() => parse("x"), /not a number/);                 // the message must match
//   });
//
//   test("async works", async () => {
//     await assert.rejects(() => client.trace({}), /empty/);
//     const element = mountPoint();                                    // a fresh <div> in the body, removed afterwards
//     const data = await (await fetch("/tests/fixtures/x.json")).json();   // /static/ and /tests/ are served
//   });
//
// A test may take 10 seconds. Modules are shared by the tests of one file only: nothing leaks between files.

const TIMEOUT = 10_000;

/** @type {{ name: string, body: () => unknown }[]} */
const tests = [];

/**
 * Register a test.
 * @param {string} name
 * @param {() => unknown} body may be async
 */
export function test(name, body) {
  if (tests.some((other) => other.name === name)) throw new Error(`two tests are named "${name}"`);
  tests.push({ name, body });
}

/** @returns {HTMLDivElement} an empty element in the body, removed when the test ends */
export function mountPoint() {
  const element = document.createElement("div");
  document.body.append(element);
  return element;
}

/**
 * @param {unknown} value
 * @returns {string} the value as it is shown in a message
 */
function show(value) {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "number" || value === undefined) return Object.is(value, -0) ? "-0" : String(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} [${value}]`;
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name} ${show([...value])}`;
  const text = typeof value === "function" ? value.toString() : JSON.stringify(value);
  return text !== undefined && text.length > 300 ? `${text.slice(0, 300)}…` : String(text);
}

/**
 * @param {unknown} a
 * @param {unknown} b
 * @param {string} path where in the value we are
 * @returns {string | null} the path of the first difference, or null
 */
function difference(a, b, path) {
  if (Object.is(a, b)) return null;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return `${path}: ${show(a)} instead of ${show(b)}`;
  }
  if (a.constructor !== b.constructor)
    return `${path}: ${a.constructor?.name} instead of ${b.constructor?.name}`;
  if (a instanceof Map || a instanceof Set) return difference([...a], [.../** @type {typeof a} */ (b)], path);
  const left = /** @type {Record<string, unknown>} */ (a);
  const right = /** @type {Record<string, unknown>} */ (b);
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (!(key in left)) return `${path}.${key} is missing`;
    if (!(key in right)) return `${path}.${key} is not expected`;
    const found = difference(left[key], right[key], `${path}.${key}`);
    if (found) return found;
  }
  return null;
}

/**
 * @param {unknown} error what was thrown
 * @param {RegExp | undefined} pattern
 */
function checkMessage(error, pattern) {
  const message = error instanceof Error ? error.message : String(error);
  if (pattern && !pattern.test(message)) fail(`the message ${show(message)} does not match ${pattern}`);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  throw new Error(message);
}

/**
 * @param {unknown} condition
 * @param {string} [message]
 * @returns {asserts condition}
 */
export function assert(condition, message = "the condition does not hold") {
  if (!condition) fail(message);
}

/** @type {(actual: unknown, expected: unknown, message?: string) => void} */
assert.equal = (actual, expected, message = "") => {
  if (!Object.is(actual, expected)) fail(`${message} ${show(actual)} instead of ${show(expected)}`.trim());
};

/** @type {(actual: unknown, expected: unknown, message?: string) => void} */
assert.deepEqual = (actual, expected, message = "") => {
  const found = difference(actual, expected, "value");
  if (found) fail(`${message} ${found}`.trim());
};

/** @type {(actual: number, expected: number, tolerance: number, message?: string) => void} */
assert.close = (actual, expected, tolerance, message = "") => {
  const near = Math.abs(actual - expected) <= tolerance;
  if (!near) fail(`${message} ${actual} is further than ${tolerance} from ${expected}`.trim());
};

/** @type {(text: string, pattern: RegExp) => void} */
assert.match = (text, pattern) => {
  if (!pattern.test(text)) fail(`${show(text)} does not match ${pattern}`);
};

/** @type {(body: () => unknown, pattern?: RegExp) => void} */
assert.throws = (body, pattern) => {
  try {
    body();
  } catch (error) {
    return checkMessage(error, pattern);
  }
  fail("nothing was thrown");
};

/** @type {(body: () => Promise<unknown>, pattern?: RegExp) => Promise<void>} */
assert.rejects = async (body, pattern) => {
  try {
    await body();
  } catch (error) {
    return checkMessage(error, pattern);
  }
  fail("nothing was thrown");
};

/**
 * Run what was registered, in order. Called by tests/js/test_js.py after the test file was imported.
 * @returns {Promise<{ name: string, error: string | null }[]>}
 */
export async function run() {
  const results = [];
  for (const { name, body } of tests) {
    let timer = 0;
    const late = new Promise((_, reject) => {
      timer = window.setTimeout(() => reject(new Error(`took longer than ${TIMEOUT} ms`)), TIMEOUT);
    });
    try {
      await Promise.race([(async () => body())(), late]);
      results.push({ name, error: null });
    } catch (error) {
      const stack = error instanceof Error && error.stack ? error.stack : String(error);
      results.push({ name, error: stack });
    } finally {
      window.clearTimeout(timer);
      document.body.replaceChildren();
    }
  }
  return results;
}
