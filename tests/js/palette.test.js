// The five data colours stay apart for every reader: with normal vision, with each of three dichromacies
// (Machado, Oliveira & Fernandes 2009, full severity, in linear light) and in grey, measured as CIEDE2000
// (Sharma, Wu & Dalal 2005).

import { luminance, PALETTE, parse } from "../../static/js/core/colour.js";
import { assert, test } from "./harness.js";

/** @typedef {readonly [number, number, number]} Triple */

const VISIONS = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};
const TO_XYZ = [
  0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.072175, 0.0193339, 0.119192, 0.9503041,
];
const WHITE = /** @type {Triple} */ ([0.95047, 1, 1.08883]);

/** @param {readonly number[]} m @param {Triple} v @returns {Triple} */
const times = (m, [x, y, z]) => {
  const row = (/** @type {number} */ k) => (m[k] ?? 0) * x + (m[k + 1] ?? 0) * y + (m[k + 2] ?? 0) * z;
  return [row(0), row(3), row(6)];
};

/** @param {string} hex @param {readonly number[]} vision @returns {Triple} CIELAB */
function lab(hex, vision) {
  const linear = /** @type {Triple} */ (
    /** @type {unknown} */ (
      parse(hex).map((part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      )
    )
  );
  const seen = /** @type {Triple} */ (
    /** @type {unknown} */ (times(vision, linear).map((part) => Math.min(1, Math.max(0, part))))
  );
  const [x, y, z] = times(TO_XYZ, seen);
  const f = (/** @type {number} */ t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [fx, fy, fz] = [f(x / WHITE[0]), f(y / WHITE[1]), f(z / WHITE[2])];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** @param {number} degrees */
const rad = (degrees) => (degrees * Math.PI) / 180;

/** CIEDE2000. @param {Triple} one @param {Triple} two */
function difference([L1, a1, b1], [L2, a2, b2]) {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [C1, C2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (/** @type {number} */ a, /** @type {number} */ b) =>
    a === 0 && b === 0 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  const [h1, h2] = [hue(p1, b1), hue(p2, b2)];
  const apart = C1 * C2 === 0 ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const [dL, dC, dH] = [L2 - L1, C2 - C1, 2 * Math.sqrt(C1 * C2) * Math.sin(rad(apart / 2))];
  const [L, C] = [(L1 + L2) / 2, (C1 + C2) / 2];
  const h =
    C1 * C2 === 0
      ? h1 + h2
      : Math.abs(h1 - h2) <= 180
        ? (h1 + h2) / 2
        : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
  const T =
    1 -
    0.17 * Math.cos(rad(h - 30)) +
    0.24 * Math.cos(rad(2 * h)) +
    0.32 * Math.cos(rad(3 * h + 6)) -
    0.2 * Math.cos(rad(4 * h - 63));
  const SL = 1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2);
  const [SC, SH] = [1 + 0.045 * C, 1 + 0.015 * C * T];
  const turn =
    -2 * Math.sqrt(C ** 7 / (C ** 7 + 25 ** 7)) * Math.sin(rad(60 * Math.exp(-(((h - 275) / 25) ** 2))));
  return Math.sqrt((dL / SL) ** 2 + (dC / SC) ** 2 + (dH / SH) ** 2 + turn * (dC / SC) * (dH / SH));
}

test("the colour difference is that of the published pairs", () => {
  assert.close(difference([50, 2.6772, -79.7751], [50, 0, -82.7485]), 2.0425, 1e-4);
  assert.close(difference([50, -1, 2], [50, 0, 0]), 2.3669, 1e-4);
  assert.close(difference([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387]), 1.2644, 1e-4);
  assert.close(difference([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619]), 2.0373, 1e-4);
});

const COLOURS = /** @type {const} */ (["f", "i", "o", "plus", "minus"]);

for (const [theme, least] of /** @type {const} */ ([
  ["light", 17],
  ["dark", 14],
])) {
  test(`${theme}: the worst pair of data colours differs by ${least} or more, whoever looks`, () => {
    for (const [name, vision] of Object.entries(VISIONS)) {
      const seen = COLOURS.map((colour) => lab(PALETTE[theme][colour], vision));
      for (const [k, one] of seen.entries()) {
        for (const [n, other] of seen.slice(k + 1).entries()) {
          const apart = difference(one, other);
          assert(apart >= least, `${COLOURS[k]} and ${COLOURS[k + 1 + n]}, ${name}: ${apart.toFixed(1)}`);
        }
      }
    }
  });

  test(`${theme}: the gates stand out from the paper in grey too`, () => {
    const paper = luminance(parse(PALETTE[theme].paper));
    for (const gate of /** @type {const} */ (["f", "i", "o"])) {
      const [low, high] = [paper, luminance(parse(PALETTE[theme][gate]))].sort((a, b) => a - b);
      const contrast = ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
      assert(contrast >= 4.5, `${gate}: ${contrast.toFixed(1)}`);
    }
  });
}
