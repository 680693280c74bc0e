/**
 * SVG as plain data. `el` describes a node, `reconcile` makes a DOM subtree look like a list of them,
 * `toMarkup` writes them as text (goldens, the SVG export). Nothing here keeps state of its own: what was
 * drawn last is read back from the nodes.
 *
 * An attribute `key` names a node among its siblings: it keeps its DOM element when the order changes.
 * Attributes that are null, undefined or false are left out; numbers are rounded to two decimals.
 */

const NAMESPACE = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */
/**
 * @typedef {object} SvgNode
 * @property {string} name
 * @property {string | null} key
 * @property {Record<string, string>} attributes
 * @property {ReadonlyArray<SvgNode | string>} children
 */

/**
 * @param {string} name
 * @param {Attributes} [attributes]
 * @param {ReadonlyArray<SvgNode | string | null | false | undefined>} [children]
 * @returns {SvgNode}
 */
export function el(name, attributes = {}, children = []) {
  /** @type {Record<string, string>} */
  const written = {};
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute === "key" || value === null || value === undefined || value === false) continue;
    written[attribute] = typeof value === "number" ? rounded(value) : value === true ? "" : value;
  }
  const key = attributes.key === undefined || attributes.key === null ? null : String(attributes.key);
  const kept = /** @type {(SvgNode | string)[]} */ (
    children.filter((child) => child !== null && child !== undefined && child !== false)
  );
  return { name, key, attributes: written, children: kept };
}

/**
 * A coordinate as it is written: at most two decimals, never "-0".
 *
 * @param {number} value
 * @returns {string}
 */
export function rounded(value) {
  return String(Math.round(value * 100) / 100 + 0);
}

/** @type {WeakMap<Node, SvgNode>} What each element was last drawn from. */
const drawn = new WeakMap();

/**
 * Make the children of `parent` look like `nodes`, reusing elements of the same key (or place) and name.
 *
 * @param {Element} parent
 * @param {ReadonlyArray<SvgNode | string>} nodes
 */
export function reconcile(parent, nodes) {
  const old = [...parent.childNodes];
  /** @type {Map<string, Element>} */
  const keyed = new Map();
  /** @type {ChildNode[]} */
  const loose = [];
  for (const child of old) {
    const key = drawn.get(child)?.key ?? null;
    if (key === null) loose.push(child);
    else keyed.set(key, /** @type {Element} */ (child));
  }
  let place = parent.firstChild;
  for (const node of nodes) {
    const child = settle(parent, node, takeMatch(node, keyed, loose));
    if (child === place) place = place.nextSibling;
    else parent.insertBefore(child, place);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

/**
 * @param {SvgNode | string} node
 * @param {Map<string, Element>} keyed
 * @param {ChildNode[]} loose
 * @returns {ChildNode | null}
 */
function takeMatch(node, keyed, loose) {
  if (typeof node === "string") {
    const at = loose.findIndex((child) => child.nodeType === 3);
    return at < 0 ? null : (loose.splice(at, 1)[0] ?? null);
  }
  if (node.key !== null) {
    const found = keyed.get(node.key);
    return found && found.localName === node.name ? found : null;
  }
  const at = loose.findIndex((child) => drawn.get(child)?.name === node.name);
  return at < 0 ? null : (loose.splice(at, 1)[0] ?? null);
}

/**
 * @param {Element} parent
 * @param {SvgNode | string} node
 * @param {ChildNode | null} match
 * @returns {ChildNode}
 */
function settle(parent, node, match) {
  const page = parent.ownerDocument;
  if (typeof node === "string") {
    const text = match ?? page.createTextNode("");
    if (text.nodeValue !== node) text.nodeValue = node;
    return text;
  }
  const element = /** @type {Element} */ (match ?? page.createElementNS(NAMESPACE, node.name));
  const before = drawn.get(element);
  if (before === node) return element;
  writeAttributes(element, node.attributes, before?.attributes ?? {});
  if (node.children.length || element.firstChild) reconcile(element, node.children);
  drawn.set(element, node);
  return element;
}

/**
 * @param {Element} element
 * @param {Record<string, string>} attributes
 * @param {Record<string, string>} before
 */
function writeAttributes(element, attributes, before) {
  for (const name of Object.keys(before)) {
    if (!(name in attributes)) element.removeAttribute(name);
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (before[name] !== value) element.setAttribute(name, value);
  }
}

/**
 * The same nodes as SVG text, one element a line, indented by two spaces a level.
 *
 * @param {SvgNode | string} node
 * @param {string} [indent]
 * @returns {string}
 */
export function toMarkup(node, indent = "") {
  if (typeof node === "string") return escaped(node);
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
  if (node.children.length === 0) return `${indent}<${node.name}${attributes}/>`;
  if (node.children.some((child) => typeof child === "string")) {
    const inside = node.children.map((child) => toMarkup(child)).join("");
    return `${indent}<${node.name}${attributes}>${inside}</${node.name}>`;
  }
  const inside = node.children.map((child) => toMarkup(child, `${indent}  `)).join("\n");
  return `${indent}<${node.name}${attributes}>\n${inside}\n${indent}</${node.name}>`;
}

/** @param {string} text */
function escaped(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
