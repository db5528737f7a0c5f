/**
 * Carrying on the frames of a coroutine that has a hook: Lua functions in traced code, and calls of
 * the hook between.
 */
import type { Coroutine, Hook, HookEvent } from "../value/coroutine.js";
import { Frame, type SuspendedCall } from "../value/frame.js";
import type { LuaError } from "../value/lua-error.js";
import { type LuaResult, SUSPENDED } from "../value/lua-value.js";
import { activeHook, TRACED_BUDGET } from "./active-hook.js";
import { BUDGET_LIMIT, execution, prepareTurn, saveFrame } from "./execution.js";
import { LuaFrame } from "./lua-frame.js";
import { ToldCall } from "./told-call.js";

/** A call of a hook, first to be made, then under way. */
class HookFrame extends Frame {
  readonly #coroutine: Coroutine;
  readonly #hook: Hook;
  readonly #event: HookEvent;
  #isCalled = false;

  constructor(coroutine: Coroutine, hook: Hook, event: HookEvent) {
    super();
    this.#coroutine = coroutine;
    this.#hook = hook;
    this.#event = event;
  }

  override get wantsTraceback(): boolean {
    return true;
  }

  override resume(): LuaResult {
    const { fn } = this.#hook;
    const { name, line } = this.#event;
    if (this.#isCalled) {
      this.#end();
      return undefined;
    }
    // A hook for the same place may have taken it away.
    if (this.#coroutine.hook !== this.#hook) return undefined;
    this.#isCalled = true;
    this.#coroutine.isInHook = true;
    let isDone = true;
    try {
      isDone = fn(name, line) !== SUSPENDED;
    } finally {
      if (isDone) this.#end();
    }
    return isDone ? undefined : saveFrame(this);
  }

  override recover(_error: LuaError): null {
    this.#end();
    return null;
  }

  #end(): void {
    this.#coroutine.isInHook = false;
  }
}

/** A call that has returned, while the hook is called for that. */
class ReturnedFrame extends LuaFrame {
  readonly #result: LuaResult;

  constructor({ prototype, pc, values, fn }: LuaFrame, result: LuaResult) {
    super(prototype, pc, values, fn);
    this.#result = result;
  }

  override resume(): LuaResult {
    return this.#result;
  }

  override release(): void {
    // Not one of the spare frames.
  }
}

function push(coroutine: Coroutine, frame: SuspendedCall): void {
  frame.parent = coroutine.innermost;
  coroutine.innermost = frame;
  coroutine.frameCount++;
}

/** Puts the calls of the hook that are due on top of the frames, the first one innermost. */
function pushHookCalls(frames: Coroutine, hook: Hook): void {
  const owner = execution.coroutine!;
  for (let event = hook.due.pop(); event !== undefined; event = hook.due.pop()) {
    push(frames, new HookFrame(owner, hook, event));
  }
}

/**
 * Carries on frames, each with the result of the one it called; see `runFrames`. The running coroutine
 * has a hook when it begins.
 * @param frames - the running coroutine, or a segment of it
 * @param budget - what is used of the budget without them
 * @returns what the outermost gives, or SUSPENDED
 */
export function runHookedFrames(frames: Coroutine, argument: LuaResult, budget: number): LuaResult {
  let result = argument;
  for (;;) {
    const hook = activeHook();
    if (hook !== null) pushHookCalls(frames, hook);
    const frame = frames.innermost;
    if (frame === null) return result;
    frames.innermost = frame.parent;
    frames.frameCount--;
    prepareTurn();
    if (hook === null || frame instanceof HookFrame) {
      if (execution.c > BUDGET_LIMIT) execution.c = budget;
      result = frame.resume(result);
    } else {
      hook.budget = budget;
      execution.c = TRACED_BUDGET;
      result = resumeTraced(frames, frame, result, hook);
    }
    if (result === SUSPENDED) return result;
  }
}

/** Whether a hook is to be told of returns, and still is the one that is called. */
function isToldOfReturns(hook: Hook): boolean {
  return hook.mask.includes("r") && activeHook() === hook;
}

function resumeTraced(
  frames: Coroutine,
  frame: SuspendedCall,
  argument: LuaResult,
  hook: Hook,
): LuaResult {
  if (frame instanceof ToldCall && !frame.isOver) {
    const result = frame.resume(argument);
    if (result === SUSPENDED || !isToldOfReturns(hook)) return result;
    frame.end(result);
    push(frames, frame);
    hook.due.push({ name: "return", line: undefined });
    return undefined;
  }
  if (!(frame instanceof LuaFrame) || frame instanceof ReturnedFrame) return frame.resume(argument);
  const result = frame.prototype.reentryCodes.resumeTraced(frame, argument);
  if (result === SUSPENDED || !isToldOfReturns(hook)) return result;
  push(frames, new ReturnedFrame(frame, result));
  hook.due.push({ name: "return", line: undefined });
  return undefined;
}
