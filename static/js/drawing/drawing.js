/**
 * What a stage needs to know of what it shows. Types only: a cell fills it (`cell_drawing.js`), and so may
 * any other figure that moves by operations.
 *
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {(key: string, make: () => import("../core/svg.js").SvgNode[]) => import("../core/svg.js").SvgNode[]} Remember
 *   keeps what does not change between frames
 *
 * @typedef {object} Scene one moment
 * @property {Box} whole the box of the whole drawing
 * @property {readonly unknown[]} signature what the remembered nodes depend on
 * @property {(remember: Remember) => import("../core/svg.js").SvgNode[]} nodes
 * @property {(narrow: boolean) => Box} window the part to show; on a narrow screen the part at work
 * @property {(part: Box) => import("../core/svg.js").SvgNode[]} map where that part lies in the whole
 * @property {Caption} caption
 *
 * @typedef {object} Caption
 * @property {string} gate what the operation belongs to
 * @property {string} title
 * @property {string} now what happens to the chosen number
 * @property {string} rule what always holds
 * @property {string} [leaves] what the drawing leaves out
 *
 * @typedef {object} Grab where a drag began
 * @property {number} x
 * @property {number} y
 * @property {number} unit
 * @property {import("../state/types.js").State} state
 *
 * @typedef {object} Drawing
 * @property {(state: import("../state/types.js").State, still: boolean) => Scene | null} sceneAt null while there
 *   is no trace; `still`: motion is unwanted, so the order is written beside the operators
 * @property {(state: import("../state/types.js").State, vector: string, unit: number) =>
 *   import("../state/types.js").Place | null} placeOf the number of the trace that a drawn cell stands for
 * @property {(state: import("../state/types.js").State, operator: string) => number} operationOf the first operation at an operator, -1 for none
 * @property {(grip: string, point: { x: number, y: number }, grab?: Grab) => { channel: string, value: number } | null} [dragged]
 *   what a part marked `data-drag` is set to when it is drawn to a point; the part's `data-unit` says whose number it is
 * @property {(state: import("../state/types.js").State) => { id: string, name: string }[]} [partsAt] what can be pointed
 *   at and named, in order
 */

export {};
