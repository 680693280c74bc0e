import {
  blend,
  contrast,
  hex,
  inkOn,
  luminance,
  PALETTE,
  parse,
  ramps,
  shade,
} from "../../static/js/core/colour.js";
import { assert, test } from "./harness.js";

const THEMES = /** @type {const} */ (["light", "dark"]);
const HUES = /** @type {const} */ (["f", "i", "o"]);
const STEPS = Array.from({ length: 21 }, (_, k) => k / 20);

test("black and white are 21 apart, and a mix is made in linear light", () => {
  assert.close(contrast([0, 0, 0], [255, 255, 255]), 21, 1e-9);
  assert.equal(hex(blend([0, 0, 0], [255, 255, 255], 0.5)), "#bcbcbc");
  assert.equal(hex(parse("#29755E")), "#29755e");
});

for (const theme of THEMES) {
  const ramp = ramps(theme);
  const paper = parse(PALETTE[theme].paper);

  test(`${theme}: ramps begin on paper and end at their colour`, () => {
    for (const hue of HUES) {
      assert.equal(hex(ramp.gate(hue, 0)), PALETTE[theme].paper.toLowerCase());
      assert.equal(hex(ramp.gate(hue, 1)), PALETTE[theme][hue].toLowerCase());
    }
    assert.equal(hex(ramp.signed(-2)), PALETTE[theme].minus.toLowerCase());
    assert.equal(hex(ramp.signed(0)), PALETTE[theme].paper.toLowerCase());
    assert.equal(hex(shade(ramp, null, 1.9, 1.9)), PALETTE[theme].plus.toLowerCase());
  });

  test(`${theme}: a larger gate is always further from paper`, () => {
    for (const hue of HUES) {
      const distances = STEPS.map((u) => Math.abs(luminance(ramp.gate(hue, u)) - luminance(paper)));
      assert(
        distances.every((d, k) => k === 0 || d > (distances[k - 1] ?? 0)),
        `${hue} does not rise`,
      );
    }
  });

  test(`${theme}: text on any cell reaches 4.5:1`, () => {
    for (const u of STEPS) {
      const fills = [...HUES.map((hue) => ramp.gate(hue, u)), ramp.signed(u), ramp.signed(-u)];
      for (const fill of fills) {
        const ratio = contrast(parse(inkOn(fill)), fill);
        assert(ratio >= 4.5, `${hex(fill)} with ${inkOn(fill)}: ${ratio.toFixed(2)}`);
      }
    }
  });

  test(`${theme}: outlines and focus stand out from every ground by 3:1, words by 4.5:1`, async () => {
    const value = await tokens(theme);
    for (const ground of ["paper", "panel", "ground", "card", "well", "mint"]) {
      assert(contrast(value("outline"), value(ground)) >= 3, `outline on ${ground}`);
      assert(contrast(value("focus"), value(ground)) >= 3, `focus on ${ground}`);
      for (const words of ["ink", "muted"]) {
        const ratio = contrast(value(words), value(ground));
        assert(ratio >= 4.5, `${words} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
    assert(contrast(value("error"), value("error-well")) >= 4.5, "error");
  });

  test(`${theme}: the style sheet has the same palette`, async () => {
    const value = await tokens(theme);
    for (const [name, colour] of Object.entries(PALETTE[theme])) {
      assert.equal(hex(value(name)), colour.toLowerCase(), name);
    }
  });
}

/**
 * Colours of css/tokens.css.
 *
 * @param {"light" | "dark"} theme
 */
async function tokens(theme) {
  const css = await (await fetch("/static/css/tokens.css")).text();
  /** @param {string} name */
  return (name) => {
    const found = css.match(new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`));
    if (!found) throw new Error(`no --${name} in tokens.css`);
    return parse(found[theme === "light" ? 1 : 2] ?? "");
  };
}
