/**
 * `pcall` and `xpcall` (Lua 5.2 manual §6.1), which both can be suspended and re-entered.
 *
 * The message handler of `xpcall` runs when the error is caught; the traceback that it may ask for
 * was taken when the error was raised (see `newError`).
 */
import { Frame } from "../value/frame.js";
import type { LuaError } from "../value/lua-error.js";
import {
  firstValue,
  successOf,
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  SUSPENDED,
} from "../value/lua-value.js";
import { activeHook } from "./active-hook.js";
import { callValue } from "./call.js";
import { HANDLER_NAME, nameForStack } from "./call-sites.js";
import {
  BUDGET_LIMIT,
  ERROR_COST,
  execution,
  PROTECTED_CALL_COST,
  TRACED_ERROR_COST,
  returnTo,
  saveFrame,
  suspend,
  takeRaised,
} from "./execution.js";
import { errorFromHost } from "./host-fault.js";
import { PendingCall } from "./lua-frame.js";
import { native } from "./native.js";
import { raiseArgumentText } from "./raise.js";
import { told } from "./trace.js";

/** `pcall(f, ...)`: calls a function and turns an error into `false` and the error value. */
export const pcallFunction: LuaFunction = native("pcall", (...values) => {
  if (values.length === 0) raiseArgumentText(1, "value expected", "pcall");
  return protectedCall(...(values as [LuaValue, ...LuaValue[]]));
});

/** `xpcall(f, handler, ...)`: as `pcall`, with a function that turns the error value into another. */
export const xpcallFunction: LuaFunction = native("xpcall", (...values) => {
  if (values.length < 2) raiseArgumentText(2, "value expected", "xpcall");
  return handledCall(...(values as [LuaValue, LuaValue, ...LuaValue[]]));
});

/** Says whether a suspension is an error that no frame inside has claimed. */
function isErrorForMe(): boolean {
  return execution.reason === "error" && execution.lastFrame === null;
}

/**
 * Calls a function as `pcall` does, whatever the function and the budget; see `codegen/guards.ts`
 * for what is done where neither is unusual.
 * @param callee - what is called
 * @param args - its arguments
 */
export function protectedCall(callee: LuaValue, ...args: LuaValue[]): LuaResult {
  const { c: budget, refillCount, tracebackWanted, unyieldableDepth } = execution;
  let fn = callee;
  if ((execution.c = budget + PROTECTED_CALL_COST) > BUDGET_LIMIT) {
    if (activeHook() === null) {
      suspend("budget", undefined);
      return saveFrame(new PendingCall(pcallFunction, [fn, ...args]));
    }
    if (typeof fn === "function") fn = told(fn);
  }
  execution.tracebackWanted = 0;
  try {
    const result = typeof fn === "function" ? fn(...args) : callValue(fn, ...args);
    if (result !== SUSPENDED) {
      execution.tracebackWanted = tracebackWanted;
      execution.c -= PROTECTED_CALL_COST;
      return successOf(result);
    }
  } catch (thrown) {
    return protectedError(thrown, budget, refillCount, tracebackWanted, unyieldableDepth);
  }
  return protectedSuspension(budget, refillCount, tracebackWanted, unyieldableDepth);
}

/**
 * What `pcall` gives when an error was thrown to it. All but the error is what `execution` had before the call.
 * @param thrown - the error
 * @throws whatever was thrown, if it is a fault of ours
 */
export function protectedError(
  thrown: unknown,
  budget: number,
  refillCount: number,
  tracebackWanted: number,
  unyieldableDepth: number,
): LuaResult {
  const { value } = errorFromHost(thrown);
  returnTo(budget, refillCount, tracebackWanted, unyieldableDepth, ERROR_COST);
  return [false, value];
}

/** What `pcall` gives when what it called gave SUSPENDED, which may be an error: see {@link protectedError}. */
export function protectedSuspension(
  budget: number,
  refillCount: number,
  tracebackWanted: number,
  unyieldableDepth: number,
): LuaResult {
  if (isErrorForMe()) {
    return protectedError(takeRaised(), budget, refillCount, tracebackWanted, unyieldableDepth);
  }
  execution.tracebackWanted = tracebackWanted;
  return saveFrame(new ProtectedCallFrame());
}

class ProtectedCallFrame extends Frame {
  override get nativeName(): string {
    return "pcall";
  }

  override resume(result: LuaResult): LuaResult {
    return successOf(result);
  }

  override recover(error: LuaError): LuaResult {
    return [false, error.value];
  }
}

/** What a failed `xpcall` gives once its handler has returned. */
function handled(result: LuaResult): LuaResult {
  countHandler(-1);
  return [false, firstValue(result)];
}

/** PUC gives up on an error in the handler (LUA_ERRERR). */
const FAILED_HANDLER: LuaResult = [false, "error in error handling"];

/** What a failed `xpcall` gives whose handler failed too. */
function failed(): LuaResult {
  countHandler(-1);
  return FAILED_HANDLER;
}

/** How many handlers of one coroutine may be under way: those that raise errors of their own. */
const HANDLER_DEPTH_MAX = 195;

function countHandler(change: 1 | -1): number {
  const { coroutine } = execution;
  return coroutine === null ? 0 : (coroutine.handlerDepth += change);
}

/** Calls the handler of an error. CC: it may yield. */
function handle(handler: LuaValue, error: LuaError): LuaResult {
  const { c: budget, refillCount, tracebackWanted, unyieldableDepth } = execution;
  const outer = execution.handledError;
  if (countHandler(1) > HANDLER_DEPTH_MAX) return failed();
  execution.handledError = error;
  execution.c = budget + PROTECTED_CALL_COST;
  execution.tracebackWanted = 0;
  try {
    const result = callValue(handler, error.value);
    if (result === SUSPENDED) return saveFrame(new HandlerFrame(error));
    execution.c -= PROTECTED_CALL_COST;
    return handled(result);
  } catch (thrown) {
    errorFromHost(thrown);
    returnTo(budget, refillCount, tracebackWanted, unyieldableDepth, ERROR_COST);
    return failed();
  } finally {
    execution.tracebackWanted = tracebackWanted;
    execution.handledError = outer;
  }
}

nameForStack(handle, HANDLER_NAME);

/** A call of `xpcall` whose handler was suspended. */
class HandlerFrame extends Frame {
  readonly handledError: LuaError;

  constructor(error: LuaError) {
    super();
    this.handledError = error;
  }

  override get nativeName(): string {
    return "xpcall";
  }

  override resume(result: LuaResult): LuaResult {
    return handled(result);
  }

  override recover(): LuaResult {
    return failed();
  }
}

/**
 * Calls a function as `xpcall` does; see {@link protectedCall}.
 * @param callee - what is called
 * @param handler - is given the value of an error
 * @param args - its arguments
 */
export function handledCall(callee: LuaValue, handler: LuaValue, ...args: LuaValue[]): LuaResult {
  const { c: budget, refillCount, tracebackWanted, unyieldableDepth } = execution;
  let fn = callee;
  if ((execution.c = budget + PROTECTED_CALL_COST) > BUDGET_LIMIT) {
    if (activeHook() === null) {
      suspend("budget", undefined);
      return saveFrame(new PendingCall(xpcallFunction, [fn, handler, ...args]));
    }
    if (typeof fn === "function") fn = told(fn);
  }
  execution.tracebackWanted = 1;
  try {
    const result = callValue(fn, ...args);
    if (result !== SUSPENDED) {
      execution.tracebackWanted = tracebackWanted;
      execution.c -= PROTECTED_CALL_COST;
      return successOf(result);
    }
  } catch (thrown) {
    return handledError(thrown, budget, refillCount, tracebackWanted, unyieldableDepth, handler);
  }
  return handledSuspension(budget, refillCount, tracebackWanted, unyieldableDepth, handler);
}

/** What `xpcall` gives when an error was thrown to it: see {@link protectedError}. */
export function handledError(
  thrown: unknown,
  budget: number,
  refillCount: number,
  tracebackWanted: number,
  unyieldableDepth: number,
  handler: LuaValue,
): LuaResult {
  const error = errorFromHost(thrown);
  const cost = error.traceback === null ? ERROR_COST : TRACED_ERROR_COST;
  returnTo(budget, refillCount, tracebackWanted, unyieldableDepth, cost);
  return handle(handler, error);
}

/** What `xpcall` gives when what it called gave SUSPENDED: see {@link protectedSuspension}. */
export function handledSuspension(
  budget: number,
  refillCount: number,
  tracebackWanted: number,
  unyieldableDepth: number,
  handler: LuaValue,
): LuaResult {
  if (isErrorForMe()) {
    const error = takeRaised();
    return handledError(error, budget, refillCount, tracebackWanted, unyieldableDepth, handler);
  }
  execution.tracebackWanted = tracebackWanted;
  return saveFrame(new HandledCallFrame(handler));
}

class HandledCallFrame extends Frame {
  readonly #handler: LuaValue;

  constructor(handler: LuaValue) {
    super();
    this.#handler = handler;
  }

  override get nativeName(): string {
    return "xpcall";
  }

  override get wantsTraceback(): boolean {
    return true;
  }

  override resume(result: LuaResult): LuaResult {
    return successOf(result);
  }

  override recover(error: LuaError): LuaResult {
    return handle(this.#handler, error);
  }
}
