/**
 * Native functions: JavaScript functions with a Lua name, by which tracebacks and errors know them.
 */
import type { LuaFunction, LuaValue } from "../value/lua-value.js";
import { LuaTable } from "../value/lua-table.js";
import { nameForStack, nativeStackName } from "./call-sites.js";

/**
 * Names a native function.
 * @param name - as tracebacks show it and as "bad argument" errors may
 * @param fn - the function; see {@link LuaFunction} for how it is called
 * @returns `fn`
 */
export function native(name: string, fn: LuaFunction): LuaFunction {
  nameForStack(fn, nativeStackName(name));
  return fn;
}

/** Makes a library table of native functions and constants, by their Lua names. */
export function library(members: Readonly<Record<string, LuaValue>>): LuaTable {
  return LuaTable.fromFields(
    Object.entries(members).map(([name, value]) => [
      name,
      typeof value === "function" && !value.name.includes(":") ? native(name, value) : value,
    ]),
  );
}
