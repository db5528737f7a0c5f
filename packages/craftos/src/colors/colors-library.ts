/**
 * `colors` and `colours`: sets of colours as bits of a number. Source: tweaked.cc, colors and colours.
 */
import { expectFiniteNumber, expectString } from "@craftos-http/event-loop";
import { type LuaTable, type LuaValue, raiseAt } from "@craftos-http/interpreter";
import { defineLibrary, type LibraryFields } from "../native/define-library.js";

/** The colours by the number of their bit, in American spelling. */
const NAMES = [
  ...["white", "orange", "magenta", "lightBlue", "yellow", "lime", "pink", "gray"],
  ...["lightGray", "cyan", "purple", "blue", "brown", "green", "red", "black"],
] as const;

const BRITISH: Readonly<Record<string, string>> = { gray: "grey", lightGray: "lightGrey" };

/** What a set of colours may be at most. */
const COLORS_MAX = 0xffff;

/** Makes the tables `colors` and `colours`. */
export function makeColorLibraries(): { readonly colors: LuaTable; readonly colours: LuaTable } {
  const british = (name: string): string => BRITISH[name] ?? name;
  return {
    colors: defineLibrary("colors", { ...constants((name) => name), ...functions() }),
    colours: defineLibrary("colours", { ...constants(british), ...functions() }),
  };
}

function constants(spell: (name: string) => string): LibraryFields {
  return Object.fromEntries(NAMES.map((name, bit) => [spell(name), 2 ** bit]));
}

function functions(): LibraryFields {
  return {
    combine: (...colors) => numbers(colors, 1).reduce((all, color) => unsigned(all | color), 0),
    subtract: (set, ...colors) => {
      const from = expectFiniteNumber(1, set);
      return numbers(colors, 2).reduce((left, color) => unsigned(left & ~color), unsigned(from));
    },
    test: (set, color) => {
      const wanted = unsigned(expectFiniteNumber(2, color));
      return unsigned(expectFiniteNumber(1, set) & wanted) === wanted;
    },
    packRGB: (red, green, blue) => packRgb(red, green, blue),
    unpackRGB: (rgb) => unpackRgb(rgb),
    // Source: tweaked.cc, colors.rgb8: one argument is unpacked, three are packed.
    rgb8: (red, green, blue) =>
      green === undefined && blue === undefined ? unpackRgb(red) : packRgb(red, green, blue),
    toBlit: (value) => {
      const color = expectFiniteNumber(1, value);
      if (color < 1 || color > COLORS_MAX) raiseAt("Colour out of range", 1);
      return Math.floor(Math.log2(color)).toString(16);
    },
    fromBlit: (value) => {
      const digit = expectString(1, value);
      return /^[\da-f]$/i.test(digit) ? 2 ** parseInt(digit, 16) : undefined;
    },
  };
}

function numbers(values: readonly LuaValue[], firstPosition: number): number[] {
  return values.map((value, index) => expectFiniteNumber(index + firstPosition, value));
}

/** The 32 bits of a number, as `bit32` has them. */
function unsigned(value: number): number {
  return value >>> 0;
}

function packRgb(red: LuaValue, green: LuaValue, blue: LuaValue): number {
  const [r = 0, g = 0, b = 0] = numbers([red, green, blue], 1).map((part) => (part * 255) & 0xff);
  return r * 0x10000 + g * 0x100 + b;
}

function unpackRgb(value: LuaValue): readonly LuaValue[] {
  const rgb = expectFiniteNumber(1, value);
  return [16, 8, 0].map((shift) => ((rgb >>> shift) & 0xff) / 255);
}
