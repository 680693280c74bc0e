/**
 * The shapes everything on the page agrees on. Types only.
 *
 * @typedef {"forward" | "backward"} Direction
 * @typedef {"en" | "zh"} Language
 * @typedef {"auto" | "light" | "dark"} ThemeChoice
 *
 * @typedef {object} Matrix an array of the trace: row-major, one row a step
 * @property {Float32Array | Float64Array} data
 * @property {readonly number[]} shape
 *
 * @typedef {object} LayerTrace
 * @property {number} index
 * @property {Direction} direction
 * @property {readonly number[]} units
 * @property {Readonly<Record<string, Float32Array | Float64Array>>} initialState each state of the cell, before the first step
 * @property {Readonly<Record<string, Matrix>>} channels
 *
 * @typedef {{ text: string, id: number | null, known: boolean }} Token
 *
 * @typedef {object} TraceData
 * @property {string} model
 * @property {string} digest
 * @property {string} stack
 * @property {string} cell
 * @property {number} length
 * @property {number} start
 * @property {number} stop
 * @property {readonly Token[] | null} tokens
 * @property {readonly LayerTrace[]} layers
 * @property {{ kind: string, labels: readonly string[] | null, values: readonly (readonly number[])[] } | null} predictions
 *
 * @typedef {object} Truth what the head should say at each step, by the rule of the task
 * @property {string} model
 * @property {"softmax" | "sigmoid" | "linear"} kind
 * @property {readonly string[] | null} labels
 * @property {readonly (readonly number[] | null)[]} expected softmax: places of the labels that may come; else the
 *   numbers themselves; null where there is no truth
 *
 * @typedef {object} Drawn what the network wrote on
 * @property {number} from the first step of it
 * @property {number} seed
 * @property {number} temperature
 * @property {string} text what stood there before it was written on
 * @property {boolean} stopped the network drew its own end
 *
 * @typedef {object} Writing how the network is to write on
 * @property {number} length most steps
 * @property {number} temperature 0: always the likeliest
 * @property {number} seed
 * @property {boolean} [again] from where it last began, in the place of what it wrote
 *
 * @typedef {object} WeightsData the rows of one layer and direction; `units` names the rows held
 * @property {number} layer
 * @property {Direction} direction
 * @property {readonly string[]} gates
 * @property {readonly number[]} units
 * @property {readonly (readonly (readonly number[])[])[]} W_x [gates][units][inputs]
 * @property {readonly (readonly (readonly number[])[])[]} W_h [gates][units][hidden]
 * @property {readonly (readonly number[])[]} b [gates][units]
 * @property {readonly (readonly number[])[] | null} W_p [projected][hidden]
 * @property {readonly (readonly number[])[] | null} [W_c] peepholes [forget, input, output][units]
 * @property {readonly number[] | null} [b_h] of a GRU: the candidate's bias within the reset [units]
 *
 * @typedef {{ en: string, zh: string }} Bilingual
 *
 * @typedef {object} Example
 * @property {string | Bilingual} title
 * @property {Bilingual} [hint]
 * @property {number} [step] where to look first
 * @property {number} [unit]
 * @property {string} [channel]
 * @property {readonly number[]} [probes] units to draw large where not all fit
 * @property {"lanes" | "text"} [overview] how the whole sequence tells it best
 * @property {string} [text]
 * @property {readonly string[]} [tokens]
 * @property {readonly (readonly number[])[]} [values]
 * @property {readonly number[]} [token_ids]
 * @property {"text" | "token_ids" | "values"} [made] by the page, for a network without examples: "example.made.<made>"
 *
 * @typedef {object} StackInfo
 * @property {string} name
 * @property {string} cell
 * @property {number} layers
 * @property {boolean} bidirectional
 * @property {number} input_size
 * @property {number} hidden_size
 * @property {number | null} projection_size
 * @property {number} parameters
 * @property {Readonly<Record<string, unknown>>} [options] what differs from the usual cell
 * @property {readonly number[]} [hidden_sizes] of each layer, where they differ
 *
 * @typedef {object} Model
 * @property {string} id
 * @property {string} title
 * @property {string} source
 * @property {readonly StackInfo[]} stacks
 * @property {{ kind: "characters" | "words" | "token_ids" | "values", size: number,
 *   labels: readonly string[] | null }} input
 * @property {{ kind: string, labels: readonly string[] | null, size: number } | null} head
 * @property {boolean} writes_on it can write on, as the page is told: `POST /samples` takes it
 * @property {readonly Example[]} [examples] where no card tells them
 * @property {string} [digest] of the file, and of what was chosen of it
 * @property {string} [format] of the file
 * @property {number} [file_size] in bytes
 *
 * @typedef {object} LookAt a unit that carries something
 * @property {number} unit
 * @property {string} channel
 * @property {Bilingual} meaning
 * @property {string} [name] of the quantity
 * @property {number} [correlation] Pearson's, of the channel and the quantity
 * @property {Bilingual | string} [computed_on]
 *
 * @typedef {object} KnockOut what is left of a metric where a gate is held still
 * @property {string} metric
 * @property {number} whole
 * @property {number} clamped
 * @property {Bilingual} words with both numbers
 *
 * @typedef {object} Card
 * @property {Bilingual} title
 * @property {Bilingual} [task]
 * @property {readonly Example[]} [examples]
 * @property {readonly LookAt[]} [look_at]
 * @property {"label" | "next"} [predicts] what its head says: something about what was read, or what comes next
 * @property {string | null} [variant_of] id of the network that learned the same in another way
 * @property {Readonly<Record<string, number>>} [metrics]
 * @property {Readonly<Record<string, Bilingual>>} [metric_words] what a reader calls each metric
 * @property {Readonly<Record<string, number>>} [at_least] thresholds of metrics
 * @property {Readonly<Record<string, number>>} [untrained] the best of ten untrained networks
 * @property {readonly KnockOut[]} [knock_outs]
 * @property {readonly (readonly [number, number])[]} [curve] step and mean loss since the point before
 * @property {{ steps: number, batch?: number, tidiness?: number, readings?: Readonly<Record<string, number>> }} [training]
 * @property {number} [seed]
 * @property {Bilingual | string} [trained_on]
 * @property {Bilingual | string} [license]
 * @property {readonly (Bilingual | string)[]} [notes]
 * @property {boolean} [truth] there is a rule that says what the head should say
 *
 * @typedef {object} Limits
 * @property {number} steps
 * @property {number} text
 * @property {number} sample most steps to write on at once
 * @property {number} [file] bytes of the largest file of a network
 * @property {boolean} [uploads] whether the server takes files at all
 * @property {boolean} [deletes] whether a reader may delete what a reader brought
 * @property {number} [days] how long a network stays that nobody uses
 *
 * @typedef {object} Boot what the server wrote into the page
 * @property {Language} language
 * @property {string} version
 * @property {readonly Model[]} models
 * @property {Readonly<Record<string, Card>>} cards
 * @property {Limits} limits
 * @property {{ model: string, text?: string, values?: readonly (readonly number[])[] } | null} request
 * @property {object | null} trace the answer as it came; null in a deployment without networks
 * @property {Truth | null} truth of the trace
 * @property {{ gates: readonly string[] } | null} weights the answer as it came
 * @property {Record<Language, Record<string, string>>} words
 *
 * @typedef {object} Sequence what the reader typed, as typed
 * @property {"text" | "values" | "token_ids"} kind
 * @property {string} value
 * @property {string} [other] the draft of the other kind
 * @typedef {{ channel: string, step: number, unit: number }} Place one number of the layer and direction shown
 *
 * @typedef {object} Status
 * @property {"ready" | "loading" | "error"} kind
 * @property {string} [code] names the words of an error: "error.<code>"
 * @property {Readonly<Record<string, string | number>>} [args]
 * @property {string} [message] the server's own sentence, where there are no words for the code
 * @property {boolean} [retry] trying the same again may help
 *
 * @typedef {object} State
 * @property {string} model
 * @property {string | null} stack
 * @property {Sequence} sequence
 * @property {number} layer
 * @property {Direction} direction
 * @property {number} step
 * @property {number} operation index into the cell's operations
 * @property {number} u how far into the operation, 0..1
 * @property {number} unit
 * @property {string} channel
 * @property {string | null} panel
 * @property {Language} language
 * @property {ThemeChoice} theme
 * @property {"light" | "dark"} scheme the colours shown: `theme`, or the system's where that is "auto"
 * @property {number} speed
 * @property {boolean} loop
 * @property {boolean} stopAtGate
 * @property {boolean} playing
 * @property {boolean} resting nothing moves
 * @property {"lanes" | "text"} overview how the whole sequence is shown
 * @property {readonly number[]} probes units drawn large where not all fit
 * @property {Place | null} hover
 * @property {TraceData | null} trace
 * @property {Truth | null} truth of the trace: both change together
 * @property {Drawn | null} drawn the part of the trace's sequence that the network wrote itself
 * @property {WeightsData | null} weights
 * @property {Status} status
 * @property {string} dataset whose numbers a figure shows; empty on the Explore page
 * @property {import("./edits.js").Edits} edits what the reader changed in the network of a figure
 * @property {string | null} part of the cell that the reader points at, in a figure that names parts
 * @property {Readonly<import("./own.js").Own>} own networks that readers opened from files
 */

export {};
