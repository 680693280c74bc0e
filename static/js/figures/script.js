/**
 * What a figure is: a thin script over the stage and the player. Types only; `index.js` lists the scripts.
 *
 * @typedef {import("../state/types.js").TraceData} TraceData
 * @typedef {import("../state/types.js").WeightsData} WeightsData
 * @typedef {import("../state/edits.js").Edits} Edits
 *
 * @typedef {object} Dataset a network, and the sequence it reads in a figure
 * @property {string} id
 * @property {import("../state/types.js").Model} model
 * @property {string | null} text
 * @property {readonly import("../state/types.js").Token[] | null} tokens
 * @property {readonly (readonly number[])[]} inputs [T][D]
 * @property {{ cell_state: readonly number[], hidden_state: readonly number[] }} initial_state
 * @property {object} weights the answer of `GET /models/{id}/weights`, as it came
 * @property {{ kind: string, labels: readonly string[] | null, W: readonly (readonly number[])[], b: readonly number[] } | null} head
 * @property {{ step: number, unit: number }} place where to look first
 *
 * @typedef {object} Operation a step of a figure: what the player plays and the caption names
 * @property {string} id words are `op.<id>.title`, `.now` (or a variant of it) and `.rule`
 * @property {string} gate
 * @property {number} figure
 * @property {number} duration
 * @property {number} pause
 * @property {string} active
 * @property {string | null} channel
 *
 * @typedef {object} Control something the reader can change; `index` in the list of `controls` is its place
 * @property {"value" | "toggle" | "negate" | "weight" | "variant" | "part"} kind
 *   value: drag, number field and the two ends, for the chosen unit's `channel`; toggle: `overrides` on or off;
 *   negate: the sign of the chosen unit's `channel`; weight: one weight of `channel`'s chosen unit;
 *   variant: `id` in or out of `edits.variants`; part: a part of the cell to name
 * @property {string} id words are `control.<id>`
 * @property {string} [channel]
 * @property {number} [min]
 * @property {number} [max]
 * @property {readonly import("../state/edits.js").Override[]} [overrides]
 *
 * @typedef {object} FigureScript
 * @property {string} id "1" to "7"
 * @property {string} chapter slug
 * @property {readonly Operation[]} operations
 * @property {readonly import("../cells/index.js").Channel[]} channels that the products card and the keys go through
 * @property {(t: import("../i18n/translate.js").Translate) => import("../drawing/drawing.js").Drawing} drawing
 * @property {(state: Pick<import("../state/types.js").State, "edits">) => import("../cells/index.js").Cell} [cellOf] whose
 *   numbers are taken apart; the LSTM unless said otherwise
 * @property {readonly string[]} datasets ids of the datasets it can show, the first one first; empty: it has numbers of its own
 * @property {(dataset: Dataset | null, edits: Edits) => TraceData} trace every number of the figure, in float64
 * @property {(dataset: Dataset | null, edits: Edits) => WeightsData | null} weights those behind the trace, edits included
 * @property {{ step: number, operation: number, u: number, unit: number, channel: string }} start step and unit
 *   of the worked example; other datasets bring their own place
 * @property {readonly Control[]} controls
 * @property {readonly { operation: number, u: number, whole?: boolean }[]} keyFrames for print; whole: with all of the
 *   drawing, not the part at work
 * @property {number} [still] index of the key frame that stands for the figure where nothing moves; the last one unless
 *   said otherwise
 * @property {string | null} explore the operation at which Explore opens with the reader's own sentence
 */

export {};
