/**
 * Running coroutines: the driver that re-enters suspended frames from the innermost outward.
 *
 * Re-entering only the innermost frame, and each outer one when its callee returns, makes the cost
 * of a resume independent of how deep the coroutine is, and lets recursion go far deeper than the
 * JavaScript stack: a suspension for want of stack leaves all frames on the heap and carries on.
 */
import { Coroutine } from "../value/coroutine.js";
import { Frame } from "../value/frame.js";
import { LuaError } from "../value/lua-error.js";
import { isResultList, type LuaResult, SUSPENDED } from "../value/lua-value.js";
import {
  BUDGET_LIMIT,
  budgetAt,
  CALL_SLICE,
  ERROR_COST,
  execution,
  saveFrame,
  suspend,
  prepareTurn,
  takeRaised,
  TRACED_ERROR_COST,
} from "./execution.js";
import { activeHook, TRACED_BUDGET } from "./active-hook.js";
import { runHookedFrames } from "./hooked-frames.js";
import { errorFromHost } from "./host-fault.js";
import { isLuaFrame } from "./lua-frame.js";
import { newError } from "./raise.js";
import { callPosition, currentPosition, positionAt } from "./active-calls.js";
import { DRIVER_NAME, nameForStack } from "./call-sites.js";
import { tracebackIsWanted } from "./traceback.js";

/** How many calls one coroutine may have under way before it fails with `stack overflow`. */
export const CALL_DEPTH_MAX = 200_000;

/** How many coroutines may be resuming each other at a time (PUC's LUAI_MAXCCALLS is 200). */
const RESUME_DEPTH_MAX = 195;

/** What a driver costs of the budget while it lasts: its JavaScript stack. */
const DRIVER_COST = 1500;
/** What one turn of a coroutine costs of the budget: its time. */
const TURN_COST = 20;

/** Puts the frames of the present suspension on top of a coroutine's own. */
function adoptSavedFrames(coroutine: Coroutine): void {
  if (execution.lastFrame === null) return;
  execution.lastFrame.parent = coroutine.innermost;
  coroutine.innermost = execution.firstFrame;
  coroutine.frameCount += execution.frameCount;
  execution.firstFrame = execution.lastFrame = null;
  execution.frameCount = 0;
}

/**
 * Drops the frames inside the protected call that takes an error, and gives that call's result.
 * @throws the error, or one that took its place on the way, when no call in the coroutine takes it
 */
function recoverFrom(coroutine: Coroutine, raised: LuaError): LuaResult {
  let error = raised;
  // A hook that was due where the error was raised is not called any more.
  if (execution.coroutine?.hook) execution.coroutine.hook.due.length = 0;
  for (let frame = coroutine.innermost; frame !== null; frame = frame.parent) {
    coroutine.innermost = frame.parent;
    coroutine.frameCount--;
    if (frame.recover === undefined) continue;
    try {
      const result = frame.recover(error);
      if (result !== null) return result;
    } catch (thrown) {
      error = errorFromHost(thrown);
    }
  }
  throw error;
}

/** Raises what the host wants raised in the program, unless an inner coroutine is to get it. */
function raisePendingError(coroutine: Coroutine): void {
  const error = execution.pendingError;
  if (error === null || coroutine.innermost instanceof ResumeFrame) return;
  execution.pendingError = null;
  // The host does not know where the program is; an error with no traceback yet is told here.
  if (typeof error.value !== "string" || error.traceback !== null) throw error;
  throw newError(callPosition(coroutine.innermost) + error.value);
}

/**
 * Carries on a coroutine's frames, each with the result of the one it called (benchmark
 * recursion-deep).
 * @returns what the outermost gives, or SUSPENDED
 */
function runFrames(coroutine: Coroutine, argument: LuaResult): LuaResult {
  let result = argument;
  for (let frame = coroutine.innermost; frame !== null; frame = coroutine.innermost) {
    coroutine.innermost = frame.parent;
    coroutine.frameCount--;
    prepareTurn();
    if (isLuaFrame(frame)) {
      result = frame.resume(result);
      if (result === SUSPENDED) break;
      frame.release();
    } else {
      result = frame.resume(result);
      if (result === SUSPENDED) break;
    }
  }
  return result;
}

/**
 * Runs a coroutine until it returns, yields or is suspended for its budget.
 * @param argument - what its first function is called with, or what its suspended call gives
 * @returns what it returned or yielded; or SUSPENDED with reason "budget", to be passed outward
 * @throws LuaError when an error leaves the coroutine
 */
function drive(coroutine: Coroutine, argument: LuaResult): LuaResult {
  let budget = execution.c;
  let { refillCount } = execution;
  // A segment has no hook of its own.
  const owner = execution.coroutine ?? coroutine;
  let result = argument;
  for (;;) {
    try {
      // A message handler that was suspended gives this where its error was caught, below.
      if (result !== SUSPENDED) {
        raisePendingError(coroutine);
        const { entry } = coroutine;
        if (entry !== null) {
          coroutine.entry = null;
          prepareTurn();
          if (coroutine.hook !== null && activeHook() !== null) execution.c = TRACED_BUDGET;
          result = isResultList(result) ? entry(...result) : entry(result);
        }
        if (result !== SUSPENDED) {
          result =
            owner.hook === null
              ? runFrames(coroutine, result)
              : runHookedFrames(coroutine, result, budget);
        }
      }
      if (result !== SUSPENDED) {
        coroutine.status = "dead";
        return result;
      }
      adoptSavedFrames(coroutine);
      execution.c = budget = budgetAt(budget, refillCount) + TURN_COST;
      refillCount = execution.refillCount;
      execution.tickCost = 0;
      if (execution.reason === "error") throw takeRaised();
      if (execution.reason === "yield") {
        coroutine.status = "suspended";
        return execution.transfer;
      }
      if (coroutine.frameCount <= CALL_DEPTH_MAX) {
        // Calls that are only looked at take their time too.
        if (execution.workSinceAsked >= BUDGET_LIMIT) execution.reason = "budget";
        if (execution.reason === "budget") return SUSPENDED;
        result = undefined;
        continue;
      }
      throw newError(`${callPosition(coroutine.innermost)}stack overflow`);
    } catch (thrown) {
      const isTraced = thrown instanceof LuaError && thrown.traceback !== null;
      budget = budgetAt(budget, refillCount) + (isTraced ? TRACED_ERROR_COST : ERROR_COST);
      refillCount = execution.refillCount;
      execution.c = activeHook() === null ? budget : TRACED_BUDGET;
      execution.tickCost = 0;
      result = recoverOrDie(coroutine, thrown);
    }
  }
}
nameForStack(drive, DRIVER_NAME);

function recoverOrDie(coroutine: Coroutine, thrown: unknown): LuaResult {
  try {
    return recoverFrom(coroutine, errorFromHost(thrown));
  } catch (unhandled) {
    coroutine.status = "dead";
    coroutine.innermost = null;
    coroutine.frameCount = 0;
    if (unhandled instanceof LuaError) coroutine.failedCalls = unhandled.calls;
    throw unhandled;
  }
}

/**
 * Gives a coroutine a turn, from the running one or from outside.
 * @param argument - what its first function is called with, or what its suspended call gives
 * @returns what it returned or yielded (its `status` tells which); or SUSPENDED with reason
 *   "budget": the caller saves a {@link ResumeFrame} or carries on by calling this again
 * @throws LuaError when an error leaves the coroutine
 */
export function giveTurn(coroutine: Coroutine, argument: LuaResult): LuaResult {
  const { coroutine: resumer, segment, tracebackWanted, unyieldableDepth, refillCount } = execution;
  // Hooks are of one coroutine: others run with what is really used of the budget.
  const hook = resumer !== null && resumer.hook !== null ? activeHook() : null;
  const budget = hook === null ? execution.c : hook.budget;
  execution.c = budget + DRIVER_COST;
  if (resumer !== null) resumer.status = "normal";
  coroutine.resumer = resumer;
  coroutine.depth = resumer === null ? 0 : resumer.depth + 1;
  coroutine.status = "running";
  execution.coroutine = coroutine;
  execution.segment = null;
  execution.unyieldableDepth = 0;
  try {
    return drive(coroutine, argument);
  } finally {
    execution.coroutine = resumer;
    if (resumer?.hook && activeHook() !== null) {
      execution.c = TRACED_BUDGET;
      execution.refillCount = refillCount;
    } else {
      execution.c = coroutine.hook === null ? execution.c - DRIVER_COST : budget;
    }
    execution.segment = segment;
    execution.tracebackWanted = tracebackWanted;
    execution.unyieldableDepth = unyieldableDepth;
    if (resumer !== null) resumer.status = "running";
  }
}

/** How the result of a finished turn becomes the result of the call that gave it. */
export interface TurnEnd {
  /** The name of the native that resumed, for tracebacks. */
  readonly name: string;
  /** Whether an error in the turn is told with a traceback. */
  readonly wantsTraceback: boolean;
  /** Makes the call's result of what the coroutine returned or yielded. */
  succeed(result: LuaResult): LuaResult;
  /**
   * Makes the call's result of an error that left the coroutine, or throws.
   * @param caller - gives the position of who called the native
   */
  fail(error: LuaError, caller: () => string): LuaResult;
}

/**
 * Makes the end of turns whose results and errors are the native's own: no position is added to an error, and
 * its traceback goes with it.
 * @param name - the native's name, for tracebacks
 */
export function transparentTurnEnd(name: string): TurnEnd {
  return {
    name,
    wantsTraceback: true,
    succeed: (result) => result,
    fail: (error) => {
      throw error;
    },
  };
}

/**
 * Resumes a coroutine on behalf of a native function.
 * @returns the call's result as `end` makes it, or SUSPENDED
 */
export function resumeFor(coroutine: Coroutine, argument: LuaResult, end: TurnEnd): LuaResult {
  return resumeTurn(coroutine, argument, end, callerOfNative);
}

const callerOfNative = (): string => positionAt(1);

function resumeTurn(
  coroutine: Coroutine,
  argument: LuaResult,
  end: TurnEnd,
  caller: () => string,
): LuaResult {
  coroutine.wantsTraceback = end.wantsTraceback;
  const depth = execution.coroutine === null ? 0 : execution.coroutine.depth;
  if (depth > RESUME_DEPTH_MAX) return end.fail(newError("C stack overflow"), caller);
  if (execution.c + DRIVER_COST > BUDGET_LIMIT && activeHook() === null) {
    suspend("budget", undefined);
    return saveFrame(new ResumeFrame(coroutine, end, argument));
  }
  let result: LuaResult;
  try {
    result = giveTurn(coroutine, argument);
  } catch (thrown) {
    return end.fail(errorFromHost(thrown), caller);
  }
  if (result === SUSPENDED) return saveFrame(new ResumeFrame(coroutine, end, undefined));
  return end.succeed(result);
}

/** A call of `coroutine.resume` or the like whose coroutine is in the middle of a turn. */
export class ResumeFrame extends Frame {
  readonly #coroutine: Coroutine;
  readonly #end: TurnEnd;
  readonly #argument: LuaResult;

  constructor(coroutine: Coroutine, end: TurnEnd, argument: LuaResult) {
    super();
    this.#coroutine = coroutine;
    this.#end = end;
    this.#argument = argument;
  }

  override get nativeName(): string {
    return this.#end.name;
  }

  override resume(): LuaResult {
    // The native itself is not on any stack now.
    return resumeTurn(this.#coroutine, this.#argument, this.#end, currentPosition);
  }
}

/** Says whether what runs has nobody to yield to. */
export function isOutside(): boolean {
  const { coroutine, slice } = execution;
  return coroutine === null || (slice === CALL_SLICE && coroutine.resumer === null);
}

/**
 * Yields from the running coroutine (Lua 5.2 manual §6.2).
 * @param result - what the resumer gets
 * @returns SUSPENDED, for the native to return; what the coroutine is resumed with becomes the
 *   result of the native's call, unless the native saved a frame
 */
export function yieldValues(result: LuaResult): LuaResult {
  if (isOutside()) throw newError("attempt to yield from outside a coroutine");
  if (execution.unyieldableDepth > 0) {
    throw newError("attempt to yield across metamethod/C-call boundary");
  }
  return suspend("yield", result);
}

/**
 * Carries on the frames of the present suspension where they cannot be handed outward, because a
 * native that cannot be re-entered waits for them.
 * @param budget - what was used of the budget before the suspended call
 */
export function finishHere(budget: number): LuaResult {
  const segment = new Coroutine(null);
  const { segment: outer, tracebackWanted } = execution;
  segment.wantsTraceback = tracebackIsWanted();
  segment.resumer = outer;
  execution.segment = segment;
  // What is used already is partly time, which does not matter here, and partly stack.
  execution.c = Math.min(budget, BUDGET_LIMIT / 2);
  adoptSavedFrames(segment);
  try {
    let given: LuaResult;
    if (execution.reason === "error") given = recoverOrDie(segment, takeRaised());
    for (;;) {
      const result = drive(segment, given);
      if (result !== SUSPENDED) return result;
      given = undefined;
      execution.c = Math.min(budget, BUDGET_LIMIT / 2);
      execution.slice?.shouldPreempt();
    }
  } finally {
    execution.segment = outer;
    execution.tracebackWanted = tracebackWanted;
    if (activeHook() !== null) execution.c = TRACED_BUDGET;
  }
}
