/**
 * The debug library (Lua 5.2 manual §6.10), as far as it can be honest: calls under way are found on
 * the JavaScript stack, which knows their prototypes and lines but not their closures and locals.
 */
import { inspectClosure } from "../runtime/inspect-closure.js";
import { metatableOf } from "../runtime/metatable.js";
import { library } from "../runtime/native.js";
import { handledTraceback } from "../runtime/protected-call.js";
import { raiseArgumentText, raiseAt } from "../runtime/raise.js";
import { activeCalls, suspendedCalls } from "../runtime/active-calls.js";
import { formatCalls } from "../runtime/traceback.js";
import { type ActiveCall, nativeCall } from "../value/active-call.js";
import { Cell } from "../value/cell.js";
import type { PrototypeInfo } from "../value/chunk-info.js";
import { Coroutine } from "../value/coroutine.js";
import { LuaTable } from "../value/lua-table.js";
import {
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  NO_VALUES,
  typeName,
} from "../value/lua-value.js";
import { Arguments } from "./arguments.js";

/** The call that a coroutine which yielded stands in. */
const YIELD_CALL: ActiveCall = nativeCall("yield");

/** Lists the calls of a coroutine that is not the running one, the innermost first. */
function callsOf(coroutine: Coroutine, callsMax: number): ActiveCall[] {
  if (coroutine.failedCalls !== null) return coroutine.failedCalls.slice(0, callsMax);
  const calls = suspendedCalls(coroutine.innermost, callsMax);
  return coroutine.status === "suspended" && coroutine.innermost !== null
    ? [YIELD_CALL, ...calls]
    : calls;
}

/** Takes an optional thread from the front of the arguments. */
function splitThread(
  functionName: string,
  values: readonly LuaValue[],
): { thread: Coroutine | null; args: Arguments; shift: number } {
  const thread = values[0] instanceof Coroutine ? values[0] : null;
  return { thread, args: new Arguments(functionName, values), shift: thread === null ? 0 : 1 };
}

/** `debug.traceback([thread,] [message [, level]])`. */
function traceback(...values: LuaValue[]): LuaResult {
  const { thread, args, shift } = splitThread("traceback", values);
  const message = args.at(1 + shift);
  if (message !== undefined && typeof message !== "string" && typeof message !== "number") {
    return message;
  }
  const other = thread !== null && thread.status !== "running";
  const level = Math.max(0, args.optionalInteger(2 + shift, other ? 0 : 1));
  const handled = other ? null : handledTraceback();
  const calls = other ? callsOf(thread, Infinity) : activeCalls(Infinity);
  const text = handled ?? formatCalls(calls.slice(level));
  return message === undefined ? text : `${args.string(1 + shift)}\n${text}`;
}

/** What `debug.getinfo` may be asked for, besides `>`. */
const INFO_OPTIONS = /^[Slnrutf L]*$/;

/** `debug.getinfo([thread,] f [, what])`. */
function getinfo(...values: LuaValue[]): LuaResult {
  const { thread, args, shift } = splitThread("getinfo", values);
  const what = args.optionalString(2 + shift, "Slnut f");
  const target = args.at(1 + shift);
  if (!INFO_OPTIONS.test(what)) raiseArgumentText(2 + shift, "invalid option", "getinfo");
  if (typeof target === "function") return describeFunction(target, what);
  if (typeof target !== "number" && typeof target !== "string") {
    raiseArgumentText(1 + shift, "function or level expected", "getinfo");
  }
  const level = args.integer(1 + shift);
  if (level < 0) return undefined;
  const other = thread !== null && thread.status !== "running";
  const call = (other ? callsOf(thread, level + 1) : activeCalls(level + 1))[level];
  if (call === undefined) return undefined;
  const info = new LuaTable();
  const name = call.prototype === null ? call.nativeName : call.prototype.name;
  if (what.includes("n") && name !== null) info.define("name", name);
  if (what.includes("n")) info.define("namewhat", "");
  describePrototype(info, call.prototype, what, call.line);
  if (what.includes("t")) info.define("istailcall", call.isTailCalled);
  return info;
}

function describeFunction(fn: LuaFunction, what: string): LuaTable {
  const closure = inspectClosure(fn);
  const info = new LuaTable();
  if (what.includes("f")) info.define("func", fn);
  if (what.includes("n")) info.define("namewhat", "");
  if (what.includes("t")) info.define("istailcall", false);
  describePrototype(info, closure?.prototype ?? null, what, -1);
  return info;
}

/**
 * Fills in what a prototype tells.
 * @param prototype - null for a native function
 */
function describePrototype(
  info: LuaTable,
  prototype: PrototypeInfo | null,
  what: string,
  line: number,
): void {
  if (what.includes("S")) describeSource(info, prototype);
  if (what.includes("l")) info.define("currentline", prototype === null ? -1 : line);
  if (!what.includes("u")) return;
  info.define("nups", prototype?.upvalueNames.length ?? 0);
  info.define("nparams", prototype?.parameterCount ?? 0);
  info.define("isvararg", prototype?.isVararg ?? true);
}

function describeSource(info: LuaTable, prototype: PrototypeInfo | null): void {
  const displayName = prototype?.chunk.displayName ?? "[C]";
  // HOST: only the name for messages is known; it stands for the name that the chunk was given.
  const isFile = prototype !== null && !displayName.startsWith("[");
  info.define("source", (isFile ? "@" : "=") + displayName);
  info.define("short_src", displayName);
  info.define("what", prototype === null ? "C" : prototype.index === 0 ? "main" : "Lua");
  info.define("linedefined", prototype === null ? -1 : prototype.line);
  info.define("lastlinedefined", prototype === null ? -1 : prototype.lastLine);
}

/** `debug.getupvalue(f, up)`. */
function getupvalue(...values: LuaValue[]): LuaResult {
  const args = new Arguments("getupvalue", values);
  const position = args.integer(2);
  const fn = args.at(1);
  if (typeof fn !== "function") return args.fail(1, "function");
  const closure = inspectClosure(fn);
  const name = closure?.prototype.upvalueNames[position - 1];
  if (closure === null || name === undefined) return NO_VALUES;
  const upvalue = closure.upvalues[position - 1];
  return [name, (upvalue instanceof Cell ? upvalue.v : upvalue) as LuaValue];
}

/** `debug.getmetatable(value)`. */
function getmetatable(...values: LuaValue[]): LuaResult {
  return metatableOf(new Arguments("getmetatable", values).any(1)) ?? undefined;
}

/** `debug.setmetatable(value, table)`. HOST: of tables only; other types keep theirs. */
function setmetatable(...values: LuaValue[]): LuaResult {
  const args = new Arguments("setmetatable", values);
  const meta = args.at(2);
  if (args.count < 2 || (meta !== undefined && !(meta instanceof LuaTable))) {
    return args.fail(2, "nil or table");
  }
  const value = args.at(1);
  if (!(value instanceof LuaTable)) {
    raiseAt(`cannot change the metatable of a ${typeName(value)} value`, 1);
  }
  value.meta = meta ?? null;
  return value;
}

/** `debug.gethook()`: there are no hooks. */
function gethook(): LuaResult {
  return undefined;
}

/** Makes the library's table. */
export function debugLibrary(): LuaTable {
  return library({ gethook, getinfo, getmetatable, getupvalue, setmetatable, traceback });
}
