/**
 * Count hooks (Lua 5.2 manual §6.10, `debug.sethook`): functions called now and then while a
 * coroutine runs. They are looked after where its budget is used up, so nothing is counted elsewhere.
 */
import type { CountHook, Coroutine } from "../value/coroutine.js";
import { Frame } from "../value/frame.js";
import type { LuaError } from "../value/lua-error.js";
import { type LuaResult, SUSPENDED } from "../value/lua-value.js";
import { execution, saveFrame } from "./execution.js";

/** About how many of PUC's instructions a used up budget stands for. */
const INSTRUCTIONS_PER_BUDGET = 100_000;

/** Says whether the running coroutine has a hook, so that a used up budget must suspend it. */
export function isHooked(): boolean {
  const hook = execution.coroutine === null ? null : execution.coroutine.hook;
  return hook !== null && hook.count > 0 && !hook.isRunning;
}

/** Counts a used up budget; puts a call of the hook on top of the coroutine if its time has come. */
export function countBudget(coroutine: Coroutine, hook: CountHook): void {
  if (hook.isRunning || hook.count === 0) return;
  hook.left -= INSTRUCTIONS_PER_BUDGET;
  if (hook.left > 0) return;
  hook.left = hook.count;
  const frame = new HookFrame(hook);
  frame.parent = coroutine.innermost;
  coroutine.innermost = frame;
  coroutine.frameCount++;
}

/** A call of a hook, first to be made, then under way. */
class HookFrame extends Frame {
  readonly #hook: CountHook;
  #isCalled = false;

  constructor(hook: CountHook) {
    super();
    this.#hook = hook;
  }

  override get nativeName(): string {
    return "?";
  }

  override get wantsTraceback(): boolean {
    return true;
  }

  override resume(): LuaResult {
    if (this.#isCalled) {
      this.#hook.isRunning = false;
      return undefined;
    }
    this.#isCalled = true;
    this.#hook.isRunning = true;
    let isDone = true;
    try {
      const result = this.#hook.fn("count");
      isDone = result !== SUSPENDED;
      return isDone ? undefined : saveFrame(this);
    } finally {
      if (isDone) this.#hook.isRunning = false;
    }
  }

  override recover(_error: LuaError): null {
    this.#hook.isRunning = false;
    return null;
  }
}
