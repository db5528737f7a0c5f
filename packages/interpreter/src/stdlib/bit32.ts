/**
 * The bit32 library (Lua 5.2 manual §6.7) and CC: Tweaked's older `bit`, which has part of it under
 * other names. Every function tries numbers first, without allocating.
 */
import { library } from "../runtime/native.js";
import type { LuaTable } from "../value/lua-table.js";
import type { LuaFunction, LuaResult, LuaValue } from "../value/lua-value.js";
import {
  bitAnd,
  bitNot,
  bitOr,
  bitXor,
  extractField,
  replaceField,
  rotateLeft,
  rotateRight,
  shiftArithmetic,
  shiftLeft,
  shiftRight,
} from "./bit32-operations.js";
import { numberAt } from "./math.js";
import { argumentsOf, raiseLibraryError } from "./raise-library-error.js";

const ALL_BITS = 2 ** 32 - 1;

/** `bit32.band(...)`. */
function band(...values: LuaValue[]): LuaResult {
  let bits = ALL_BITS;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    bits = bitAnd(
      bits,
      typeof value === "number" ? value : numberAt(value, index + 1, values.length, "band"),
    );
  }
  return bits;
}

/** `bit32.bor(...)`. */
function bor(...values: LuaValue[]): LuaResult {
  let bits = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    bits = bitOr(
      bits,
      typeof value === "number" ? value : numberAt(value, index + 1, values.length, "bor"),
    );
  }
  return bits;
}

/** `bit32.bxor(...)`. */
function bxor(...values: LuaValue[]): LuaResult {
  let bits = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    bits = bitXor(
      bits,
      typeof value === "number" ? value : numberAt(value, index + 1, values.length, "bxor"),
    );
  }
  return bits;
}

/** `bit32.btest(...)`. */
function btest(...values: LuaValue[]): LuaResult {
  let bits = ALL_BITS;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    bits = bitAnd(
      bits,
      typeof value === "number" ? value : numberAt(value, index + 1, values.length, "btest"),
    );
  }
  return bits !== 0;
}

/** `bit32.bnot(x)`. */
function bnot(x: LuaValue): LuaResult {
  return bitNot(typeof x === "number" ? x : numberAt(x, 1, arguments.length, "bnot"));
}

/** `bit32.lshift(x, disp)`. */
function lshift(x: LuaValue, count: LuaValue): LuaResult {
  if (typeof x === "number" && typeof count === "number") return shiftLeft(x, count);
  const args = argumentsOf("lshift", arguments.length, x, count);
  return shiftLeft(args.number(1), args.number(2));
}

/** `bit32.rshift(x, disp)`. */
function rshift(x: LuaValue, count: LuaValue): LuaResult {
  if (typeof x === "number" && typeof count === "number") return shiftRight(x, count);
  const args = argumentsOf("rshift", arguments.length, x, count);
  return shiftRight(args.number(1), args.number(2));
}

/** `bit32.arshift(x, disp)`. */
function arshift(x: LuaValue, count: LuaValue): LuaResult {
  if (typeof x === "number" && typeof count === "number") return shiftArithmetic(x, count);
  const args = argumentsOf("arshift", arguments.length, x, count);
  return shiftArithmetic(args.number(1), args.number(2));
}

/** `bit32.lrotate(x, disp)`. */
function lrotate(x: LuaValue, count: LuaValue): LuaResult {
  if (typeof x === "number" && typeof count === "number") return rotateLeft(x, count);
  const args = argumentsOf("lrotate", arguments.length, x, count);
  // PUC looks at the second argument first.
  const by = args.number(2);
  return rotateLeft(args.number(1), by);
}

/** `bit32.rrotate(x, disp)`. */
function rrotate(x: LuaValue, count: LuaValue): LuaResult {
  if (typeof x === "number" && typeof count === "number") return rotateRight(x, count);
  const args = argumentsOf("rrotate", arguments.length, x, count);
  // PUC looks at the second argument first.
  const by = args.number(2);
  return rotateRight(args.number(1), by);
}

/** `bit32.extract(n, field [, width])`. */
function extract(n: LuaValue, field: LuaValue, width: LuaValue): LuaResult {
  const args = argumentsOf("extract", arguments.length, n, field, width);
  const bits = args.number(1);
  const from = args.number(2);
  try {
    return extractField(bits, from, args.optionalNumber(3, 1));
  } catch (thrown) {
    raiseLibraryError(thrown, "extract");
  }
}

/** `bit32.replace(n, v, field [, width])`. */
function replace(n: LuaValue, value: LuaValue, field: LuaValue, width: LuaValue): LuaResult {
  const args = argumentsOf("replace", arguments.length, n, value, field, width);
  const bits = args.number(1);
  const put = args.number(2);
  const from = args.number(3);
  try {
    return replaceField(bits, put, from, args.optionalNumber(4, 1));
  } catch (thrown) {
    raiseLibraryError(thrown, "replace");
  }
}

const members: Readonly<Record<string, LuaFunction>> = {
  arshift,
  band,
  bnot,
  bor,
  btest,
  bxor,
  extract,
  lrotate,
  lshift,
  replace,
  rrotate,
  rshift,
};

/** Makes the library's table. */
export function bit32Library(): LuaTable {
  return library(members);
}

/** Makes the table of the older `bit` library (https://tweaked.cc, `bit`). */
export function bitLibrary(): LuaTable {
  return library({
    band,
    blogic_rshift: rshift,
    blshift: lshift,
    bnot,
    bor,
    brshift: arshift,
    bxor,
  });
}
