/**
 * Who called whom, found when somebody asks: the JavaScript stack for the calls that are on it, and
 * the running coroutine's frames on the heap below each of its drivers.
 */
import { type ActiveCall, nativeCall } from "../value/active-call.js";
import { nameAt } from "../value/chunk-info.js";
import type { LuaError } from "../value/lua-error.js";
import type { Coroutine } from "../value/coroutine.js";
import type { SuspendedCall } from "../value/frame.js";
import { activeCallOf, type CallSite, callSites } from "./call-sites.js";
import { chargeSilently, execution } from "./execution.js";
import { LuaFrame, PendingCall } from "./lua-frame.js";

function activeCallOfFrame(frame: SuspendedCall): ActiveCall | null {
  if (frame instanceof LuaFrame) {
    const { prototype, pc } = frame;
    const point = prototype.reentryCodes.tracePoints.get(pc);
    const line = point?.line ?? (pc === 0 ? prototype.line : prototype.pointLines[pc]!);
    const calls = nameAt(prototype.chunk, point?.name ?? prototype.pointNames[pc]);
    return { prototype, line, nativeName: "", frame, calls, isTailCalled: false };
  }
  if (frame instanceof PendingCall) return null;
  const name = frame.nativeName;
  return name === "" ? null : nativeCall(name, frame);
}

/** What a list of calls costs: V8 takes a thousand times as long for one as for a call. */
const LIST_COST = 4000;

/** The JavaScript stack, of which more is fetched as it is looked at. */
class StackReader {
  #limit: number;
  #sites: CallSite[];

  constructor(callsMax: number) {
    // Each takes V8 up to half a microsecond; to list them twice takes longer than some more of them.
    this.#limit = 6 + 2 * Math.min(callsMax, 1000);
    this.#sites = callSites(this.#limit, activeCalls);
  }

  /** Gives a JavaScript call by its depth. */
  at(depth: number): CallSite | undefined {
    if (depth >= this.#sites.length && depth >= this.#limit && this.#limit < 100_000) {
      this.#limit *= 4;
      this.#sites = callSites(this.#limit, activeCalls);
    }
    return this.#sites[depth];
  }
}

/**
 * Lists the calls under way in the running coroutine, the innermost first.
 * @param callsMax - how many to list at most
 */
export function activeCalls(callsMax: number): ActiveCall[] {
  const calls: ActiveCall[] = [];
  chargeSilently(LIST_COST);
  const stack = new StackReader(callsMax);
  // What a native that cannot be re-entered waits for has a driver and frames of its own.
  let segment = execution.segment;
  for (let depth = 0; calls.length < callsMax; depth++) {
    const site = stack.at(depth);
    if (site === undefined) break;
    const call = activeCallOf(site, calls.at(-1));
    if (call === "driver") {
      const driven: Coroutine | null = segment ?? execution.coroutine;
      const isWhole = addFrames(calls, driven?.innermost ?? null, callsMax);
      if (segment === null || isWhole) break;
      segment = segment.resumer;
    } else if (call === "handler") {
      if (addHandledCalls(calls, execution.handledError, callsMax)) break;
    } else if (call !== null) {
      calls.push(call);
    }
  }
  return calls;
}

/** Lists the calls under way in a coroutine that is not running, the innermost first. */
export function suspendedCalls(innermost: SuspendedCall | null, callsMax: number): ActiveCall[] {
  const calls: ActiveCall[] = [];
  addFrames(calls, innermost, callsMax);
  return calls;
}

/** Adds frames; says whether they end in those of an error that is being handled. */
function addFrames(
  calls: ActiveCall[],
  innermost: SuspendedCall | null,
  callsMax: number,
): boolean {
  for (let frame = innermost; frame !== null && calls.length < callsMax; frame = frame.parent) {
    const { handledError } = frame;
    if (handledError !== undefined && addHandledCalls(calls, handledError, callsMax)) return true;
    const call = activeCallOfFrame(frame);
    if (call !== null) calls.push(call);
  }
  return false;
}

/** A message handler is called where the error was raised (Lua 5.2 manual §2.3), as far as one sees. */
function addHandledCalls(calls: ActiveCall[], error: LuaError | null, callsMax: number): boolean {
  const handled = error?.calls ?? null;
  if (handled === null) return false;
  for (const call of handled) if (calls.length < callsMax) calls.push(call);
  return true;
}

/** Gives "file:line: " of a call of a Lua function, else "". */
export function positionOf(call: ActiveCall | null | undefined): string {
  if (!call?.prototype) return "";
  return `${call.prototype.chunk.displayName}:${call.line}: `;
}

/**
 * Gives "file:line: " of the Lua function at a level, or "" when there is a native or nothing.
 * @param level - 0 is the running native itself, 1 its caller
 */
export function positionAt(level: number): string {
  const calls = activeCalls(level + 1);
  // A native that an embedder did not name is not in the list; it is there all the same.
  const first = calls[0];
  if (first !== undefined && first.prototype !== null) return positionOf(calls[level - 1]);
  return positionOf(calls[level]);
}

/** Gives "file:line: " of the innermost call, or "" when it is a native. */
export function currentPosition(): string {
  return positionOf(activeCalls(1)[0]);
}

/** Gives "file:line: " of the innermost suspended call, or "". */
export function callPosition(innermost: SuspendedCall | null): string {
  return positionOf(suspendedCalls(innermost, 1)[0]);
}

/** Gives the innermost Lua function's call if it called the running native, or null. */
export function callerOfNative(): ActiveCall | null {
  const [first, second] = activeCalls(2);
  if (first === undefined) return null;
  const caller = first.prototype === null ? second : first;
  return caller === undefined || caller.prototype === null ? null : caller;
}
