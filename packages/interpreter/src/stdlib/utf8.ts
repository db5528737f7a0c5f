/**
 * The utf8 library (Lua 5.3 manual §6.5).
 */
import { library, native } from "../runtime/native.js";
import { raiseAt } from "../runtime/raise.js";
import type { LuaTable } from "../value/lua-table.js";
import { type LuaResult, type LuaValue, NO_VALUES, resultOf } from "../value/lua-value.js";
import { Arguments } from "./arguments.js";
import { chargeWork } from "../runtime/charge-work.js";
import { runSteps, type WorkSteps } from "../runtime/native-steps.js";
import { raiseLibraryError } from "./raise-library-error.js";
import { RESULTS_MAX } from "./results-max.js";
import {
  absolutePosition,
  CHARACTER_PATTERN,
  countCharacters,
  decodeCodePoint,
  encodeArgument,
  findCharacter,
  isContinuation,
  nextCharacter,
  readCodePoints,
} from "./utf8-codec.js";

/** What a code point among the results costs. */
const STEPS_PER_CODE = 8;

/** How many bytes are read in the time of one step. */
const BYTES_PER_STEP = 1;

/** How many bytes or characters of a long string are read at a time. */
const WINDOW = 1 << 17;

/** Counts the characters of a long string, piece by piece. */
function* countByWindow(text: string, from: number, to: number): WorkSteps {
  const last = absolutePosition(to, text.length);
  let count = 0;
  let start = absolutePosition(from, text.length);
  try {
    if (last > text.length) countCharacters(text, from, to);
    for (; start <= last - WINDOW; yield WINDOW / BYTES_PER_STEP) {
      let end = start + WINDOW - 1;
      // A piece ends where a character does, and the next begins with one.
      while (end < last && isContinuation(text, end)) end++;
      const counted = countCharacters(text, start, end);
      if (counted < 0) return [undefined, -counted];
      count += counted;
      start = end + 1;
    }
    const counted = countCharacters(text, start, last);
    return counted < 0 ? [undefined, -counted] : count + counted;
  } catch (thrown) {
    raiseLibraryError(thrown, "len");
  }
}

/** Finds a character that is far away, piece by piece. */
function* findByWindow(text: string, count: number, from: number | undefined): WorkSteps {
  const step = count < 0 ? -WINDOW : WINDOW;
  let left = count;
  let position = from;
  try {
    for (; Math.abs(left) > WINDOW; left -= step, yield WINDOW / BYTES_PER_STEP) {
      // The first of so many characters is where the search begins.
      const found = findCharacter(text, count < 0 ? step : step + 1, position);
      if (found === undefined) return undefined;
      position = found;
    }
    return findCharacter(text, left, position);
  } catch (thrown) {
    raiseLibraryError(thrown, "offset");
  }
}

/** `utf8.char(...)`. */
function char(...values: LuaValue[]): LuaResult {
  const args = new Arguments("char", values);
  let text = "";
  try {
    for (let position = 1; position <= values.length; position++) {
      text += encodeArgument(args.integer(position), position);
    }
  } catch (thrown) {
    raiseLibraryError(thrown, "char");
  }
  return text;
}

/** `utf8.len(s [, i [, j]])`. */
function len(...values: LuaValue[]): LuaResult {
  const args = new Arguments("len", values);
  const text = args.string(1);
  const from = args.optionalInteger(2, 1);
  const to = args.optionalInteger(3, -1);
  if (text.length > WINDOW) return runSteps("len", countByWindow(text, from, to));
  chargeWork(text.length / BYTES_PER_STEP);
  try {
    const count = countCharacters(text, from, to);
    return count >= 0 ? count : [undefined, -count];
  } catch (thrown) {
    raiseLibraryError(thrown, "len");
  }
}

/** `utf8.codepoint(s [, i [, j]])`. */
function codepoint(...values: LuaValue[]): LuaResult {
  const args = new Arguments("codepoint", values);
  const text = args.string(1);
  const from = args.optionalInteger(2, 1);
  const to = args.at(3) === undefined ? undefined : args.integer(3);
  if (to !== undefined) {
    const { length } = text;
    const wanted = absolutePosition(to, length) - absolutePosition(from, length) + 1;
    if (wanted > RESULTS_MAX) raiseAt("string slice too long", 1);
    chargeWork(Math.max(0, wanted) * STEPS_PER_CODE);
  }
  try {
    return resultOf(readCodePoints(text, from, to));
  } catch (thrown) {
    raiseLibraryError(thrown, "codepoint");
  }
}

/** `utf8.offset(s, n [, i])`. */
function offset(...values: LuaValue[]): LuaResult {
  const args = new Arguments("offset", values);
  const text = args.string(1);
  const count = args.integer(2);
  const from = args.at(3) === undefined ? undefined : args.integer(3);
  if (Math.abs(count) > WINDOW) return runSteps("offset", findByWindow(text, count, from));
  chargeWork(Math.min(Math.abs(count), text.length) / BYTES_PER_STEP);
  try {
    return findCharacter(text, count, from);
  } catch (thrown) {
    raiseLibraryError(thrown, "offset");
  }
}

/** The iterator of `utf8.codes`: position and code point of the next character. */
const nextCode = native("codes_iterator", (...values: LuaValue[]): LuaResult => {
  const args = new Arguments("codes_iterator", values);
  const text = args.string(1);
  try {
    const position = nextCharacter(text, args.integer(2));
    return position === 0 ? NO_VALUES : [position, decodeCodePoint(text, position - 1)];
  } catch (thrown) {
    raiseLibraryError(thrown, "codes_iterator");
  }
});

/** `utf8.codes(s)`. */
function codes(...values: LuaValue[]): LuaResult {
  return [nextCode, new Arguments("codes", values).string(1), 0];
}

/** Makes the library's table. */
export function utf8Library(): LuaTable {
  return library({ char, charpattern: CHARACTER_PATTERN, codepoint, codes, len, offset });
}
