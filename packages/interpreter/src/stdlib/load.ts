/**
 * `load`, `loadstring`, `getfenv` and `setfenv` (Lua 5.2 manual §6.1, Lua 5.1 manual §5.1).
 *
 * The environment of a function is its upvalue `_ENV`; each closure has a cell of its own for it, so
 * `setfenv` changes one function, as in 5.1.
 */
import { isLuaFunction } from "../runtime/call-sites.js";
import { callUnyieldable } from "../runtime/call-unyieldable.js";
import { saveFrame, suspend } from "../runtime/execution.js";
import { errorFromHost } from "../runtime/host-fault.js";
import { inspectClosure } from "../runtime/inspect-closure.js";
import { type FunctionText, LuaFrame } from "../runtime/lua-frame.js";
import { native } from "../runtime/native.js";
import { raise, raiseArgumentText, raiseAt } from "../runtime/raise.js";
import { Cell } from "../value/cell.js";
import { Frame } from "../value/frame.js";
import type { LuaTable } from "../value/lua-table.js";
import type { LuaFunction, LuaResult, LuaValue } from "../value/lua-value.js";
import { formatNumber } from "../value/number-to-string.js";
import { sizeLimits } from "../value/size-limits.js";
import { Arguments } from "./arguments.js";
import { BINARY_SIGNATURE, binaryName, decodeFunction } from "./binary-chunk.js";
import { chargeWork } from "../runtime/charge-work.js";

/** Compiles a chunk: gives its main function, or the message that `load` returns. */
export type ChunkLoader = (
  source: string,
  chunkName: string,
  environment: LuaValue,
) => LuaFunction | { readonly message: string };

/** Compiles a function that was dumped: gives it, or undefined when its text is not Lua. */
export type FunctionLoader = (
  dumped: FunctionText,
  environment: LuaValue,
) => LuaFunction | undefined;

/** What compiling a chunk costs of the budget: its time. */
const LOAD_STEPS = 15_000;
const LOAD_STEPS_PER_BYTE = 100;

/** What a call of a reader function costs besides what it does. */
const READ_STEPS = 100;

/** The text of a chunk that a function gives in pieces. */
function readPieces(reader: LuaFunction): string {
  let source = "";
  for (;;) {
    const [given] = callUnyieldable(reader);
    if (given === undefined || given === "") return source;
    const piece = typeof given === "number" ? formatNumber(given) : given;
    if (typeof piece !== "string") raiseAt("reader function must return a string", 1);
    if (source.length + piece.length > sizeLimits.stringBytesMax) raise("not enough memory");
    chargeWork(READ_STEPS + piece.length);
    source += piece;
  }
}

/** Where a function's `_ENV` is kept among its upvalues, or null if it uses no globals. */
function environmentCell(
  names: readonly string[] | undefined,
  upvalues: readonly unknown[] | undefined,
): Cell | null {
  const cell = upvalues?.[names?.indexOf("_ENV") ?? -1];
  return cell instanceof Cell ? cell : null;
}

/** What is done with a function's environment: where it is kept, or null, and the function. */
type WithEnvironment = (cell: Cell | null, fn: LuaFunction | null) => LuaResult;

/**
 * A call of `getfenv` or `setfenv` for a function that is running. It suspends everything, so that
 * the calls around it are frames on the heap, whose upvalues can be reached.
 */
class EnvironmentAtLevelFrame extends Frame {
  readonly #name: string;
  readonly #level: number;
  readonly #then: WithEnvironment;

  constructor(name: string, level: number, then: WithEnvironment) {
    super();
    this.#name = name;
    this.#level = level;
    this.#then = then;
  }

  override resume(): LuaResult {
    let frame = this.parent;
    for (let level = 1; level < this.#level && frame !== null; level++) frame = frame.parent;
    if (frame === null) return native(this.#name, () => this.#fail())();
    if (!(frame instanceof LuaFrame)) return this.#then(null, null);
    return this.#then(environmentCell(frame.prototype.upvalueNames, frame.upvalues), frame.fn);
  }

  /** Raises the error as the native, which is not on the stack any more. */
  #fail(): never {
    raiseArgumentText(1, "invalid level", this.#name);
  }
}

/** What functions were given that use no globals, so that nobody but `getfenv` can tell. */
const unusedEnvironments = new WeakMap<LuaFunction, LuaTable>();

/** Finds the environment of a function, or of the one at a level, and goes on with it. */
function withEnvironment(args: Arguments, then: WithEnvironment): LuaResult {
  const target = args.at(1) ?? 1;
  if (typeof target === "function") {
    const closure = inspectClosure(target);
    return then(environmentCell(closure?.prototype.upvalueNames, closure?.upvalues), target);
  }
  const level = args.optionalInteger(1, 1);
  if (level < 0) raiseArgumentText(1, "level must be non-negative", args.functionName);
  if (level === 0) return then(null, null);
  suspend("inspect", undefined);
  return saveFrame(new EnvironmentAtLevelFrame(args.functionName, level, then));
}

/**
 * Makes the functions that load code, by name.
 * @param load - compiles a chunk
 * @param loadDumped - compiles a function that was dumped
 * @param globals - the default environment
 */
export function loadFunctions(
  load: ChunkLoader,
  loadDumped: FunctionLoader,
  globals: LuaTable,
): Readonly<Record<string, LuaFunction>> {
  function compile(source: string, chunkName: string, environment: LuaValue): LuaResult {
    chargeWork(LOAD_STEPS + source.length * LOAD_STEPS_PER_BYTE);
    const loaded = load(source, chunkName, environment);
    return typeof loaded === "function" ? loaded : [undefined, loaded.message];
  }

  function undump(source: string, chunkName: string, environment: LuaValue): LuaResult {
    const decoded = decodeFunction(source);
    if (typeof decoded === "string") {
      return [undefined, `${binaryName(chunkName)}: ${decoded} precompiled chunk`];
    }
    chargeWork(LOAD_STEPS + source.length * LOAD_STEPS_PER_BYTE);
    const fn = loadDumped(decoded, environment);
    return fn ?? [undefined, `${binaryName(chunkName)}: corrupted precompiled chunk`];
  }

  /** Loads a chunk of either kind, if its mode allows it. */
  function loadAny(
    source: string,
    chunkName: string,
    mode: string,
    environment: LuaValue,
  ): LuaResult {
    const isBinary = source.startsWith(BINARY_SIGNATURE);
    const kind = isBinary ? "binary" : "text";
    if (!mode.includes(kind.charAt(0))) {
      return [undefined, `attempt to load a ${kind} chunk (mode is '${mode}')`];
    }
    return isBinary
      ? undump(source, chunkName, environment)
      : compile(source, chunkName, environment);
  }

  /** `load(chunk [, chunkname [, mode [, env]]])`. */
  function loadFunction(...values: LuaValue[]): LuaResult {
    const args = new Arguments("load", values);
    const chunk = args.at(1);
    const isText = typeof chunk === "string" || typeof chunk === "number";
    if (!isText && typeof chunk !== "function") args.fail(1, "function");
    let source: string;
    try {
      source = typeof chunk === "function" ? readPieces(chunk) : args.string(1);
    } catch (thrown) {
      return [undefined, errorFromHost(thrown).value];
    }
    const chunkName = args.optionalString(2, isText ? source : "=(load)");
    const mode = args.optionalString(3, "bt");
    return loadAny(source, chunkName, mode, args.count >= 4 ? args.at(4) : globals);
  }

  /** `loadstring(string [, chunkname])` (Lua 5.1 manual §5.1). */
  function loadString(...values: LuaValue[]): LuaResult {
    const args = new Arguments("loadstring", values);
    const source = args.string(1);
    return loadAny(source, args.optionalString(2, source), "bt", globals);
  }

  /** `getfenv([f])`. */
  function getEnvironment(...values: LuaValue[]): LuaResult {
    return withEnvironment(new Arguments("getfenv", values), (cell, fn) => {
      if (cell !== null) return cell.v ?? globals;
      return (fn === null ? undefined : unusedEnvironments.get(fn)) ?? globals;
    });
  }

  /** `setfenv(f, table)`. */
  function setEnvironment(...values: LuaValue[]): LuaResult {
    const args = new Arguments("setfenv", values);
    const table = args.table(2);
    return withEnvironment(args, (cell, fn) => {
      if (cell !== null) cell.v = table;
      else if (fn !== null && isLuaFunction(fn)) unusedEnvironments.set(fn, table);
      return fn ?? undefined;
    });
  }

  return {
    load: native("load", loadFunction),
    loadstring: native("loadstring", loadString),
    getfenv: native("getfenv", getEnvironment),
    setfenv: native("setfenv", setEnvironment),
  };
}
