/**
 * What a Lua value is in JavaScript, and what a call gives back.
 *
 * nil is `undefined`; booleans and numbers are themselves; a Lua string is a JavaScript string whose
 * characters are bytes (0 to 255); a function is a JavaScript function; everything else is a class.
 * A Lua value is never an array: that is what tells a list of results from a single one.
 */
import type { Coroutine } from "./coroutine.js";
import type { LuaTable } from "./lua-table.js";
import type { LuaUserdata } from "./lua-userdata.js";

/** Any Lua value. Strings hold one byte per character. */
export type LuaValue =
  undefined | boolean | number | string | LuaFunction | LuaTable | Coroutine | LuaUserdata;

/** What a call gives back: the bare value for exactly one result, an array for none or several. */
export type LuaResult = LuaValue | readonly LuaValue[];

/**
 * A Lua function or a native one. Arguments are positional; missing ones are `undefined`, and
 * `arguments.length` tells a missing argument from an explicit nil.
 *
 * A call may also give {@link SUSPENDED}: then the function has saved what it needs, and the caller
 * must save its own frame and return it too.
 */
export type LuaFunction = (...args: LuaValue[]) => LuaResult;

/**
 * The result of a call that did not finish: it was suspended, and its frames are being saved. It is
 * an array so that a caller which checks for several results needs no second check.
 * Only ever compared by identity.
 */
export const SUSPENDED: readonly LuaValue[] = [];

/** The result of a call that returns nothing. Shared; never written. */
export const NO_VALUES: readonly LuaValue[] = [];

/**
 * Cuts a call's result to its first value.
 * @param result - what a call gave; not {@link SUSPENDED}
 */
export function firstValue(result: LuaResult): LuaValue {
  return isResultList(result) ? result[0] : result;
}

/**
 * Gives a call's result as a list, without copying when it is one already.
 * @param result - what a call gave; not {@link SUSPENDED}
 */
export function resultList(result: LuaResult): readonly LuaValue[] {
  return isResultList(result) ? result : [result];
}

/**
 * Gives a list of values in the form that a call returns them.
 * @param values - the values; kept, so not to be written afterwards
 */
export function resultOf(values: readonly LuaValue[]): LuaResult {
  return values.length === 1 ? values[0] : values;
}

/**
 * Gives `true` and a call's results, as `pcall` and `coroutine.resume` do. Few results, which is what
 * most calls give, are copied without an iterator (benchmark pcall).
 * @param result - what a call gave; not {@link SUSPENDED}
 */
export function successOf(result: LuaResult): LuaResult {
  if (!isResultList(result)) return [true, result];
  switch (result.length) {
    case 0:
      return true;
    case 2:
      return [true, result[0], result[1]];
    case 3:
      return [true, result[0], result[1], result[2]];
    default:
      return [true, ...result];
  }
}

/** Says whether a call gave a list (none or several values, or {@link SUSPENDED}). */
export function isResultList(result: LuaResult): result is readonly LuaValue[] {
  return Array.isArray(result);
}

/** The name of a value's type, as Lua's `type` gives it (Lua 5.2 manual §2.1). */
export type LuaTypeName =
  "nil" | "boolean" | "number" | "string" | "function" | "table" | "thread" | "userdata";

/** Gives the type name of a value, as Lua's `type` does (Lua 5.2 manual §2.1). */
export function typeName(value: LuaValue): LuaTypeName {
  switch (typeof value) {
    case "undefined":
      return "nil";
    case "boolean":
    case "number":
    case "string":
    case "function":
      return typeof value as "boolean" | "number" | "string" | "function";
    default:
      return value.luaType;
  }
}
