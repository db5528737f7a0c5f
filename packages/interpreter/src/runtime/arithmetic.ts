/**
 * Arithmetic on operands that are not both numbers (Lua 5.2 manual §3.4.1, §3.4.2, §2.4), and the
 * operators for which JavaScript's differ. Generated code does the plain cases itself.
 */
import type { ChunkInfo } from "../value/chunk-info.js";
import { firstValue, type LuaResult, type LuaValue, SUSPENDED } from "../value/lua-value.js";
import { POWERS_OF_TWO } from "../value/powers-of-two.js";
import { parseNumber } from "../value/string-to-number.js";
import { callMetamethod } from "./call.js";
import { metamethodOf } from "./metatable.js";
import { failOperand } from "./raise.js";

const INTEGER_MAX = Number.MAX_SAFE_INTEGER;

/**
 * Lua's `a % b`: the sign of the divisor (Lua 5.2 manual §3.4.1). CC: as Cobalt computes it, exact
 * where PUC 5.2's `a - floor(a/b)*b` rounds, and `5 % math.huge` is 5.
 */
export function modulo(a: number, b: number): number {
  // As 32-bit integers: every operation of a program shares this code, and once it has met a fraction V8
  // calls C's fmod for all others (benchmarks collatz, crc).
  if ((a | 0) === a && (b | 0) === b && b !== 0) {
    const remainder = ((a | 0) % (b | 0)) | 0;
    return remainder === 0 || remainder < 0 === b < 0 ? remainder : remainder + b;
  }
  return otherModulo(a, b);
}

/** As {@link modulo}, whose code is short for want of this, so that V8 makes it a part of its callers. */
function otherModulo(a: number, b: number): number {
  // Of integers below 2^53 the quotient's floor is exact, though the quotient is not.
  if (a >= 0 && a <= INTEGER_MAX && b >= 1 && b <= INTEGER_MAX && isWhole(a) && isWhole(b)) {
    return a - Math.floor(a / b) * b;
  }
  const remainder = a % b;
  if (remainder === 0) return 0; // never -0, as in PUC
  return remainder < 0 !== b < 0 ? remainder + b : remainder;
}

function isWhole(n: number): boolean {
  return Math.floor(n) === n;
}

/** Lua's `a ^ b`: C's `pow`, which differs from JavaScript's in giving 1 for `1 ^ x` always. */
export function power(a: number, b: number): number {
  // Programs take them for masks, by the million.
  if (a === 2 && (b | 0) === b && b >= 0 && b < POWERS_OF_TWO.length) return POWERS_OF_TWO[b]!;
  if (a === 1 || (a === -1 && (b === Infinity || b === -Infinity))) return 1;
  return a ** b;
}

/** The binary operators, by metamethod name. */
export type ArithmeticName = "add" | "sub" | "mul" | "div" | "mod" | "pow";

const OPERATIONS: Readonly<Record<ArithmeticName, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  mod: modulo,
  pow: power,
};

/** Converts an operand as arithmetic does: numbers and strings that read as one. */
export function toNumber(value: LuaValue): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" ? parseNumber(value) : undefined;
}

/**
 * Does arithmetic on any operands.
 * @returns one value, or SUSPENDED; a metamethod that was suspended gives its raw result later
 */
export function arithmetic(
  name: ArithmeticName,
  a: LuaValue,
  b: LuaValue,
  chunk: ChunkInfo,
  site: number,
): LuaResult {
  const x = toNumber(a);
  const y = toNumber(b);
  if (x !== undefined && y !== undefined) return OPERATIONS[name](x, y);
  const metamethod = metamethodOf(a, name) ?? metamethodOf(b, name);
  if (metamethod === undefined) {
    // PUC 5.2's luaG_aritherror blames the second operand when the first is a number.
    const operand = x === undefined ? 1 : 2;
    return failOperand("perform arithmetic on", operand === 1 ? a : b, chunk, site, operand);
  }
  const result = callMetamethod(metamethod, chunk, site, a, b);
  return result === SUSPENDED ? result : firstValue(result);
}

/** Negates any operand; results as {@link arithmetic}. */
export function negate(a: LuaValue, chunk: ChunkInfo, site: number): LuaResult {
  const x = toNumber(a);
  if (x !== undefined) return -x;
  const metamethod = metamethodOf(a, "unm");
  if (metamethod === undefined) return failOperand("perform arithmetic on", a, chunk, site, 1);
  const result = callMetamethod(metamethod, chunk, site, a, a);
  return result === SUSPENDED ? result : firstValue(result);
}
