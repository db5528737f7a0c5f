/**
 * The budget while a program runs: what loops and long natives charge, and when the host is asked
 * (DESIGN 2.3). See `BUDGET_LIMIT` for what the budget is.
 */
import { LuaError } from "../value/lua-error.js";
import type { LuaFunction, LuaValue } from "../value/lua-value.js";
import {
  BUDGET_LIMIT,
  execution,
  LOOP_TURNS_PER_TICK,
  saveFrame,
  suspend,
  type UpvalueSetter,
} from "./execution.js";
import { activeHook } from "./active-hook.js";
import { EnteredFrame, PendingCall, type Prototype } from "./lua-frame.js";
import { notInlined } from "./not-inlined.js";
import { raiseAt } from "./raise.js";
import { stackIsWithin } from "./call-sites.js";

/**
 * Charges a loop's turns to the budget.
 * @param turnCost - what one turn costs
 * @returns how many turns until the next look, or -1 when the loop is to be suspended
 */
export function tick(turnCost: number): number {
  const cost = LOOP_TURNS_PER_TICK * turnCost;
  execution.c += cost;
  execution.tickCost += cost;
  return execution.c <= BUDGET_LIMIT ? LOOP_TURNS_PER_TICK : turnsPastLimit();
}

/**
 * The budget is used up: turns of loops are forgiven if the host does not want its turn, so that a
 * long loop stays in the code that runs it fastest. What is left is what calls took: of a shallow stack that is
 * time too (benchmarks loops-generic, string-buffer), a deep one is given back only by a suspension.
 */
function tickPastLimit(): number {
  if (activeHook() !== null) {
    // The loop goes on in traced code.
    suspend("inspect", undefined);
    return -1;
  }
  execution.c -= execution.tickCost;
  execution.tickCost = 0;
  if (execution.c <= BUDGET_LIMIT / 2) {
    if (!hostWantsTurn()) return LOOP_TURNS_PER_TICK;
  } else if (refillIfShallow(LOOP_CALLS_MAX)) return LOOP_TURNS_PER_TICK;
  suspend("budget", undefined);
  return -1;
}
const turnsPastLimit = notInlined(tickPastLimit);

/**
 * Asks the host whether it wants its turn.
 * @throws LuaError what the host wants raised in the program
 */
export function hostWantsTurn(): boolean {
  execution.workSinceAsked = 0;
  try {
    execution.preemptionWanted = execution.slice?.shouldPreempt() ?? false;
  } catch (thrown) {
    if (!(thrown instanceof LuaError) || typeof thrown.value !== "string") throw thrown;
    raiseAt(thrown.value, 1);
  }
  return execution.preemptionWanted;
}

/** A stack of at most so many JavaScript calls is far from full. */
const SHALLOW_CALLS_MAX = 100;

/**
 * A loop goes on in its code when the stack has at most so many JavaScript calls: the fewer they are, the further
 * away is the next look (looks took a third of the time of benchmark collatz).
 */
const LOOP_CALLS_MAX = 50;

/** What a call of a shallow stack may stand for of the budget. */
const CALL_BUDGET = BUDGET_LIMIT / 2 / SHALLOW_CALLS_MAX;

/** After so much of the budget comes the next rehearsal. */
const REHEARSAL_BUDGET = 30_000;

/** After a deep stack was seen, so many stacks are taken for deep without looking. */
const LOOKS_SKIPPED = 24;

/**
 * Gives back a budget that is used up, but for what the stack may stand for, if the stack is shallow, so that time
 * used it up, and the host does not want its turn. Without this recursion would be moved to the heap, and on in
 * slower code, every few milliseconds (benchmark fib). To look takes as long as a thousand calls, and
 * a program that recurses deeply comes here every two thousand: it is looked at now and then only
 * (benchmarks recursion-deep, tail-calls).
 * @param callsMax - how many JavaScript calls are a shallow stack
 * @returns whether it was given back, and the program may go on where it stands
 */
function refillIfShallow(callsMax: number): boolean {
  if (execution.budgetPerTurn !== null || execution.preemptionWanted) return false;
  if (execution.looksToSkip > 0) {
    execution.looksToSkip--;
    return false;
  }
  if (!stackIsWithin(callsMax)) {
    execution.looksToSkip = LOOKS_SKIPPED;
    return false;
  }
  if (hostWantsTurn()) return false;
  execution.c = callsMax * CALL_BUDGET;
  execution.tickCost = 0;
  execution.refillCount++;
  return true;
}

/**
 * Has some call soon come here though the budget is not used up, to go on at once. V8 takes a call that never came for
 * one that never will, and drops a function's code when it does. If the function has loops, it may never make
 * new code for its beginning, as long as that for a loop is at hand, which every call then enters in its
 * middle: one run in ten of benchmark nbody took ten times as long.
 */
export function planRehearsal(): void {
  execution.l = Math.min(execution.c + REHEARSAL_BUDGET, BUDGET_LIMIT);
}

/**
 * Puts off a call whose function found the budget used up, or reports the closure's upvalues.
 * @param prototypes - of its chunk
 * @param index - of its own
 * @param fn - the function
 * @param values - the parameters, then `...` as an array if the function has it, then the upvalues
 * @returns whether it was put off, and the function is to return SUSPENDED; else it goes on
 */
export function putOffCall(
  prototypes: readonly Prototype[],
  index: number,
  fn: LuaFunction,
  ...values: readonly unknown[]
): boolean {
  return putOffOpenCall(null, prototypes, index, fn, ...values);
}

/**
 * As {@link putOffCall}, for a closure of an open chunk.
 * @param replaceUpvalue - puts another cell in the place of an upvalue's
 * @param prototypes - of its chunk
 * @param index - of its own
 * @param fn - the function
 * @param values - as there
 * @returns as there
 */
export function putOffOpenCall(
  replaceUpvalue: UpvalueSetter | null,
  prototypes: readonly Prototype[],
  index: number,
  fn: LuaFunction,
  ...values: readonly unknown[]
): boolean {
  if (execution.c <= BUDGET_LIMIT) {
    planRehearsal();
    return false;
  }
  const prototype = prototypes[index]!;
  const { parameterCount, isVararg } = prototype;
  const upvalues = values.slice(isVararg ? parameterCount + 1 : parameterCount);
  if (execution.inspecting) {
    execution.inspected = { prototype, upvalues, replaceUpvalue };
    suspend("budget", undefined);
    return true;
  }
  const isTraced = activeHook() !== null;
  if (!isTraced && refillIfShallow(SHALLOW_CALLS_MAX)) return false;
  const args = values.slice(0, parameterCount) as LuaValue[];
  if (isVararg) args.push(...(values[parameterCount] as readonly LuaValue[]));
  suspend(isTraced ? "inspect" : "budget", undefined);
  saveFrame(isTraced ? new EnteredFrame(prototype, fn, args, upvalues) : new PendingCall(fn, args));
  return true;
}
