/**
 * Argument checks for the natives of CraftOS, in its words: `bad argument #1 (string expected, got
 * nil)`. Unlike Lua's own library they convert nothing: "1" is no number and 1 no string.
 * Source: tweaked.cc, cc.expect.
 */
import {
  displayTypeName,
  LuaTable,
  type LuaFunction,
  type LuaValue,
  raiseAt,
} from "@craftos-http/interpreter";

/**
 * Raises the error for an argument of a wrong type, with the position of the native's caller.
 * @param position - the argument's, from 1
 * @param expected - a type's name, or several as they are read
 * @param value - what was passed
 */
export function raiseBadArgument(position: number, expected: string, value: LuaValue): never {
  const got =
    typeof value === "number" && !Number.isFinite(value) ? nameOf(value) : displayTypeName(value);
  raiseAt(`bad argument #${position} (${expected} expected, got ${got})`, 1);
}

function nameOf(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

/** Gives a string argument or raises. */
export function expectString(position: number, value: LuaValue): string {
  return typeof value === "string" ? value : raiseBadArgument(position, "string", value);
}

/** Gives a number argument, which may be NaN or infinite, or raises. */
export function expectNumber(position: number, value: LuaValue): number {
  if (typeof value === "number") return value;
  return raiseBadArgument(position, "number", value);
}

/** Gives a finite number argument or raises. */
export function expectFiniteNumber(position: number, value: LuaValue): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return raiseBadArgument(position, "number", value);
}

/** Gives a function argument or raises. */
export function expectFunction(position: number, value: LuaValue): LuaFunction {
  return typeof value === "function" ? value : raiseBadArgument(position, "function", value);
}

/** Gives a table argument or raises. */
export function expectTable(position: number, value: LuaValue): LuaTable {
  return value instanceof LuaTable ? value : raiseBadArgument(position, "table", value);
}

/**
 * Gives a string argument, or `undefined` when it is nil, or raises.
 */
export function optionalString(position: number, value: LuaValue): string | undefined {
  return value === undefined ? undefined : expectString(position, value);
}

/** Gives a finite number argument, or `undefined` when it is nil, or raises. */
export function optionalFiniteNumber(position: number, value: LuaValue): number | undefined {
  return value === undefined ? undefined : expectFiniteNumber(position, value);
}
