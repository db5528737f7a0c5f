/**
 * The coroutine library (Lua 5.2 manual §6.2, and `isyieldable` and `close` of later versions).
 */
import { execution } from "../runtime/execution.js";
import { library, native } from "../runtime/native.js";
import { newError, NO_VALUE, raise, raiseArgument, raiseArgumentText } from "../runtime/raise.js";
import { isOutside, resumeFor, type TurnEnd, yieldValues } from "../runtime/resume.js";
import { activeCalls, positionAt } from "../runtime/active-calls.js";
import { formatCalls, tracebackIsWanted } from "../runtime/traceback.js";
import { nativeCall } from "../value/active-call.js";
import { Coroutine } from "../value/coroutine.js";
import { LuaError } from "../value/lua-error.js";
import { formatNumber } from "../value/number-to-string.js";
import type { LuaTable } from "../value/lua-table.js";
import {
  successOf,
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  NO_VALUES,
} from "../value/lua-value.js";

function checkCoroutine(value: LuaValue, functionName: string): Coroutine {
  if (value instanceof Coroutine) return value;
  raiseArgumentText(1, "coroutine expected", functionName);
}

function checkFunction(value: LuaValue, count: number, functionName: string): LuaFunction {
  if (typeof value === "function") return value;
  raiseArgument(1, "function", count === 0 ? NO_VALUE : value, functionName);
}

const resumeEnd: TurnEnd = {
  name: "resume",
  // For `debug.traceback` of the coroutine that failed.
  wantsTraceback: true,
  succeed: successOf,
  fail: (error) => [false, error.value],
};

const wrapEnd: TurnEnd = {
  name: "wrap",
  wantsTraceback: true,
  succeed: (result) => result,
  fail: (error, caller): never => {
    // PUC's auxwrap puts the position of the call before the message, a number being one too.
    const { value } = error;
    const isMessage = typeof value === "string" || typeof value === "number";
    const located = isMessage
      ? new LuaError(caller() + (typeof value === "number" ? formatNumber(value) : value))
      : error;
    located.traceback = error.traceback;
    addCallers(located);
    throw located;
  },
};

/** Puts the calls that led to a wrapped coroutine below those inside it. */
function addCallers(error: LuaError): void {
  if (error.traceback === null || !tracebackIsWanted()) return;
  const calls = activeCalls(Infinity);
  // After a suspension the native itself is on no stack.
  if (calls[0]?.nativeName !== wrapEnd.name) {
    calls.unshift(nativeCall(wrapEnd.name));
  }
  error.traceback += `\n${formatCalls(calls).split("\n").slice(1).join("\n")}`;
  error.calls = calls;
}

/** The reason why a coroutine cannot be resumed, or null. */
function obstacle(coroutine: Coroutine): string | null {
  switch (coroutine.status) {
    case "suspended":
      return null;
    case "dead":
      return "cannot resume dead coroutine";
    default:
      return `cannot resume non-suspended coroutine`;
  }
}

/** `coroutine.create(f)`. */
function create(...args: LuaValue[]): LuaResult {
  return new Coroutine(checkFunction(args[0], args.length, "create"));
}

/** `coroutine.resume(co, ...)`. */
function resume(co: LuaValue, ...args: LuaValue[]): LuaResult {
  const coroutine = co instanceof Coroutine ? co : checkCoroutine(co, "resume");
  const reason = obstacle(coroutine);
  if (reason !== null) return [false, reason];
  return resumeFor(coroutine, args.length === 1 ? args[0] : args, resumeEnd);
}

/** `coroutine.wrap(f)`. */
function wrap(...created: LuaValue[]): LuaResult {
  const coroutine = new Coroutine(checkFunction(created[0], created.length, "wrap"));
  // Named as `native` would, but by the literal: one is made for every wrapped coroutine.
  const named = {
    "lua:wrap": (...args: LuaValue[]): LuaResult => {
      const reason = obstacle(coroutine);
      if (reason !== null) raise(positionAt(1) + reason);
      return resumeFor(coroutine, args.length === 1 ? args[0] : args, wrapEnd);
    },
  };
  return named["lua:wrap"];
}

/** `coroutine.yield(...)`. */
function yieldFunction(...args: LuaValue[]): LuaResult {
  return yieldValues(args.length === 1 ? args[0] : args);
}

/** `coroutine.status(co)`. */
function status(...args: LuaValue[]): LuaResult {
  return checkCoroutine(args[0], "status").status;
}

/** `coroutine.running()`: the running coroutine, and whether it is the main one. */
function running(): LuaResult {
  const { coroutine } = execution;
  return coroutine === null ? NO_VALUES : [coroutine, coroutine.resumer === null];
}

/** `coroutine.isyieldable()` (Lua 5.3 manual §6.2). */
function isYieldable(): LuaResult {
  return execution.unyieldableDepth === 0 && !isOutside();
}

/** `coroutine.close(co)` (Lua 5.4 manual §6.2). */
function close(...args: LuaValue[]): LuaResult {
  const coroutine = checkCoroutine(args[0], "close");
  if (coroutine.status !== "suspended" && coroutine.status !== "dead") {
    throw newError(`cannot close a ${coroutine.status} coroutine`);
  }
  coroutine.status = "dead";
  coroutine.entry = coroutine.innermost = null;
  coroutine.frameCount = 0;
  return true;
}

/** Makes the library's table. */
export function coroutineLibrary(): LuaTable {
  return library({
    create: native("create", create),
    resume: native("resume", resume),
    wrap: native("wrap", wrap),
    yield: native("yield", yieldFunction),
    status: native("status", status),
    running: native("running", running),
    isyieldable: native("isyieldable", isYieldable),
    close: native("close", close),
  });
}
