/**
 * What is running now: the one place that generated code, natives and the scheduler of coroutines
 * share. JavaScript has one thread, so there is one of these; states take turns in it.
 *
 * Invariant: whoever makes a call that gives SUSPENDED either saves a frame and gives SUSPENDED too,
 * or is a driver and consumes it. Nobody else runs between.
 */
import type { Coroutine } from "../value/coroutine.js";
import type { SuspendedCall } from "../value/frame.js";
import type { LuaError } from "../value/lua-error.js";
import type { LuaTable } from "../value/lua-table.js";
import { SUSPENDED, type LuaResult } from "../value/lua-value.js";

/** Why frames are being saved; "inspect" to have them on the heap, and go on at once. */
export type SuspensionReason = "yield" | "budget" | "inspect" | "error";

/**
 * The budget is one number that rises. Entering a Lua function adds what its JavaScript stack frame
 * is estimated to take and a little for the time; leaving takes the stack part back; a loop adds a few
 * a turn. Past this limit the running code is suspended, either because the JavaScript stack is deep
 * or because it has run for a while; a driver then carries on from the innermost frame with an
 * empty stack, or lets the host have a turn (DESIGN 2.3).
 */
export const BUDGET_LIMIT = 1_000_000;

/** What one byte of JavaScript stack costs: the limit stands for 400 KB of stack. */
export const BUDGET_PER_STACK_BYTE = 2.5;

/** How many turns a loop takes between two looks at the budget. */
export const LOOP_TURNS_PER_TICK = 128;

/** What a protected call costs of the budget while it lasts: its JavaScript stack. */
export const PROTECTED_CALL_COST = 600;

/** What a caught error costs of the budget: its time. */
export const ERROR_COST = 50;

/** What one with a traceback costs. */
export const TRACED_ERROR_COST = 3000;

/** {@link execution}'s `tracebackWanted` when the frames on the heap must be asked. */
export const TRACEBACK_UNKNOWN = -1;

/** How a host limits one run. */
export interface Slice {
  /**
   * Asked whenever a budget of about a million steps is used up (a few milliseconds).
   * @returns true to get control back, with the outcome "preempted"
   * @throws LuaError to raise an error in the program, such as "Too long without yielding"
   */
  shouldPreempt(): boolean;
}

/** The slice of a call by the host, which runs to its end; what is called has nobody to yield to. */
export const CALL_SLICE: Slice = { shouldPreempt: () => false };

/** The metatables of one state that all values of a type share (Lua 5.2 manual §2.4). */
export interface SharedMetatables {
  /** That of strings. */
  string: LuaTable | null;
  /** Those that the debug library set, by type name; null while there are none. */
  others: Map<string, LuaTable> | null;
}

/** The state of what runs. Fields that generated code touches have one-letter names. */
class Execution {
  /** The budget used; see {@link BUDGET_LIMIT}. */
  c = 0;
  /** At what {@link c} calls next ask the runtime: {@link BUDGET_LIMIT}, or less for a rehearsal (`budget.ts`). */
  l = BUDGET_LIMIT;
  /** How much of {@link c} are turns of loops, which can be forgiven where the program stands. */
  tickCost = 0;
  /** How often the budget was given back because the stack was found to be shallow. */
  refillCount = 0;
  /** The innermost frame saved during the present suspension. */
  firstFrame: SuspendedCall | null = null;
  /** The outermost frame saved so far during the present suspension. */
  lastFrame: SuspendedCall | null = null;
  /** How many frames have been saved during the present suspension. */
  frameCount = 0;
  /** Why frames are being saved. */
  reason: SuspensionReason = "yield";
  /** What a yield hands to the resumer. */
  transfer: LuaResult = undefined;
  /** The error that is being passed outward, for the reason "error". */
  raised: LuaError | null = null;
  /** The running coroutine, or null outside of any. */
  coroutine: Coroutine | null = null;
  /** The frames that the innermost native which cannot be re-entered waits for; see `finishHere`. */
  segment: Coroutine | null = null;
  /** The error whose message handler is running: where it was raised is where the handler is. */
  handledError: LuaError | null = null;
  /** How many natives that cannot be re-entered are on the stack; yields are refused above 0. */
  unyieldableDepth = 0;
  /** Whether an error raised now should carry a traceback: 1, 0, or {@link TRACEBACK_UNKNOWN}. */
  tracebackWanted = 0;
  /** An error that the host wants raised in the program when it next carries on. */
  pendingError: LuaError | null = null;
  /** How the host limits the present run. */
  slice: Slice | null = null;
  /** Work that natives have done since the host was last asked. */
  workSinceAsked = 0;
  /** How many stacks are still to be taken for deep without looking; see `budget.ts`. */
  looksToSkip = 0;
  /** Set when the host has said that it wants its turn. */
  preemptionWanted = false;
  /** The metatable that all strings of the running state share; empty if there is none. */
  stringMeta: LuaTable | null = null;
  /** What else the running state's values of one type share. */
  shared: SharedMetatables | null = null;
  /** Tells how many KiB of memory are in use, if the host knows. */
  memoryInUse: (() => number) | null = null;
  /** How much of the budget is left whenever a frame carries on; null for all of it but in tests. */
  budgetPerTurn: (() => number) | null = null;
  /** Set while a Lua function is called only to report its upvalues. */
  inspecting = false;
  /** What the inspected function reported. */
  inspected: InspectedClosure | null = null;
}

/** What a closure reports about itself: see `inspectClosure`. */
export interface InspectedClosure {
  /** Its prototype. */
  readonly prototype: unknown;
  /** Its upvalues in the order of the prototype's names: values for copied ones, else cells. */
  readonly upvalues: readonly unknown[];
  /** Puts another cell in the place of an upvalue's, if its chunk is open. */
  readonly replaceUpvalue: UpvalueSetter | null;
}

/** Puts another cell in the place of a closure's upvalue, by its index. */
export type UpvalueSetter = (index: number, cell: unknown) => void;

/** The one execution. */
export const execution = new Execution();

/** Readies what runs for a frame that stands alone on the JavaScript stack. */
export function prepareTurn(): void {
  execution.tracebackWanted = TRACEBACK_UNKNOWN;
  if (execution.budgetPerTurn !== null) execution.c = BUDGET_LIMIT - execution.budgetPerTurn();
}

/**
 * Charges work to the budget where no error may be raised: somebody else asks the host soon after.
 * @param steps - about how many turns of a small loop it took
 */
export function chargeSilently(steps: number): void {
  // One step past the limit is enough to suspend the next Lua function, and stays a small integer.
  if (execution.c <= BUDGET_LIMIT) {
    execution.c = Math.min(execution.c + Math.ceil(steps), BUDGET_LIMIT + 1);
  }
  execution.workSinceAsked += steps;
}

/**
 * Gives what was used of the budget at an earlier point of the stack that is being returned to.
 * @param budget - what was used there
 * @param refillCount - `execution.refillCount` there: if it was refilled since, the stack there was
 *   found to be shallow too, and what time had used until then is forgiven
 */
export function budgetAt(budget: number, refillCount: number): number {
  const used = refillCount === execution.refillCount ? budget : Math.min(budget, BUDGET_LIMIT / 2);
  // What natives did inside is not undone.
  return Math.max(used, Math.min(execution.workSinceAsked, BUDGET_LIMIT + 1));
}

/**
 * Goes on at an earlier point of the stack, to which an error was thrown. All but the last are what
 * {@link execution} had there.
 * @param budget - what was used of the budget
 * @param errorCost - what the error costs of it
 */
export function returnTo(
  budget: number,
  refillCount: number,
  tracebackWanted: number,
  unyieldableDepth: number,
  errorCost: number,
): void {
  execution.c = budgetAt(budget, refillCount) + errorCost;
  execution.tickCost = 0;
  execution.tracebackWanted = tracebackWanted;
  execution.unyieldableDepth = unyieldableDepth;
}

/**
 * Begins a suspension. The caller returns the result; every frame on the way out saves itself.
 * @param reason - why
 * @param transfer - what the resumer gets, for a yield
 */
export function suspend(reason: SuspensionReason, transfer: LuaResult): typeof SUSPENDED {
  execution.firstFrame = null;
  execution.lastFrame = null;
  execution.frameCount = 0;
  execution.reason = reason;
  execution.transfer = transfer;
  return SUSPENDED;
}

/**
 * Raises an error by returning, which costs a tenth of what a JavaScript throw does (benchmark errors):
 * for code that would return SUSPENDED too. Nothing is saved on the way out, but frames that might
 * take the error; a protected call or a driver does.
 */
export function returnError(error: LuaError): typeof SUSPENDED {
  execution.raised = error;
  return suspend("error", undefined);
}

/** Takes the error that is being passed outward. */
export function takeRaised(): LuaError {
  const { raised } = execution;
  execution.raised = null;
  if (raised === null) throw new Error("no error is being raised");
  return raised;
}

/**
 * Saves a frame during a suspension, after those it called.
 * @returns SUSPENDED, for the caller to return
 */
export function saveFrame(frame: SuspendedCall): typeof SUSPENDED {
  if (execution.reason === "error" && execution.lastFrame === null && frame.recover === undefined) {
    return SUSPENDED;
  }
  addFrame(frame);
  return SUSPENDED;
}

/** Adds a frame to those of the present suspension, after those it called. */
export function addFrame(frame: SuspendedCall): void {
  const { lastFrame } = execution;
  if (lastFrame === null) execution.firstFrame = frame;
  else lastFrame.parent = frame;
  execution.lastFrame = frame;
  execution.frameCount++;
}
