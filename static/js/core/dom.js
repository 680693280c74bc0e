/** HTML elements in one call. Text only ever becomes text nodes. */

/** @typedef {Node | string | null | undefined | false} Child */
/**
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Properties
 *   `class`, `text`, any attribute, and `onclick`, `oninput`, ...: listeners. True writes an empty attribute,
 *   false, null and undefined none.
 */

/**
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Properties} [properties]
 * @param {ReadonlyArray<Child>} [children]
 * @returns {HTMLElementTagNameMap[N]}
 */
export function h(name, properties = {}, children = []) {
  const element = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(property.slice(2), value);
    else if (property === "text") element.textContent = String(value ?? "");
    else setAttribute(element, property, value);
  }
  append(element, children);
  return element;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value
 */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/**
 * @param {Element} element
 * @param {ReadonlyArray<Child>} children
 */
export function append(element, children) {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/**
 * Put these children in the place of whatever was there.
 *
 * @param {Element} element
 * @param {ReadonlyArray<Child>} children
 */
export function fill(element, children) {
  element.replaceChildren();
  append(element, children);
}

/**
 * Set the text only where it differs, so that an unchanged live region stays silent.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * The element with this id, of the class expected there.
 *
 * @template {HTMLElement} E
 * @param {string} id
 * @param {new () => E} kind
 * @returns {E}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new TypeError(`no ${kind.name} #${id} in the page`);
  return element;
}
