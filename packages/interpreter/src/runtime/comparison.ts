/**
 * Equality and order of operands that are not both numbers (Lua 5.2 manual §3.4.3, §2.4).
 * Strings are ordered by bytes, which for byte strings is JavaScript's own order (the C locale).
 */
import type { ChunkInfo } from "../value/chunk-info.js";
import { Frame } from "../value/frame.js";
import { LuaTable } from "../value/lua-table.js";
import { LuaUserdata } from "../value/lua-userdata.js";
import { firstValue, type LuaResult, type LuaValue, SUSPENDED } from "../value/lua-value.js";
import { callMetamethod, NO_CHUNK } from "./call.js";
import { chargeBytes } from "./charge-work.js";
import { saveFrame } from "./execution.js";
import { metamethodOf } from "./metatable.js";
import { failCompare } from "./raise.js";

/** Says whether a value counts as true (Lua 5.2 manual §3.4.4). */
export function isTruthy(value: LuaValue): boolean {
  return value !== undefined && value !== false;
}

function truthOf(result: LuaResult): LuaResult {
  return result === SUSPENDED ? result : isTruthy(firstValue(result));
}

/**
 * Compares two values that are not the same one by `==`.
 * @returns a boolean, or SUSPENDED; a metamethod that was suspended gives its raw result later
 */
export function equals(a: LuaValue, b: LuaValue): LuaResult {
  const comparable =
    (a instanceof LuaTable && b instanceof LuaTable) ||
    (a instanceof LuaUserdata && b instanceof LuaUserdata);
  if (!comparable) return false;
  const metamethod = metamethodOf(a, "eq");
  // Lua 5.2 manual §2.4 "eq": only if both operands have the same one.
  if (metamethod === undefined || metamethodOf(b, "eq") !== metamethod) return false;
  return truthOf(callMetamethod(metamethod, NO_CHUNK, 0, a, b));
}

/** `a < b` for any operands; results as {@link equals}. */
export function lessThan(a: LuaValue, b: LuaValue, chunk: ChunkInfo, site: number): LuaResult {
  if (typeof a === "number" && typeof b === "number") return a < b;
  if (typeof a === "string" && typeof b === "string") {
    chargeBytes(a.length < b.length ? a.length : b.length);
    return a < b;
  }
  const metamethod = metamethodOf(a, "lt") ?? metamethodOf(b, "lt");
  if (metamethod === undefined) return failCompare(a, b, chunk, site);
  return truthOf(callMetamethod(metamethod, chunk, site, a, b));
}

/** `a <= b` for any operands; results as {@link equals}. */
export function lessEqual(a: LuaValue, b: LuaValue, chunk: ChunkInfo, site: number): LuaResult {
  if (typeof a === "number" && typeof b === "number") return a <= b;
  if (typeof a === "string" && typeof b === "string") {
    chargeBytes(a.length < b.length ? a.length : b.length);
    return a <= b;
  }
  let metamethod = metamethodOf(a, "le") ?? metamethodOf(b, "le");
  if (metamethod !== undefined) return truthOf(callMetamethod(metamethod, chunk, site, a, b));
  // Lua 5.2 manual §2.4 "le": without one, `not (b < a)`.
  metamethod = metamethodOf(b, "lt") ?? metamethodOf(a, "lt");
  if (metamethod === undefined) return failCompare(a, b, chunk, site);
  const result = callMetamethod(metamethod, chunk, site, b, a);
  return result === SUSPENDED ? saveFrame(new NegationFrame()) : !isTruthy(firstValue(result));
}

/** Turns the result of a suspended `__lt` into that of `<=`. */
class NegationFrame extends Frame {
  override resume(result: LuaResult): LuaResult {
    return !isTruthy(firstValue(result));
  }
}
