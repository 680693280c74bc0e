/**
 * Colours of the data. A gate's hue names the valve (f, i, o), the signed scale is for what can be
 * negative (g, c, h, weights). Ramps are mixed in linear light, so that half a gate looks half as strong.
 * `css/tokens.css` repeats the palette for the style sheet; a test keeps the two equal.
 */

import { clamp, mix } from "./scale.js";

/** @typedef {"light" | "dark"} Theme */
/** @typedef {"f" | "i" | "o"} Hue */
/** @typedef {readonly [number, number, number]} Rgb 0..255 each, sRGB */

/**
 * paper: where a value of zero is drawn. outline: at least 3:1 against it.
 *
 * @type {Readonly<Record<Theme, Readonly<Record<
 *   Hue | "plus" | "minus" | "ink" | "paper" | "panel" | "outline" | "mint", string>>>>}
 */
export const PALETTE = Object.freeze({
  light: Object.freeze({
    f: "#B00020",
    i: "#29755E",
    o: "#5B4988",
    plus: "#0F86F0",
    minus: "#EC9E5E",
    ink: "#1B1F24",
    paper: "#FFFFFF",
    panel: "#F4F5F7",
    outline: "#6B7480",
    mint: "#E8F5F0",
  }),
  dark: Object.freeze({
    f: "#F07A1A",
    i: "#92E9B5",
    o: "#FBB3E0",
    plus: "#2490F0",
    minus: "#F0E442",
    ink: "#E8ECF1",
    paper: "#0F141B",
    panel: "#1B232D",
    outline: "#7E8A98",
    mint: "#14282A",
  }),
});

/**
 * @param {string} hex "#RRGGBB"
 * @returns {Rgb}
 */
export function parse(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/**
 * @param {Rgb} rgb
 * @returns {string} "#rrggbb"
 */
export function hex(rgb) {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** @param {number} part an sRGB channel, 0..255 @returns {number} linear light, 0..1 */
function toLinear(part) {
  const v = part / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

/** @param {number} light linear light, 0..1 @returns {number} an sRGB channel, 0..255 */
function fromLinear(light) {
  const v = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
  return clamp(v * 255, 0, 255);
}

/**
 * @param {Rgb} from
 * @param {Rgb} to
 * @param {number} u
 * @returns {Rgb}
 */
export function blend(from, to, u) {
  /** @param {0 | 1 | 2} k */
  const part = (k) => fromLinear(mix(toLinear(from[k]), toLinear(to[k]), u));
  return [part(0), part(1), part(2)];
}

/**
 * @typedef {object} Ramps
 * @property {(hue: Hue, value: number) => Rgb} gate paper at 0, the hue at 1
 * @property {(value: number) => Rgb} signed minus at -1, paper at 0, plus at 1
 */

/**
 * @param {Theme} theme
 * @returns {Ramps}
 */
export function ramps(theme) {
  const palette = PALETTE[theme];
  const paper = parse(palette.paper);
  const ends = { f: parse(palette.f), i: parse(palette.i), o: parse(palette.o) };
  const plus = parse(palette.plus);
  const minus = parse(palette.minus);
  return {
    gate: (hue, value) => blend(paper, ends[hue], clamp(value, 0, 1)),
    signed: (value) => blend(paper, value < 0 ? minus : plus, clamp(Math.abs(value), 0, 1)),
  };
}

/**
 * A channel's colour at a value: its gate ramp, or the signed ramp scaled to `end`.
 *
 * @param {Ramps} ramp
 * @param {Hue | null} hue
 * @param {number} value
 * @param {number} [end] where the signed scale ends
 * @returns {Rgb}
 */
export function shade(ramp, hue, value, end = 1) {
  return hue ? ramp.gate(hue, value) : ramp.signed(value / end);
}

/** Relative luminance, WCAG 2.2. @param {Rgb} rgb */
export function luminance(rgb) {
  return 0.2126 * toLinear(rgb[0]) + 0.7152 * toLinear(rgb[1]) + 0.0722 * toLinear(rgb[2]);
}

/**
 * Contrast ratio, WCAG 2.2, from 1 to 21.
 *
 * @param {Rgb} a
 * @param {Rgb} b
 */
export function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const INKS = ["#1B1F24", "#FFFFFF", "#000000"];

/**
 * The text colour for a fill: the soft ink, else white, else black: the first that reaches 4.5:1.
 *
 * @param {Rgb} fill
 * @returns {string}
 */
export function inkOn(fill) {
  return INKS.find((ink) => contrast(parse(ink), fill) >= 4.5) ?? "#000000";
}
