/** Files: those made in the page and handed to the reader, and texts that the reader hands over. */

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function saveFile(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/**
 * A self-contained SVG as a PNG of its own size, times `ratio`.
 *
 * @param {string} svg with width and height in pixels
 * @param {number} ratio
 * @returns {Promise<Blob>}
 */
export async function rasterise(svg, ratio) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * ratio;
    canvas.height = image.naturalHeight * ratio;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("the picture is empty"))),
        "image/png",
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * A text file as text: UTF-8, UTF-16 with its mark, or else the old encoding of Western Windows.
 *
 * @param {Blob} file
 * @returns {Promise<string | null>} null for a file that holds no text
 */
export async function readText(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = decode(bytes);
  return text.includes("\0") ? null : text;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function decode(bytes) {
  const marks = { "255,254": "utf-16le", "254,255": "utf-16be" };
  const wide = Object.entries(marks).find(([mark]) => mark === bytes.slice(0, 2).join());
  if (wide) return new TextDecoder(wide[1]).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
