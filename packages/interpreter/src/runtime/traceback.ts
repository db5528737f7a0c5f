/**
 * Tracebacks as text (Lua 5.2 manual §6.10), and when one is taken.
 */
import type { ActiveCall, CalledAs } from "../value/active-call.js";
import { NAME_KIND_WORDS } from "../value/chunk-info.js";
import { activeCalls } from "./active-calls.js";
import { execution } from "./execution.js";

/** Says whether a protected call that wants tracebacks would take an error raised now. */
export function tracebackIsWanted(): boolean {
  if (execution.tracebackWanted >= 0) return execution.tracebackWanted === 1;
  const driven = execution.segment ?? execution.coroutine;
  for (let frame = driven?.innermost ?? null; frame !== null; frame = frame.parent) {
    if (frame.recover !== undefined) return frame.wantsTraceback;
  }
  return driven?.wantsTraceback ?? true;
}

/** How many lines a traceback shows at each end before it leaves out the middle. */
const TRACEBACK_HEAD_LINES = 10;
const TRACEBACK_TAIL_LINES = 11;

function describeCall(call: ActiveCall, calledAs: CalledAs | null): string {
  const prototype = call.prototype;
  if (prototype === null) return `[C]: in function '${call.nativeName}'`;
  const where = `${prototype.chunk.displayName}:${call.line}: in `;
  if (prototype.index === 0) return `${where}main chunk`;
  if (prototype.name !== null) return `${where}function '${prototype.name}'`;
  if (calledAs !== null && NAME_KIND_WORDS[calledAs.kind] !== "") {
    return `${where}function '${calledAs.name}'`;
  }
  return `${where}function <${prototype.chunk.displayName}:${prototype.line}>`;
}

/** Gives how the caller of a call in a list names it, or null when nobody knows. */
export function calledAs(calls: readonly ActiveCall[], index: number): CalledAs | null {
  return calls[index]!.isTailCalled ? null : (calls[index + 1]?.calls ?? null);
}

/** Writes calls as `debug.traceback` does (Lua 5.2 manual §6.10), long ones shortened in the middle. */
export function formatCalls(calls: readonly ActiveCall[]): string {
  const lines = ["stack traceback:"];
  const shortened = calls.length > TRACEBACK_HEAD_LINES + TRACEBACK_TAIL_LINES;
  for (let i = 0; i < calls.length; i++) {
    if (shortened && i === TRACEBACK_HEAD_LINES) {
      lines.push("...");
      i = calls.length - TRACEBACK_TAIL_LINES;
    }
    const call = calls[i]!;
    lines.push(describeCall(call, calledAs(calls, i)));
    if (call.isTailCalled) lines.push("(...tail calls...)");
  }
  return lines.join("\n\t");
}

/** Takes the traceback of the running coroutine as text. */
export function takeTraceback(): string {
  return formatCalls(activeCalls(Infinity));
}
