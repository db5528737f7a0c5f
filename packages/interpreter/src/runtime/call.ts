/**
 * Calling values (Lua 5.2 manual §2.4 "call", §3.4.9).
 *
 * Every function here may give SUSPENDED; unless it says otherwise it saves no frame of its own, so
 * a caller gets the callee's result directly once it carries on.
 */
import { ChunkInfo } from "../value/chunk-info.js";
import { type LuaFunction, type LuaResult, type LuaValue, typeName } from "../value/lua-value.js";
import { execution, returnError } from "./execution.js";
import { metamethodOf } from "./metatable.js";
import { operandError, raise } from "./raise.js";

/** How long a chain of `__call` metamethods may be. */
const CALL_CHAIN_MAX = 100;

/**
 * Gives the function to call for a value that is not one, and the values to put before the
 * arguments; null when there is none.
 */
function resolveCall(callee: LuaValue): { fn: LuaFunction; before: LuaValue[] } | null {
  const before: LuaValue[] = [];
  let value = callee;
  for (let length = 0; length < CALL_CHAIN_MAX; length++) {
    if (typeof value === "function") return { fn: value, before };
    before.unshift(value);
    value = metamethodOf(value, "call");
    if (value === undefined) return null;
  }
  return null;
}

/** The chunk of operations that natives do on behalf of nobody's source line. */
export const NO_CHUNK = new ChunkInfo("?");

/** What a metamethod call costs of the budget while it lasts: the runtime's JavaScript stack. */
const METAMETHOD_COST = 500;

/**
 * Gives a function that calls a value which is not one, for generated code.
 * @param operand - as which operand of the site the source names the value; 0 if it does not
 */
export function callable(
  callee: LuaValue,
  chunk: ChunkInfo,
  site: number,
  operand: 0 | 1 = 1,
): LuaFunction {
  if (typeof callee === "function") return callee;
  const metamethod = metamethodOf(callee, "call");
  // As objects are made by calling their class: V8 passes these arguments on without an array.
  if (typeof metamethod === "function") return (...args) => metamethod(callee, ...args);
  const target = resolveCall(callee);
  if (target === null) {
    const error = operandError("call", callee, chunk, site, operand);
    return () => returnError(error);
  }
  const { fn, before } = target;
  return (...args) => fn(...before, ...args);
}

/** Calls a metamethod with two operands. */
export function callMetamethod(
  metamethod: LuaValue,
  chunk: ChunkInfo,
  site: number,
  a: LuaValue,
  b: LuaValue,
): LuaResult {
  const fn = callable(metamethod, chunk, site, 0);
  execution.c += METAMETHOD_COST;
  const result = fn(a, b);
  execution.c -= METAMETHOD_COST;
  return result;
}

/** Calls `__newindex` with its three operands. */
export function callNewindex(
  metamethod: LuaFunction,
  object: LuaValue,
  key: LuaValue,
  value: LuaValue,
): LuaResult {
  execution.c += METAMETHOD_COST;
  const result = metamethod(object, key, value);
  execution.c -= METAMETHOD_COST;
  return result;
}

/** Calls a metamethod with the object alone, from a native function: `__tostring`, `__pairs`. */
export function callObjectMetamethod(metamethod: LuaValue, object: LuaValue): LuaResult {
  const fn = callable(metamethod, NO_CHUNK, 0);
  execution.c += METAMETHOD_COST;
  const result = fn(object);
  execution.c -= METAMETHOD_COST;
  return result;
}

/** Calls any value from a native function. */
export function callValue(callee: LuaValue, ...args: LuaValue[]): LuaResult {
  if (typeof callee === "function") return callee(...args);
  const target = resolveCall(callee);
  if (target === null) raise(`attempt to call a ${typeName(callee)} value`);
  return target.fn(...target.before, ...args);
}
