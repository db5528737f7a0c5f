/**
 * Natives that call Lua or yield, written as generators: the interpreter suspends and carries on the
 * generator as it does a Lua function, so what it calls may yield, be preempted, and go deep.
 */
import { activeHook } from "../runtime/active-hook.js";
import { callValue } from "../runtime/call.js";
import {
  BUDGET_LIMIT,
  ERROR_COST,
  execution,
  returnTo,
  saveFrame,
  suspend,
} from "../runtime/execution.js";
import { errorFromHost } from "../runtime/host-fault.js";
import { PendingCall } from "../runtime/lua-frame.js";
import { native } from "../runtime/native.js";
import { yieldValues } from "../runtime/resume.js";
import { Frame } from "../value/frame.js";
import type { LuaError } from "../value/lua-error.js";
import {
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  resultList,
  resultOf,
  SUSPENDED,
} from "../value/lua-value.js";

/** What a generator asks of the interpreter. Made by {@link callLua} and {@link yieldLua} only. */
export class NativeStep {
  /** What to call, or null to yield. */
  readonly callee: {
    /** A function, or anything with a metamethod `__call`. */
    readonly value: LuaValue;
  } | null;
  /** The arguments, or what to yield. */
  readonly values: readonly LuaValue[];

  /** Made by the two functions below only. */
  constructor(callee: NativeStep["callee"], values: readonly LuaValue[]) {
    this.callee = callee;
    this.values = values;
  }
}

/** What one step of a generator gives back: a list of values. */
export type NativeSteps<Result> = Generator<NativeStep, Result, readonly LuaValue[]>;

/**
 * Calls a Lua value from a generator native: `const results = yield* callLua(fn, 1, 2);`.
 * @throws LuaError what the call raises; caught here or left to go further out
 */
export function* callLua(callee: LuaValue, ...args: LuaValue[]): NativeSteps<readonly LuaValue[]> {
  return yield new NativeStep({ value: callee }, args);
}

/**
 * Yields from the coroutine that runs, from a generator native: `const given = yield* yieldLua("x");`.
 * @returns what the coroutine is resumed with
 */
export function* yieldLua(...values: LuaValue[]): NativeSteps<readonly LuaValue[]> {
  return yield new NativeStep(null, values);
}

/** What the call of a generator native costs of the budget while it lasts: its JavaScript stack. */
const CALL_COST = 1500;

/**
 * Makes a native function of a generator function, which may call Lua and yield.
 * @param name - as tracebacks show it
 * @param body - gets the arguments; what it returns is the call's result. Errors of the calls it makes
 *   are thrown in it. A `finally` in it is not run when its coroutine is never carried on.
 */
export function generatorNative(
  name: string,
  body: (...args: LuaValue[]) => NativeSteps<LuaResult>,
): LuaFunction {
  const fn = native(name, (...args) => {
    if ((execution.c += CALL_COST) > BUDGET_LIMIT && activeHook() === null) {
      suspend("budget", undefined);
      return saveFrame(new PendingCall(fn, args));
    }
    const result = new GeneratorFrame(name, body(...args)).advance([]);
    if (result !== SUSPENDED) execution.c -= CALL_COST;
    return result;
  });
  return fn;
}

class GeneratorFrame extends Frame {
  readonly #name: string;
  readonly #steps: NativeSteps<LuaResult>;

  constructor(name: string, steps: NativeSteps<LuaResult>) {
    super();
    this.#name = name;
    this.#steps = steps;
  }

  override get nativeName(): string {
    return this.#name;
  }

  // Whether the generator will catch an error is not known when it is raised.
  override get wantsTraceback(): boolean {
    return true;
  }

  override resume(result: LuaResult): LuaResult {
    return this.advance(resultList(result));
  }

  override recover(error: LuaError): LuaResult {
    return this.#takeSteps(this.#steps.throw(error));
  }

  /** Carries on the generator with the results of its last step. */
  advance(results: readonly LuaValue[]): LuaResult {
    return this.#takeSteps(this.#steps.next(results));
  }

  #takeSteps(first: IteratorResult<NativeStep, LuaResult>): LuaResult {
    for (let step = first; ;) {
      if (step.done === true) return step.value;
      const { callee, values } = step.value;
      const { c: budget, refillCount, tracebackWanted, unyieldableDepth } = execution;
      let result: LuaResult;
      try {
        result =
          callee === null ? yieldValues(resultOf(values)) : callValue(callee.value, ...values);
      } catch (thrown) {
        const error = errorFromHost(thrown);
        returnTo(budget, refillCount, tracebackWanted, unyieldableDepth, ERROR_COST);
        step = this.#steps.throw(error);
        continue;
      }
      if (result === SUSPENDED) return saveFrame(this);
      step = this.#steps.next(resultList(result));
    }
  }
}
