/**
 * Who called whom, found when somebody asks: the JavaScript stack for the calls that are on it, then
 * the running coroutine's frames on the heap.
 *
 * Generated code stands on the same lines as the Lua it came from, so a JavaScript position is a Lua
 * position; functions are recognised by the names that code generation gives them. Outside V8 there
 * is no structured stack and natives' errors carry no position.
 */
import type { ChunkInfo, PrototypeInfo } from "../value/chunk-info.js";
import type { Frame } from "../value/frame.js";
import { execution } from "./execution.js";
import { LuaFrame, PendingCall } from "./lua-frame.js";

/** What a generated script says about itself. */
export interface ScriptInfo {
  /** The chunk it came from. */
  readonly chunk: ChunkInfo;
  /** Offsets in the script from which the Lua line is not the script's own line, ascending. */
  readonly shiftOffsets: readonly number[];
  /** The Lua line from the offset at the same index on; 0 for the script's own line. */
  readonly shiftLines: readonly number[];
  /** Offsets where tail calls begin and end, in turn, ascending. */
  readonly tailCallOffsets: readonly number[];
}

/** One call under way. */
export interface ActiveCall {
  /** The Lua function's prototype, or null for a native. */
  readonly prototype: PrototypeInfo | null;
  /** The line being run, or 0 for a native. */
  readonly line: number;
  /** A native's name, or "". */
  readonly nativeName: string;
  /** Whether callers before it are gone because they called it, or each other, last. */
  isTailCalled: boolean;
}

/** Generated functions are named `$` and their prototype's number; re-entry code `$$` likewise. */
const LUA_FUNCTION_NAME = /^\$\$?(\d+)$/;
const NATIVE_PREFIX = "lua:";
/** The name of the coroutine driver, where a coroutine's part of the JavaScript stack ends. */
export const DRIVER_NAME = "lua!drive";

/** Names a function for the stack. */
export function nameForStack(fn: object, name: string): void {
  Object.defineProperty(fn, "name", { value: name, configurable: true });
}

/** The stack name of a native function. */
export function nativeStackName(name: string): string {
  return NATIVE_PREFIX + name;
}

/** Gives the prototype number that a generated function's name holds, or -1. */
export function prototypeNumber(functionName: string): number {
  const match = LUA_FUNCTION_NAME.exec(functionName);
  return match === null ? -1 : Number(match[1]);
}

interface WeakReference {
  deref(): ScriptInfo | undefined;
}
const scripts = new Map<string, WeakReference>();
const forgetScript = new FinalizationRegistry<string>((name) => scripts.delete(name));
let scriptCount = 0;

/** Makes a name for a generated script that no other script has, fit for a `sourceURL`. */
export function newScriptName(displayName: string): string {
  // Positions are looked up by this name; a sourceURL may hold no white space or quotes.
  return `${displayName.replace(/[^\w./:+-]/g, "_")}#${++scriptCount}`;
}

/** Makes a script's positions known for as long as its chunk lives. */
export function registerScript(scriptName: string, info: ScriptInfo): void {
  scripts.set(scriptName, new WeakRef(info));
  forgetScript.register(info, scriptName);
}

/** What V8 tells of one JavaScript call. */
interface CallSite {
  getFunctionName(): string | null;
  getScriptNameOrSourceURL(): string | null;
  getLineNumber(): number | null;
  getPosition(): number;
}

/** V8's additions to `Error`. */
interface V8ErrorConstructor {
  prepareStackTrace?: ((error: unknown, sites: CallSite[]) => unknown) | undefined;
  stackTraceLimit: number;
  captureStackTrace?(target: object, before: unknown): void;
}

function callSites(limit: number): CallSite[] {
  const v8 = Error as unknown as V8ErrorConstructor;
  if (v8.captureStackTrace === undefined) return [];
  const { prepareStackTrace, stackTraceLimit } = v8;
  const holder: { stack?: CallSite[] } = {};
  try {
    v8.prepareStackTrace = (_error, sites) => sites;
    v8.stackTraceLimit = limit;
    v8.captureStackTrace(holder, callSites);
    return holder.stack ?? [];
  } finally {
    v8.prepareStackTrace = prepareStackTrace;
    v8.stackTraceLimit = stackTraceLimit;
  }
}

/** How many of some ascending offsets are at or before a place. */
function countUpTo(offsets: readonly number[], place: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Says whether the JavaScript stack holds at most so many calls. Where that cannot be told, it is
 * taken to hold more.
 */
export function stackIsWithin(callsMax: number): boolean {
  const count = callSites(callsMax + 1).length;
  return count > 0 && count <= callsMax;
}

function lineIn(script: ScriptInfo, site: CallSite): number {
  const { shiftOffsets, shiftLines } = script;
  const low = countUpTo(shiftOffsets, site.getPosition());
  const shifted = low === 0 ? 0 : shiftLines[low - 1]!;
  return shifted !== 0 ? shifted : (site.getLineNumber() ?? 0);
}

/**
 * The call that a JavaScript call is, if it is one of Lua's; "driver" where the coroutine ends.
 * @param inner - the call that it made, if it is one of Lua's
 */
function activeCallOf(site: CallSite, inner: ActiveCall | undefined): ActiveCall | "driver" | null {
  const name = site.getFunctionName();
  if (name === null) return null;
  if (name.startsWith("$")) {
    const number = prototypeNumber(name);
    const script = scripts.get(site.getScriptNameOrSourceURL() ?? "")?.deref();
    const prototype = number < 0 ? undefined : script?.chunk.prototypes[number];
    if (script === undefined || prototype === undefined) return null;
    // A function that called another one last is gone (Lua 5.2 manual §3.4.9), though JavaScript
    // has it still, unless the suspended calls were put on the heap.
    if (inner?.prototype && countUpTo(script.tailCallOffsets, site.getPosition()) % 2 === 1) {
      inner.isTailCalled = true;
      return null;
    }
    return { prototype, line: lineIn(script, site), nativeName: "", isTailCalled: false };
  }
  if (name.startsWith(NATIVE_PREFIX)) {
    return nativeCall(name.slice(NATIVE_PREFIX.length));
  }
  return name === DRIVER_NAME ? "driver" : null;
}

function activeCallOfFrame(frame: Frame): ActiveCall | null {
  if (frame instanceof LuaFrame) {
    const line = frame.prototype.pointLines[frame.pc] ?? frame.prototype.line;
    return { prototype: frame.prototype, line, nativeName: "", isTailCalled: false };
  }
  if (frame instanceof PendingCall) return null;
  const name = frame.nativeName;
  return name === "" ? null : nativeCall(name);
}

function nativeCall(nativeName: string): ActiveCall {
  return { prototype: null, line: 0, nativeName, isTailCalled: false };
}

/**
 * Lists the calls under way in the running coroutine, the innermost first.
 * @param callsMax - how many to list at most
 */
export function activeCalls(callsMax: number): ActiveCall[] {
  const calls: ActiveCall[] = [];
  let limit = 10 + 4 * Math.min(callsMax, 1000);
  let sites = callSites(limit);
  let reachedDriver = false;
  for (let i = 0; calls.length < callsMax; i++) {
    if (i === sites.length) {
      if (i < limit || limit >= 100_000) break;
      limit *= 10;
      sites = callSites(limit);
      if (i >= sites.length) break;
    }
    const call = activeCallOf(sites[i]!, calls.at(-1));
    if (call === "driver") {
      reachedDriver = true;
      break;
    }
    if (call !== null) calls.push(call);
  }
  const inner = reachedDriver ? (execution.coroutine?.innermost ?? null) : null;
  addFrames(calls, inner, callsMax);
  return calls;
}

/** Lists the calls under way in a coroutine that is not running, the innermost first. */
export function suspendedCalls(innermost: Frame | null, callsMax: number): ActiveCall[] {
  const calls: ActiveCall[] = [];
  addFrames(calls, innermost, callsMax);
  return calls;
}

function addFrames(calls: ActiveCall[], innermost: Frame | null, callsMax: number): void {
  for (let frame = innermost; frame !== null && calls.length < callsMax; frame = frame.parent) {
    const call = activeCallOfFrame(frame);
    if (call !== null) calls.push(call);
  }
}

function positionOf(call: ActiveCall | undefined): string {
  if (call === undefined || call.prototype === null) return "";
  return `${call.prototype.chunk.displayName}:${call.line}: `;
}

/**
 * Gives "file:line: " of the Lua function at a level, or "" when there is a native or nothing.
 * @param level - 0 is the running native itself, 1 its caller
 */
export function positionAt(level: number): string {
  const calls = activeCalls(level + 2);
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
export function callPosition(innermost: Frame | null): string {
  return positionOf(suspendedCalls(innermost, 1)[0]);
}

/** Says whether a protected call that wants tracebacks would take an error raised now. */
export function tracebackIsWanted(): boolean {
  if (execution.tracebackWanted >= 0) return execution.tracebackWanted === 1;
  const coroutine = execution.coroutine;
  for (let frame = coroutine?.innermost ?? null; frame !== null; frame = frame.parent) {
    if (frame.recover !== undefined) return frame.wantsTraceback;
  }
  return coroutine?.wantsTraceback ?? true;
}

/** How many lines a traceback shows at each end before it leaves out the middle. */
const TRACEBACK_HEAD_LINES = 10;
const TRACEBACK_TAIL_LINES = 11;

function describeCall(call: ActiveCall): string {
  const prototype = call.prototype;
  if (prototype === null) return `[C]: in function '${call.nativeName}'`;
  const where = `${prototype.chunk.displayName}:${call.line}: in `;
  if (prototype.index === 0) return `${where}main chunk`;
  if (prototype.name !== null) return `${where}function '${prototype.name}'`;
  return `${where}function <${prototype.chunk.displayName}:${prototype.line}>`;
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
    lines.push(describeCall(call));
    if (call.isTailCalled) lines.push("(...tail calls...)");
  }
  return lines.join("\n\t");
}

/** Takes the traceback of the running coroutine as text. */
export function takeTraceback(): string {
  return formatCalls(activeCalls(Infinity));
}
