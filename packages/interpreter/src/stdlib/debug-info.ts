/**
 * `debug.getinfo` (Lua 5.2 manual §6.10).
 */
import { toNumber } from "../runtime/arithmetic.js";
import { activeCalls } from "../runtime/active-calls.js";
import { inspectClosure } from "../runtime/inspect-closure.js";
import type { Prototype } from "../runtime/lua-frame.js";
import { LuaFrame } from "../runtime/lua-frame.js";
import { native } from "../runtime/native.js";
import { raiseArgumentText } from "../runtime/raise.js";
import { calledAs } from "../runtime/traceback.js";
import type { ActiveCall } from "../value/active-call.js";
import { NAME_KIND_WORDS, type PrototypeInfo } from "../value/chunk-info.js";
import { LuaTable } from "../value/lua-table.js";
import type { LuaFunction, LuaResult, LuaValue } from "../value/lua-value.js";
import { callsOfSuspended, splitThread, withCallAtLevel } from "./debug-arguments.js";

/** What `debug.getinfo` may be asked for. */
const INFO_OPTIONS = /^[SlnrutfL]*$/;

/** What it is asked for when nothing is said. */
const ALL_OPTIONS = "flnStu";

/** `debug.getinfo([thread,] f [, what])`. */
function getinfo(...values: LuaValue[]): LuaResult {
  const split = splitThread("getinfo", values);
  const { args, shift, other } = split;
  const what = args.optionalString(2 + shift, ALL_OPTIONS);
  const target = args.at(1 + shift);
  if (typeof target === "function") {
    checkOptions(what, 2 + shift);
    return describeFunction(target, what);
  }
  if (toNumber(target) === undefined) {
    raiseArgumentText(1 + shift, "function or level expected", "getinfo");
  }
  const level = args.integer(1 + shift);
  if (other === null && !what.includes("f") && level >= 0) {
    const calls = activeCalls(level + 2);
    if (calls[level] === undefined) return undefined;
    checkOptions(what, 2 + shift);
    return describeCall(calls, level, what);
  }
  if (other !== null && other.status !== "normal") {
    // The frames of a failed coroutine are gone, its calls are known.
    const calls = level < 0 ? [] : callsOfSuspended(other, level + 2);
    if (calls[level] === undefined) return undefined;
    checkOptions(what, 2 + shift);
    return describeCall(calls, level, what);
  }
  // Whether a call was a tail call can be seen only before everything is put on the heap.
  const before = other === null && level >= 0 ? activeCalls(level + 2)[level] : undefined;
  return withCallAtLevel(
    split,
    1 + shift,
    (_call, calls) => {
      checkOptions(what, 2 + shift);
      return describeCall(calls, level, what, before?.isTailCalled);
    },
    () => undefined,
  );
}

function checkOptions(what: string, position: number): void {
  if (!INFO_OPTIONS.test(what)) raiseArgumentText(position, "invalid option", "getinfo");
}

function describeFunction(fn: LuaFunction, what: string): LuaTable {
  const info = new LuaTable();
  describePrototype(info, inspectClosure(fn)?.prototype ?? null, what, -1);
  if (what.includes("f")) info.define("func", fn);
  if (what.includes("n")) info.define("namewhat", "");
  if (what.includes("t")) info.define("istailcall", false);
  return info;
}

function describeCall(
  calls: readonly ActiveCall[],
  level: number,
  what: string,
  isTailCalled?: boolean,
): LuaTable {
  const call = calls[level]!;
  const info = new LuaTable();
  describePrototype(info, call.prototype, what, call.line);
  if (what.includes("n")) {
    const name = isTailCalled === true ? null : calledAs(calls, level);
    if (name !== null) info.define("name", name.name);
    info.define("namewhat", name === null ? "" : NAME_KIND_WORDS[name.kind]);
  }
  if (what.includes("t")) info.define("istailcall", isTailCalled ?? call.isTailCalled);
  if (what.includes("f")) info.define("func", functionOf(call));
  return info;
}

/** The function of a call, where it is known: that of Lua functions, and of natives that call. */
function functionOf(call: ActiveCall): LuaValue {
  if (call.frame instanceof LuaFrame) return call.frame.fn;
  if (call.frame !== null) return call.frame.nativeFunction ?? undefined;
  return call.nativeName === "getinfo" ? getinfoFunction : undefined;
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
  const details = prototype === null ? null : (prototype as Prototype).describe();
  if (what.includes("u")) {
    info.define("nups", details?.upvalues.length ?? 0);
    info.define("nparams", prototype?.parameterCount ?? 0);
    info.define("isvararg", prototype?.isVararg ?? true);
  }
  if (what.includes("L") && details !== null) {
    const lines = new LuaTable();
    for (const active of details.activeLines) lines.set(active, true);
    info.define("activelines", lines);
  }
}

function describeSource(info: LuaTable, prototype: PrototypeInfo | null): void {
  info.define("source", prototype?.chunk.chunkName ?? "=[C]");
  info.define("short_src", prototype?.chunk.displayName ?? "[C]");
  info.define("what", prototype === null ? "C" : prototype.index === 0 ? "main" : "Lua");
  info.define("linedefined", prototype === null ? -1 : prototype.line);
  info.define(
    "lastlinedefined",
    prototype === null ? -1 : prototype.index === 0 ? 0 : prototype.lastLine,
  );
}

/** `debug.getinfo`. */
export const getinfoFunction: LuaFunction = native("getinfo", getinfo);
