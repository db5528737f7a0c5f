/**
 * The colours of a screen: sixteen, each a red, green and blue from 0 to 1. Source: tweaked.cc, term and
 * colors.
 */

/** Red, green and blue, each from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** What the colours are until a program changes them, from white to black. */
const DEFAULTS: readonly number[] = [
  ...[0xf0f0f0, 0xf2b233, 0xe57fd8, 0x99b2f2, 0xdede6c, 0x7fcc19, 0xf2b2cc, 0x4c4c4c],
  ...[0x999999, 0x4c99b2, 0xb266e5, 0x3366cc, 0x7f664c, 0x57a64e, 0xcc4c4c, 0x111111],
];

/**
 * Gives what a colour is until a program changes it.
 * @param index - 0 for white to 15 for black
 */
export function defaultColor(index: number): Rgb {
  const rgb = DEFAULTS[index] ?? 0;
  return rgbOf(rgb);
}

/**
 * Splits a number into red, green and blue.
 * @param rgb - 0xRRGGBB
 */
export function rgbOf(rgb: number): Rgb {
  return [((rgb >>> 16) & 0xff) / 255, ((rgb >>> 8) & 0xff) / 255, (rgb & 0xff) / 255];
}
