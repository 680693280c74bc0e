import { canFilm, recordFilm } from "../../static/js/core/film.js";
import { assert, test } from "./harness.js";

/** A square that crosses the picture from left to right. @param {number} share */
const drawing = (share) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180" viewBox="0 0 320 180">
    <rect x="${20 + 240 * share}" y="60" width="60" height="60" fill="#b00020"/></svg>`;

/** @param {Partial<import("../../static/js/core/film.js").Film>} [patch] */
const film = (patch) =>
  recordFilm({
    frameAt: (time) => drawing(time / 1500),
    duration: 1500,
    size: { width: 320, height: 180 },
    ground: "#ffffff",
    progress: () => {},
    signal: new AbortController().signal,
    ...patch,
  });

/** @param {Blob} blob @returns {Promise<HTMLVideoElement>} with its first frame decoded */
async function open(blob) {
  const video = document.createElement("video");
  video.muted = true;
  video.src = URL.createObjectURL(blob);
  document.body.append(video);
  await new Promise((resolve, reject) => {
    video.oncanplaythrough = resolve;
    video.onerror = () => reject(new Error(video.error?.message));
  });
  return video;
}

/** Where red begins in the picture, in px. @param {HTMLVideoElement} video @param {number} seconds */
async function redAt(video, seconds) {
  video.currentTime = seconds;
  await new Promise((resolve) => {
    video.onseeked = resolve;
  });
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 320, height: 180 });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(video, 0, 0);
  const { data } = context.getImageData(0, 90, 320, 1);
  return Array.from({ length: 320 }, (_, x) => x).findIndex(
    (x) => (data[4 * x] ?? 0) > 120 && (data[4 * x + 1] ?? 255) < 80,
  );
}

test("a film is WebM, as long as its drawing takes, and shows it", async () => {
  assert(canFilm());
  /** @type {number[]} */
  const told = [];
  const blob = await film({ progress: (share) => told.push(share) });
  assert.equal(blob.type, "video/webm");
  const head = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  assert.deepEqual([...head], [0x1a, 0x45, 0xdf, 0xa3]);
  const video = await open(blob);
  assert.deepEqual([video.videoWidth, video.videoHeight], [320, 180]);
  assert.close(video.duration, 1.5, 0.3);
  const [first, last] = [await redAt(video, 0), await redAt(video, 1.45)];
  assert.close(first, 20, 30);
  assert.close(last, 252, 30);
  assert.equal(told.at(-1), 1);
  assert(
    told.every((share, k) => share >= (told[k - 1] ?? 0)),
    "progress goes one way",
  );
});

test("a recording that is no longer wanted ends at once", async () => {
  const stop = new AbortController();
  const begin = performance.now();
  await assert.rejects(
    () =>
      film({
        signal: stop.signal,
        progress: (share) => share > 0.1 && stop.abort(),
      }),
    /abort/,
  );
  assert(performance.now() - begin < 1000);
});
