/**
 * The string library (Lua 5.2 manual §6.4): the functions that need no pattern, and the library's
 * table. Every function tries plain arguments first, without allocating; what is left goes through
 * `Arguments`.
 */
import { library } from "../runtime/native.js";
import { raiseArgumentText, raiseAt } from "../runtime/raise.js";
import type { LuaTable } from "../value/lua-table.js";
import { type LuaFunction, type LuaResult, type LuaValue, NO_VALUES } from "../value/lua-value.js";
import { sizeLimits } from "../value/size-limits.js";
import { Arguments } from "./arguments.js";
import { dump } from "./binary-chunk.js";
import { bytesToString } from "./bytes-to-string.js";
import { chargeWork } from "../runtime/charge-work.js";
import { runSteps, type WorkSteps } from "../runtime/native-steps.js";
import { argumentsOf } from "./raise-library-error.js";
import { RESULTS_MAX } from "./results-max.js";
import { format } from "./string-format-native.js";
import { gsub } from "./string-gsub.js";
import { pack, packsize, unpack } from "./string-pack-natives.js";
import { find, gmatch, match } from "./string-search.js";

/** Cuts a position to an integer; NaN is 0, as everywhere (`luaL_checkinteger`). */
function toPosition(position: number): number {
  return (position | 0) === position ? position : Math.trunc(position) || 0;
}

/** `string.len(s)`. */
function len(text: LuaValue): LuaResult {
  if (typeof text === "string") return text.length;
  return argumentsOf("len", arguments.length, text).string(1).length;
}

/** `string.sub(s, i [, j])`. */
function sub(text: LuaValue, from: LuaValue, to: LuaValue): LuaResult {
  if (typeof text === "string" && typeof from === "number") {
    if (to === undefined) return slice(text, from, -1);
    if (typeof to === "number") return slice(text, from, to);
  }
  const args = argumentsOf("sub", arguments.length, text, from, to);
  return slice(args.string(1), args.integer(2), args.optionalInteger(3, -1));
}

function slice(text: string, from: number, to: number): string {
  const length = text.length;
  const first = toPosition(from);
  const last = toPosition(to);
  const start = first > 0 ? first - 1 : first < 0 ? Math.max(length + first, 0) : 0;
  const end = last >= 0 ? Math.min(last, length) : length + last + 1;
  return end > start ? text.slice(start, end) : "";
}

/** `string.byte(s [, i [, j]])`. */
function byte(text: LuaValue, from: LuaValue, to: LuaValue): LuaResult {
  if (typeof text === "string") {
    if (typeof from === "number" && (from | 0) === from) {
      if (to === undefined) {
        const index = from > 0 ? from - 1 : text.length + from;
        return index >= 0 && index < text.length ? text.charCodeAt(index) : NO_VALUES;
      }
      if (typeof to === "number" && (to | 0) === to) return bytesOf(text, from, to);
    } else if (from === undefined && to === undefined) {
      return text.length > 0 ? text.charCodeAt(0) : NO_VALUES;
    }
  }
  const args = argumentsOf("byte", arguments.length, text, from, to);
  const subject = args.string(1);
  const first = args.optionalInteger(2, 1);
  return bytesOf(subject, first, args.optionalInteger(3, first));
}

function bytesOf(text: string, from: number, to: number): LuaResult {
  const length = text.length;
  const start = from > 0 ? from - 1 : from < 0 ? Math.max(length + from, 0) : 0;
  const end = to >= 0 ? Math.min(to, length) : length + to + 1;
  if (end <= start) return NO_VALUES;
  // Few bytes are put into lists that are as long as they get (benchmark bytes).
  switch (end - start) {
    case 1:
      return text.charCodeAt(start);
    case 2:
      return [text.charCodeAt(start), text.charCodeAt(start + 1)];
    case 3:
      return [text.charCodeAt(start), text.charCodeAt(start + 1), text.charCodeAt(start + 2)];
    case 4:
      return [
        text.charCodeAt(start),
        text.charCodeAt(start + 1),
        text.charCodeAt(start + 2),
        text.charCodeAt(start + 3),
      ];
  }
  if (end - start > RESULTS_MAX) raiseAt("string slice too long", 1);
  if (end - start > SHORT_LENGTH_MAX) chargeWork((end - start) * STEPS_PER_CODE);
  const codes: number[] = [];
  for (let index = start; index < end; index++) codes.push(text.charCodeAt(index));
  return codes;
}

/** `string.char(...)`. */
function char(...codes: LuaValue[]): LuaResult {
  let text = "";
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index];
    text += String.fromCharCode(
      typeof code === "number" && (code & 255) === code ? code : checkByte(code, index + 1),
    );
  }
  return text;
}

function checkByte(value: LuaValue, position: number): number {
  const list: LuaValue[] = [];
  list[position - 1] = value;
  const code = new Arguments("char", list).integer(position);
  if (code < 0 || code > 255) raiseArgumentText(position, "value out of range", "char");
  return code;
}

/** `string.rep(s, n [, sep])`. */
function rep(text: LuaValue, count: LuaValue, separator: LuaValue): LuaResult {
  if (typeof text === "string" && typeof count === "number" && separator === undefined) {
    return repeat(text, toPosition(count), "");
  }
  const args = argumentsOf("rep", arguments.length, text, count, separator);
  return repeat(args.string(1), args.integer(2), args.optionalString(3, ""));
}

function repeat(text: string, count: number, separator: string): string {
  if (count <= 0) return "";
  const unit = text + separator;
  if (unit === "") return "";
  const length = unit.length * count - separator.length;
  if (length > sizeLimits.stringBytesMax) raiseAt("resulting string too large", 1);
  if (length > 1_000) chargeWork(length / 16);
  return separator === "" ? text.repeat(count) : unit.repeat(count - 1) + text;
}

/** What a byte that `string.byte` gives costs: a value among the results. */
const STEPS_PER_CODE = 4;

/** Up to this length a string is handled byte by byte, and charged with the call. */
const SHORT_LENGTH_MAX = 64;

/** `string.reverse(s)`. */
function reverse(value: LuaValue): LuaResult {
  const text =
    typeof value === "string" ? value : argumentsOf("reverse", arguments.length, value).string(1);
  const length = text.length;
  if (length <= SHORT_LENGTH_MAX) {
    let turned = "";
    for (let index = length - 1; index >= 0; index--) turned += text.charAt(index);
    return turned;
  }
  if (length > WINDOW) return runSteps("reverse", byWindow(text, reversed, true));
  chargeWork(length);
  return reversed(text);
}

function reversed(text: string): string {
  const { length } = text;
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index++) bytes[length - 1 - index] = text.charCodeAt(index);
  return bytesToString(bytes);
}

/** How much of a long string is handled at a time, in bytes. */
const WINDOW = 1 << 18;

/**
 * Changes a long string piece by piece.
 * @param change - makes of a piece another of the same length
 * @param isTurned - whether the last piece comes first
 */
function* byWindow(text: string, change: (piece: string) => string, isTurned: boolean): WorkSteps {
  let result = "";
  for (let start = 0; start < text.length; start += WINDOW) {
    const piece = change(text.slice(start, start + WINDOW));
    result = isTurned ? piece + result : result + piece;
    yield WINDOW;
  }
  return result;
}

/** Bytes that JavaScript's change of case may change and C's does not (in the C locale). */
const NOT_ASCII = /[\x80-\xff]/;

function lowered(text: string): string {
  return NOT_ASCII.test(text)
    ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    : text.toLowerCase();
}

function raised(text: string): string {
  return NOT_ASCII.test(text)
    ? text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
    : text.toUpperCase();
}

/** `string.lower(s)`. */
function lower(value: LuaValue): LuaResult {
  const text =
    typeof value === "string" ? value : argumentsOf("lower", arguments.length, value).string(1);
  if (text.length > WINDOW) return runSteps("lower", byWindow(text, lowered, false));
  if (text.length > SHORT_LENGTH_MAX) chargeWork(text.length / 4);
  return lowered(text);
}

/** `string.upper(s)`. */
function upper(value: LuaValue): LuaResult {
  const text =
    typeof value === "string" ? value : argumentsOf("upper", arguments.length, value).string(1);
  if (text.length > WINDOW) return runSteps("upper", byWindow(text, raised, false));
  if (text.length > SHORT_LENGTH_MAX) chargeWork(text.length / 4);
  return raised(text);
}

/** Makes the library's table. */
export function stringLibrary(): LuaTable {
  const members: Record<string, LuaFunction> = {
    byte,
    char,
    dump,
    find,
    format,
    gmatch,
    gsub,
    len,
    lower,
    match,
    pack,
    packsize,
    rep,
    reverse,
    sub,
    unpack,
    upper,
  };
  return library(members);
}
