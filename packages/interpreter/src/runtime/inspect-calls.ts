/**
 * Looking at the calls of a coroutine with their functions and locals: what runs is suspended, so
 * that its calls are frames on the heap, and goes on at once.
 */
import { type ActiveCall, nativeCall } from "../value/active-call.js";
import type { Coroutine } from "../value/coroutine.js";
import { Frame } from "../value/frame.js";
import type { LuaResult } from "../value/lua-value.js";
import { nameForStack, nativeStackName } from "./call-sites.js";
import { activeCalls, suspendedCalls } from "./active-calls.js";
import { execution, saveFrame, suspend } from "./execution.js";

/** What is done with the calls; gives the result of the native that asked. */
export type WithCalls = (calls: readonly ActiveCall[]) => LuaResult;

/** The native that asked, while its callers are being put on the heap. */
class InspectionFrame extends Frame {
  readonly #name: string;
  readonly #list: () => readonly ActiveCall[];
  readonly #then: WithCalls;

  constructor(name: string, list: () => readonly ActiveCall[], then: WithCalls) {
    super();
    this.#name = name;
    this.#list = list;
    this.#then = then;
  }

  override get nativeName(): string {
    return this.#name;
  }

  override resume(): LuaResult {
    const calls = this.#list();
    const then = this.#then;
    // Errors are raised as by the native, which is not on the stack any more.
    nameForStack(then, nativeStackName(this.#name));
    return then(calls);
  }
}

/**
 * Goes on with the calls of the running coroutine, those of the innermost Lua functions with frames:
 * up to a native that waits in JavaScript.
 * @param name - the native that asks; its call is the first in the list
 * @param callsMax - how many calls to list at most
 * @returns SUSPENDED, to be returned
 */
export function withRunningCalls(name: string, callsMax: number, then: WithCalls): LuaResult {
  suspend("inspect", undefined);
  const list = (): ActiveCall[] => [nativeCall(name), ...activeCalls(callsMax - 1)];
  return saveFrame(new InspectionFrame(name, list, then));
}

/** Lists the calls of a coroutine that is suspended or dead, the innermost first. */
export function callsOfSuspended(coroutine: Coroutine, callsMax: number): readonly ActiveCall[] {
  if (coroutine.failedCalls !== null) return coroutine.failedCalls.slice(0, callsMax);
  if (coroutine.innermost === null) return [];
  return [nativeCall("yield"), ...suspendedCalls(coroutine.innermost, callsMax - 1)];
}

/**
 * Goes on with the calls of any coroutine but the running one. One that is resuming others is put on
 * the heap first, with all that runs.
 * @returns the result of `then`, or SUSPENDED
 */
export function withCallsOf(
  coroutine: Coroutine,
  name: string,
  callsMax: number,
  then: WithCalls,
): LuaResult {
  if (coroutine.status !== "normal") return then(callsOfSuspended(coroutine, callsMax));
  const list = (): ActiveCall[] => [
    nativeCall("resume"),
    ...suspendedCalls(coroutine.innermost, callsMax - 1),
  ];
  if (execution.segment !== null) return then(list());
  suspend("budget", undefined);
  return saveFrame(new InspectionFrame(name, list, then));
}
