/**
 * `..` and `#` where generated code's fast path does not apply (Lua 5.2 manual §3.4.5, §3.4.6).
 */
import type { ChunkInfo } from "../value/chunk-info.js";
import { LuaTable } from "../value/lua-table.js";
import { firstValue, type LuaResult, type LuaValue, SUSPENDED } from "../value/lua-value.js";
import { formatNumber } from "../value/number-to-string.js";
import { sizeLimits } from "../value/size-limits.js";
import { callMetamethod } from "./call.js";
import { chargeWork, LONG_TEXT } from "./charge-work.js";
import { metafield, metamethodOf } from "./metatable.js";
import { raiseAtSite, failOperand } from "./raise.js";

/** The text of a value that `..` accepts as it is, or undefined. */
function concatText(value: LuaValue): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? formatNumber(value) : undefined;
}

/** How many bytes of a joined string are charged as a step: it is copied when it is first read. */
const JOINED_BYTES_PER_STEP = 32;

/**
 * Charges for a long string that `..` makes.
 * @throws LuaError when it is longer than a string may be
 */
export function checkLongText(size: number, chunk: ChunkInfo, site: number): void {
  if (size > sizeLimits.stringBytesMax) raiseAtSite("resulting string too large", chunk, site);
  chargeWork(size / JOINED_BYTES_PER_STEP);
}

/**
 * `a .. b` for any operands.
 * @returns one value, or SUSPENDED; a metamethod that was suspended gives its raw result later
 */
export function concat(a: LuaValue, b: LuaValue, chunk: ChunkInfo, site: number): LuaResult {
  const left = concatText(a);
  const right = concatText(b);
  if (left !== undefined && right !== undefined) {
    const size = left.length + right.length;
    if (size > LONG_TEXT) checkLongText(size, chunk, site);
    return left + right;
  }
  const metamethod = metamethodOf(a, "concat") ?? metamethodOf(b, "concat");
  if (metamethod === undefined) {
    const operand = left === undefined ? 1 : 2;
    return failOperand("concatenate", operand === 1 ? a : b, chunk, site, operand);
  }
  const result = callMetamethod(metamethod, chunk, site, a, b);
  return result === SUSPENDED ? result : firstValue(result);
}

/** `#value` for any operand; results as {@link concat}. */
export function length(value: LuaValue, chunk: ChunkInfo, site: number): LuaResult {
  if (typeof value === "string") return value.length;
  let metamethod: LuaValue;
  if (value instanceof LuaTable) {
    if (value.meta === null) return value.length();
    metamethod = metafield(value.meta, "len");
    if (metamethod === undefined) return value.length();
  } else {
    metamethod = metamethodOf(value, "len");
    if (metamethod === undefined) return failOperand("get length of", value, chunk, site, 1);
  }
  const result = callMetamethod(metamethod, chunk, site, value, value);
  return result === SUSPENDED ? result : firstValue(result);
}
