/** A film of drawings, recorded in the page at the pace of the clock: a slow machine skips frames, never time. */

/** Best compression first; a browser takes the first that it knows. */
const TYPES = Object.freeze(["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"]);
const FRAMES_A_SECOND = 30;
/** Thin lines on flat ground: below this, in bits a second, text gets smeared. */
const RATE = 4_000_000;

/**
 * @typedef {object} Film
 * @property {(milliseconds: number) => string} frameAt SVG text with its size in pixels
 * @property {number} duration in ms
 * @property {{ width: number, height: number }} size in pixels
 * @property {string} ground colour behind the drawing
 * @property {(share: number) => void} progress told from 0 to 1
 * @property {AbortSignal} signal ends the recording; the promise is rejected with its reason
 */

/** Whether this browser can record one. */
export function canFilm() {
  return "captureStream" in HTMLCanvasElement.prototype && filmType() !== undefined;
}

function filmType() {
  return TYPES.find((type) => "MediaRecorder" in globalThis && MediaRecorder.isTypeSupported(type));
}

/**
 * @param {Film} film
 * @returns {Promise<Blob>} WebM
 */
export async function recordFilm({ frameAt, duration, size, ground, progress, signal }) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, size);
  const paint = painter(canvas, ground);
  await paint(frameAt(0));
  const recorder = new MediaRecorder(canvas.captureStream(FRAMES_A_SECOND), {
    mimeType: filmType(),
    videoBitsPerSecond: RATE,
  });
  const recorded = collect(recorder);
  const begin = performance.now();
  try {
    for (let time = 0; time < duration; time = performance.now() - begin) {
      signal.throwIfAborted();
      await paint(frameAt(time));
      progress(time / duration);
      await nextFrame();
    }
    await paint(frameAt(duration));
    await nextFrame();
    progress(1);
  } finally {
    recorder.stop();
  }
  return recorded;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string} ground
 */
function painter(canvas, ground) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @param {string} svg */
  return async (svg) => {
    const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    try {
      const image = new Image();
      image.src = address;
      await image.decode();
      context.fillStyle = ground;
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
    } finally {
      URL.revokeObjectURL(address);
    }
  };
}

/**
 * @param {MediaRecorder} recorder
 * @returns {Promise<Blob>} all of it, when it has stopped
 */
function collect(recorder) {
  /** @type {Blob[]} */
  const parts = [];
  return new Promise((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => resolve(new Blob(parts, { type: "video/webm" }));
    recorder.onerror = () => reject(new Error("the recording broke off"));
    recorder.start();
  });
}

/** A timer and not an animation frame: those stand still in a tab that is not in front. */
function nextFrame() {
  return new Promise((resolve) => setTimeout(resolve, 1000 / FRAMES_A_SECOND / 2));
}
