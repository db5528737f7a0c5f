/**
 * What the JavaScript stack tells: which generated scripts and natives its calls belong to.
 *
 * Generated code stands on the same lines as the Lua it came from, so a JavaScript position is a Lua
 * position; functions are recognised by the names that code generation gives them. Outside V8 there
 * is no structured stack and natives' errors carry no position.
 */
import { type ActiveCall, type CalledAs, nativeCall } from "../value/active-call.js";
import { type ChunkInfo, nameAt } from "../value/chunk-info.js";

/** What a generated script says about itself. */
export interface ScriptInfo {
  /** The chunk it came from. */
  readonly chunk: ChunkInfo;
  /** Offsets in the script from which the Lua line is not the script's own line, ascending. */
  readonly shiftOffsets: readonly number[];
  /** The Lua line from the offset at the same index on; 0 for the script's own line. */
  readonly shiftLines: readonly number[];
  /** Its calls: see `CallTable` in codegen. */
  readonly calls: {
    readonly starts: readonly number[];
    readonly ends: readonly number[];
    readonly names: readonly number[];
  };
  /** The number of each function by its name, where functions have names for a debugger. */
  readonly functionNumbers: ReadonlyMap<string, number> | null;
}

/**
 * Generated functions are named `$` and their prototype's number; re-entry code `$$` likewise, and `$$$`
 * what stands for a function that was put off.
 */
const LUA_FUNCTION_NAME = /^\${1,3}(\d+)$/;
/** The call of a stand-in is not a call of its own. */
const STAND_IN_PREFIX = "$$$";
const NATIVE_PREFIX = "lua:";
/** The name of the coroutine driver, where a coroutine's part of the JavaScript stack ends. */
export const DRIVER_NAME = "lua!drive";

/** The name of what runs a coroutine for the host: the calls outside it are not the program's. */
export const RUN_NAME = "lua!run";

/** The name of what calls message handlers, where the calls of the error go on. */
export const HANDLER_NAME = "lua!handle";

/** Names a function for the stack. */
export function nameForStack(fn: object, name: string): void {
  Object.defineProperty(fn, "name", { value: name, configurable: true });
}

/** The stack name of a native function. */
export function nativeStackName(name: string): string {
  return NATIVE_PREFIX + name;
}

/** The name that {@link nativeStackName} made a function's name of, or "". */
export function luaNameOf(fn: { readonly name: string }): string {
  return fn.name.startsWith(NATIVE_PREFIX) ? fn.name.slice(NATIVE_PREFIX.length) : "";
}

/** Gives the prototype number that a generated function's name holds, or -1. */
export function prototypeNumber(functionName: string): number {
  const match = LUA_FUNCTION_NAME.exec(functionName);
  return match === null ? -1 : Number(match[1]);
}

/** Functions that {@link nameForDebugger} has named. */
const namedForDebugger = new WeakSet();
/** Whether there are scripts whose functions have names for a debugger. */
let hasNamedScripts = false;

/**
 * Gives a generated function a name that a debugger is to show; its script knows it by that.
 * @returns the function
 */
export function nameForDebugger<F extends object>(fn: F, name: string): F {
  nameForStack(fn, name);
  namedForDebugger.add(fn);
  return fn;
}

/** Says whether a function was compiled from Lua. */
export function isLuaFunction(fn: { readonly name: string }): boolean {
  return LUA_FUNCTION_NAME.test(fn.name) || namedForDebugger.has(fn);
}

interface WeakReference {
  deref(): ScriptInfo | undefined;
}
const scripts = new Map<string, WeakReference>();
const forgetScript = new FinalizationRegistry<string>((name) => scripts.delete(name));
let scriptCount = 0;

/** So many scripts are kept at most: a program may compile new ones for ever. */
const KEPT_SCRIPTS_MAX = 100_000;
let keptScripts: Map<string, ScriptInfo> | null = null;

/** Keeps the scripts that are registered from now on, by their names, also when they have served. */
export function keepScripts(): ReadonlyMap<string, ScriptInfo> {
  return (keptScripts ??= new Map());
}

/**
 * Makes a name for a generated script that no other script has, fit for a `sourceURL`.
 * @param displayName - that of its chunk
 * @param isInspected - whether debuggers see it, who are not to take it for a file
 */
export function newScriptName(displayName: string, isInspected: boolean): string {
  // Positions are looked up by this name; a sourceURL may hold no white space or quotes.
  return `${isInspected ? "generated:" : ""}${displayName.replace(/[^\w./:+-]/g, "_")}#${++scriptCount}`;
}

/** Makes a script's positions known for as long as its chunk lives. */
export function registerScript(scriptName: string, info: ScriptInfo): void {
  if (info.functionNumbers !== null) hasNamedScripts = true;
  if (keptScripts !== null && keptScripts.size < KEPT_SCRIPTS_MAX)
    keptScripts.set(scriptName, info);
  scripts.set(scriptName, new WeakRef(info));
  forgetScript.register(info, scriptName);
}

/** What V8 tells of one JavaScript call. */
export interface CallSite {
  getFunctionName(): string | null;
  getScriptNameOrSourceURL(): string | null;
  getLineNumber(): number | null;
  getPosition(): number;
}

/** V8's additions to `Error`. */
interface V8ErrorConstructor {
  prepareStackTrace?: ((error: unknown, sites: CallSite[]) => unknown) | undefined;
  stackTraceLimit: number;
  captureStackTrace?(target: object, inner: object): void;
}

/**
 * Gives the JavaScript calls under way, the innermost first, at most `limit`.
 * @param inner - the function whose call, and those inside it, are left out
 */
export function callSites(limit: number, inner: object): CallSite[] {
  const v8 = Error as unknown as V8ErrorConstructor;
  if (v8.captureStackTrace === undefined) return [];
  const { prepareStackTrace, stackTraceLimit } = v8;
  const holder: { stack?: CallSite[] | string } = {};
  try {
    v8.prepareStackTrace = (_error, sites) => sites;
    v8.stackTraceLimit = limit;
    v8.captureStackTrace(holder, inner);
    // Other engines have the function too, and give a text.
    return Array.isArray(holder.stack) ? holder.stack : [];
  } finally {
    v8.prepareStackTrace = prepareStackTrace;
    v8.stackTraceLimit = stackTraceLimit;
  }
}

/** Gives "file:line: " of the Lua function that made a JavaScript error, or "". */
export function positionOfFault(error: Error): string {
  const v8 = Error as unknown as V8ErrorConstructor;
  const { prepareStackTrace } = v8;
  let sites: CallSite[] = [];
  try {
    // V8 asks for the text when it is first read.
    v8.prepareStackTrace = (_error, list) => {
      sites = list;
      return "";
    };
    Reflect.get(error, "stack");
  } finally {
    v8.prepareStackTrace = prepareStackTrace;
  }
  const call = sites[0] === undefined ? null : activeCallOf(sites[0], undefined);
  if (call === null || typeof call === "string" || call.prototype === null) return "";
  return `${call.prototype.chunk.displayName}:${call.line}: `;
}

/**
 * Says whether the present run has at most so many calls on the JavaScript stack; those of the host outside it
 * are not counted, so that the answer is the same in a replay. Where it cannot be told, there are taken to be more.
 */
export function stackIsWithin(callsMax: number): boolean {
  return callSites(callsMax, stackIsWithin).some((site) => site.getFunctionName() === RUN_NAME);
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

function lineIn(script: ScriptInfo, site: CallSite): number {
  const { shiftOffsets, shiftLines } = script;
  const low = countUpTo(shiftOffsets, site.getPosition());
  const shifted = low === 0 ? 0 : shiftLines[low - 1]!;
  return shifted !== 0 ? shifted : (site.getLineNumber() ?? 0);
}

/** How the source names what is called at a place, packed; undefined where there is no call. */
function calledAt(script: ScriptInfo, position: number): number | undefined {
  const { starts, ends, names } = script.calls;
  const index = countUpTo(starts, position) - 1;
  return index >= 0 && position < ends[index]! ? names[index] : undefined;
}

/**
 * The call that a JavaScript call is, if it is one of Lua's; "driver" where the coroutine ends,
 * "handler" where a message handler is called.
 * @param inner - the call that it made, if it is one of Lua's
 */
export function activeCallOf(
  site: CallSite,
  inner: ActiveCall | undefined,
): ActiveCall | "driver" | "handler" | null {
  const name = site.getFunctionName();
  if (name === null) return null;
  if (name.startsWith(STAND_IN_PREFIX)) return null;
  if (hasNamedScripts || name.startsWith("$")) {
    const script = scripts.get(site.getScriptNameOrSourceURL() ?? "")?.deref();
    const number = script?.functionNumbers?.get(name) ?? prototypeNumber(name);
    const prototype = number < 0 ? undefined : script?.chunk.prototypes[number];
    if (script === undefined || prototype === undefined) return specialCall(name);
    const packed = calledAt(script, site.getPosition());
    const isTailCall = packed !== undefined && packed < 0;
    // A function that called another one last is gone (Lua 5.2 manual §3.4.9), though JavaScript
    // has it still, unless the suspended calls were put on the heap.
    if (inner?.prototype && isTailCall) {
      inner.isTailCalled = true;
      return null;
    }
    const calls: CalledAs | null = nameAt(script.chunk, isTailCall ? -1 - packed : packed);
    const line = lineIn(script, site);
    return { prototype, line, nativeName: "", frame: null, calls, isTailCalled: false };
  }
  return specialCall(name);
}

/** What a call is that is not one of generated code. */
function specialCall(name: string): ActiveCall | "driver" | "handler" | null {
  if (name.startsWith(NATIVE_PREFIX)) return nativeCall(name.slice(NATIVE_PREFIX.length));
  if (name === HANDLER_NAME) return "handler";
  return name === DRIVER_NAME ? "driver" : null;
}
