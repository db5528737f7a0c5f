/**
 * The debug library (Lua 5.2 manual §6.10): its table, `traceback`, and what is about metatables,
 * user values and the registry. The rest is in the files beside, by subject.
 */
import { activeCalls } from "../runtime/active-calls.js";
import { withCallsOf } from "../runtime/inspect-calls.js";
import { metatableOf, shareMetatable } from "../runtime/metatable.js";
import { library } from "../runtime/native.js";
import { formatCalls } from "../runtime/traceback.js";
import { LuaTable } from "../value/lua-table.js";
import { LuaUserdata } from "../value/lua-userdata.js";
import type { LuaFunction, LuaResult, LuaValue } from "../value/lua-value.js";
import { Arguments } from "./arguments.js";
import { splitThread } from "./debug-arguments.js";
import { gethook, sethook } from "./debug-hooks.js";
import { getinfoFunction } from "./debug-info.js";
import { getlocal, setlocal } from "./debug-locals.js";
import { getupvalue, setupvalue, upvalueid, upvaluejoin } from "./debug-upvalues.js";

/** `debug.traceback([thread,] [message [, level]])`. */
function traceback(...values: LuaValue[]): LuaResult {
  const { other, args, shift } = splitThread("traceback", values);
  const message = args.at(1 + shift);
  if (message !== undefined && typeof message !== "string" && typeof message !== "number") {
    return message;
  }
  const level = Math.max(0, args.optionalInteger(2 + shift, other === null ? 1 : 0));
  const prefix = message === undefined ? "" : `${args.string(1 + shift)}\n`;
  if (other !== null) {
    return withCallsOf(
      other,
      "traceback",
      Infinity,
      (calls) => prefix + formatCalls(calls.slice(level)),
    );
  }
  return prefix + formatCalls(activeCalls(Infinity).slice(level));
}

/** `debug.getmetatable(value)`. */
function getmetatable(...values: LuaValue[]): LuaResult {
  return metatableOf(new Arguments("getmetatable", values).any(1)) ?? undefined;
}

/** `debug.setmetatable(value, table)`: of anything; values of most types share one. */
function setmetatable(...values: LuaValue[]): LuaResult {
  const args = new Arguments("setmetatable", values);
  const given = args.at(2);
  if (args.count < 2 || (given !== undefined && !(given instanceof LuaTable))) {
    return args.failText(2, "nil or table expected");
  }
  const meta = given ?? null;
  const value = args.at(1);
  if (value instanceof LuaTable) value.meta = meta;
  else if (value instanceof LuaUserdata) value.metatable = meta;
  else shareMetatable(value, meta);
  return value;
}

/** The tables that programs put beside userdata. */
const userValues = new WeakMap<LuaUserdata, LuaTable>();

/** `debug.getuservalue(u)`. */
function getuservalue(...values: LuaValue[]): LuaResult {
  const value = values[0];
  return value instanceof LuaUserdata ? userValues.get(value) : undefined;
}

/** `debug.setuservalue(u, value)`. */
function setuservalue(...values: LuaValue[]): LuaResult {
  const args = new Arguments("setuservalue", values);
  const userdata = args.at(1);
  if (!(userdata instanceof LuaUserdata)) return args.fail(1, "userdata");
  if (args.at(2) === undefined) userValues.delete(userdata);
  else userValues.set(userdata, args.table(2));
  return userdata;
}

/** Makes the library's table. */
export function debugLibrary(): LuaTable {
  // HOST: nothing of the interpreter's own is in the registry.
  const registry = new LuaTable();
  const getregistry: LuaFunction = () => registry;
  return library({
    gethook,
    getinfo: getinfoFunction,
    getlocal,
    getmetatable,
    getregistry,
    getupvalue,
    getuservalue,
    sethook,
    setlocal,
    setmetatable,
    setupvalue,
    setuservalue,
    traceback,
    upvalueid,
    upvaluejoin,
  });
}
