/**
 * What the functions of the debug library have in common: an optional thread in front of their
 * arguments, and calls found by level.
 */
import { callsOfSuspended, withCallsOf, withRunningCalls } from "../runtime/inspect-calls.js";
import { raiseArgumentText } from "../runtime/raise.js";
import type { ActiveCall } from "../value/active-call.js";
import { Coroutine } from "../value/coroutine.js";
import type { LuaResult, LuaValue } from "../value/lua-value.js";
import { Arguments } from "./arguments.js";

export { callsOfSuspended };

/** The arguments of a function that takes a thread first, or not. */
export interface ThreadArguments {
  /** The thread, if it is not the running one; else null. */
  readonly other: Coroutine | null;
  /** All arguments. */
  readonly args: Arguments;
  /** How many come before the first that is not the thread. */
  readonly shift: 0 | 1;
}

/** Takes an optional thread from the front of the arguments. */
export function splitThread(functionName: string, values: readonly LuaValue[]): ThreadArguments {
  const thread = values[0] instanceof Coroutine ? values[0] : null;
  const other = thread !== null && thread.status !== "running" ? thread : null;
  return { other, args: new Arguments(functionName, values), shift: thread === null ? 0 : 1 };
}

/** How many calls a list may have: more than a coroutine can have under way. */
const CALLS_MAX = 250_000;

/**
 * Goes on with the call at the level that an argument names.
 * @param asked - the arguments
 * @param position - of the argument
 * @param missing - what to do when there is no such level
 * @returns the result of `then` or `missing`, or SUSPENDED
 */
export function withCallAtLevel(
  asked: ThreadArguments,
  position: number,
  then: (call: ActiveCall, calls: readonly ActiveCall[], level: number) => LuaResult,
  missing: () => LuaResult,
): LuaResult {
  const { other, args } = asked;
  const level = args.integer(position);
  if (level < 0 || level > CALLS_MAX) return missing();
  const go = (calls: readonly ActiveCall[]): LuaResult => {
    const call = calls[level];
    return call === undefined ? missing() : then(call, calls, level);
  };
  const name = args.functionName;
  // One more than needed: a call is named by its caller.
  return other === null
    ? withRunningCalls(name, level + 2, go)
    : withCallsOf(other, name, level + 2, go);
}

/** Raises that there is no such level. */
export function raiseNoLevel(args: Arguments, position: number): never {
  raiseArgumentText(position, "level out of range", args.functionName);
}
