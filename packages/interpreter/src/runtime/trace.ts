/**
 * What traced code calls of the runtime: where a hook is due, its frame is suspended, and the hook is
 * called by who drives the coroutine.
 */
import type { Hook } from "../value/coroutine.js";
import { activeHook } from "./active-hook.js";
import { hostWantsTurn } from "./budget.js";
import { isLuaFunction } from "./call-sites.js";
import { execution, saveFrame, suspend } from "./execution.js";
import type { LuaFunction, LuaValue } from "../value/lua-value.js";
import { EnteredFrame, type LuaFrame } from "./lua-frame.js";
import { walkKind } from "./iteration.js";
import { ToldCall } from "./told-call.js";

/** After how many trace points the host is asked whether it wants its turn. */
const POINTS_PER_ASKING = 1000;

/**
 * Suspends the running frame if a hook is due, or the host wants its turn.
 * @returns whether to suspend it
 */
function suspendIfDue(hook: Hook): boolean {
  const isHostsTurn = wantsTurn(hook);
  if (isHostsTurn) suspend("budget", undefined);
  else if (hook.due.length > 0) suspend("inspect", undefined);
  else return false;
  return true;
}

function wantsTurn(hook: Hook): boolean {
  if (execution.budgetPerTurn !== null) return true;
  if (--hook.pointsUntilAsked > 0) return false;
  hook.pointsUntilAsked = POINTS_PER_ASKING;
  return hostWantsTurn();
}

function countInstructions(hook: Hook, cost: number): void {
  if (hook.count === 0 || (hook.left -= cost) > 0) return;
  hook.left = hook.count;
  hook.due.push({ name: "count", line: undefined });
}

/**
 * A statement is come to.
 * @param point - its trace point
 * @param isNewLine - whether its line is another one than before, or was jumped back to
 * @param cost - about how many of PUC's instructions follow
 * @returns whether the frame is suspended
 */
export function trace(
  frame: LuaFrame,
  point: number,
  line: number,
  isNewLine: boolean,
  cost: number,
): boolean {
  const hook = activeHook();
  if (hook === null) return false;
  frame.pc = point;
  countInstructions(hook, cost);
  if (isNewLine && hook.mask.includes("l")) hook.due.push({ name: "line", line });
  return suspendIfDue(hook);
}

/** What frames that stand in the middle of a statement have besides their own values. */
const heldValues = new WeakMap<LuaFrame, readonly LuaValue[]>();

/** Puts values aside until the frame is carried on where it is suspended. */
export function hold(frame: LuaFrame, values: readonly LuaValue[]): void {
  heldValues.set(frame, values);
}

/** Gives what {@link hold} put aside. */
export function held(frame: LuaFrame): readonly LuaValue[] {
  const values = heldValues.get(frame);
  if (values === undefined) throw new Error("a frame holds no values where it is carried on");
  heldValues.delete(frame);
  return values;
}

/**
 * A function begins.
 * @returns whether its frame is suspended
 */
export function enter(frame: LuaFrame, point: number): boolean {
  const hook = activeHook();
  if (!hook?.mask.includes("c")) return false;
  frame.pc = point;
  const isTailCall = frame instanceof EnteredFrame && frame.isTailCall;
  hook.due.push({ name: isTailCall ? "tail call" : "call", line: undefined });
  return suspendIfDue(hook);
}

/**
 * A loop's turn ends. When the hook is gone the frame goes on in ordinary code from here.
 * @returns whether the frame is suspended
 */
export function turn(): boolean {
  const hook = activeHook();
  if (hook === null) {
    suspend("inspect", undefined);
    return true;
  }
  countInstructions(hook, 1);
  return suspendIfDue(hook);
}

/** The hook that is to be told of calls or returns, or null. */
function hookForNatives(): Hook | null {
  const hook = activeHook();
  return hook !== null && /[cr]/.test(hook.mask) ? hook : null;
}

/** As {@link walkKind}; a loop whose calls of `next` the hook is told of must call it. */
export function walkTold(iterator: LuaValue, state: LuaValue, control: LuaValue): number {
  return hookForNatives() === null ? walkKind(iterator, state, control) : -1;
}

/**
 * Gives what to call for a function: for a native that the hook is to be told of, one that makes a frame
 * of the call.
 */
export function told(fn: LuaFunction): LuaFunction {
  const hook = hookForNatives();
  if (hook === null || isLuaFunction(fn)) return fn;
  return (...args) => {
    if (hook.mask.includes("c")) hook.due.push({ name: "call", line: undefined });
    suspend("inspect", undefined);
    return saveFrame(new ToldCall(fn, args));
  };
}

/** A call in tail position was suspended: if it is of a Lua function, that is a tail call. */
export function tail(): void {
  const frame = execution.lastFrame;
  if (frame instanceof EnteredFrame && frame.pc === 0) frame.isTailCall = true;
}

/** Gives the line on which a frame that is carried on stands, or -1 if it begins. */
export function lineAt({ prototype, pc }: LuaFrame): number {
  if (pc === 0) return -1;
  return prototype.reentryCodes.tracePoints.get(pc)?.line ?? prototype.pointLines[pc]!;
}
