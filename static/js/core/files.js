/** Things made in the page, handed to the reader as files. */

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
