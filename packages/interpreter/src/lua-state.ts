/**
 * A Lua state: globals, standard libraries, and the way in for a host that embeds the interpreter.
 *
 * States share nothing but the JavaScript thread: one runs at a time, and which one it is stands in
 * `execution`.
 */
import { ChunkCache } from "./chunk-cache.js";
import { InterpreterError } from "./embedding/interpreter-error.js";
import type { StatementCounts } from "./codegen/statement-counter.js";
import type { Inspection } from "./inspection.js";
import { loadDumpedFunction } from "./dumped-function.js";
import { type BudgetRules, ORDINARY_BUDGET, STEP_COST, STEPWISE_BUDGET } from "./budget-rules.js";
import { loadChunk } from "./load-chunk.js";
import { LuaSyntaxError } from "./parser/syntax-error.js";
import { nameForStack, RUN_NAME } from "./runtime/call-sites.js";
import { planRehearsal } from "./runtime/budget.js";
import { CALL_SLICE, execution, type SharedMetatables, type Slice } from "./runtime/execution.js";
import { errorFromHost } from "./runtime/host-fault.js";
import { giveTurn } from "./runtime/resume.js";
import { LIBRARY_NAMES, type LibraryName, openLibraries } from "./stdlib/open-libraries.js";
import { matchState } from "./stdlib/string-search.js";
import { Coroutine } from "./value/coroutine.js";
import { LuaError } from "./value/lua-error.js";
import { LuaTable } from "./value/lua-table.js";
import { nameProperties } from "./value/record.js";
import { checkLimits, type LuaLimits, sizeLimits } from "./value/size-limits.js";
import {
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  resultList,
  resultOf,
  SUSPENDED,
} from "./value/lua-value.js";

/** How a run ended. */
export type RunOutcome =
  /** The coroutine yielded; run it again with what the yield is to give. */
  | { readonly kind: "yielded"; readonly values: readonly LuaValue[] }
  /** Its function returned. */
  | { readonly kind: "returned"; readonly values: readonly LuaValue[] }
  /** An error left it; `error.traceback` tells where it was raised. */
  | { readonly kind: "failed"; readonly error: LuaError }
  /** The slice was used up; run it again, with no arguments, to carry on. */
  | { readonly kind: "preempted" };

/** What a state may be given. */
export interface LuaStateOptions {
  /** The libraries that programs find; all of them by default. */
  readonly libraries?: readonly LibraryName[];
  /** Seed of `math.random`; 0 by default, so that programs are repeatable. */
  readonly randomSeed?: number;
  /** Tells how many KiB of memory are in use, for `collectgarbage("count")`. */
  readonly memoryInUse?: () => number;
  /** How large strings and tables may become. */
  readonly limits?: Readonly<Partial<LuaLimits>>;
  /**
   * For tests of programs and natives under suspension: after how many steps (calls of Lua functions
   * and turns of loops) to suspend what runs, at least 1. Asked whenever suspended code carries on.
   */
  readonly stepsPerTurn?: () => number;
  /**
   * Has chunks compiled so that a debugger of JavaScript shows what they were written in; they run more
   * slowly then.
   */
  readonly inspection?: Inspection;
  /**
   * Has the statements of every chunk counted, for reports of what a program reaches: called with the
   * counts of each chunk when it is compiled. Without it nothing is counted, and nothing costs more.
   */
  readonly onCounts?: (counts: StatementCounts) => void;
}

/**
 * Functions of the debug library that change other functions' variables. Programs that mention none
 * are compiled to code that relies on what they do themselves.
 */
const CHANGES_VARIABLES = /\b(?:setlocal|setupvalue|upvalueid|upvaluejoin)\b/;

function checkLibraries(names: readonly LibraryName[]): readonly LibraryName[] {
  for (const name of names) {
    if (LIBRARY_NAMES.includes(name)) continue;
    const message = `there is no library '${name}'; there are ${LIBRARY_NAMES.join(", ")}`;
    throw new InterpreterError("UNKNOWN_LIBRARY", message);
  }
  return names;
}

const NEVER: Slice = { shouldPreempt: () => false };

/** A Lua state (Lua 5.2 manual §4). */
export class LuaState {
  /** The table of globals, `_G`. */
  readonly globals = new LuaTable();
  /** The metatable that all strings share, unless the program gave them another. */
  readonly stringMetatable: LuaTable;
  readonly #shared: SharedMetatables;
  /** Whether chunks are compiled so that the debug library can change every variable. */
  #isOpen = false;
  #chunks = new ChunkCache();
  #isDisposed = false;
  readonly #memoryInUse: (() => number) | null;
  readonly #budgetPerTurn: (() => number) | null;
  readonly #budget: BudgetRules;
  readonly #limits: Readonly<LuaLimits>;
  readonly #inspection: Inspection | null;
  readonly #onCounts: ((counts: StatementCounts) => void) | null;

  /**
   * Makes a state with its libraries.
   * @param options - what it is given
   * @throws InterpreterError `UNKNOWN_LIBRARY`
   * @throws RangeError when a limit is none
   */
  constructor(options: LuaStateOptions = {}) {
    this.#memoryInUse = options.memoryInUse ?? null;
    const { stepsPerTurn } = options;
    this.#budgetPerTurn = stepsPerTurn === undefined ? null : () => stepsPerTurn() * STEP_COST;
    this.#limits = checkLimits(options.limits ?? {});
    this.#inspection = options.inspection ?? null;
    this.#onCounts = options.onCounts ?? null;
    if (this.#inspection !== null) nameProperties();
    const rules = stepsPerTurn === undefined ? ORDINARY_BUDGET : STEPWISE_BUDGET;
    const longText = Math.min(rules.limits.longText, this.#limits.stringBytesMax);
    const limits = { ...rules.limits, longText };
    this.#budget = { ...rules, limits };
    this.stringMetatable = openLibraries(this.globals, {
      libraries: checkLibraries(options.libraries ?? LIBRARY_NAMES),
      randomSeed: options.randomSeed ?? 0,
      load: (source, chunkName, environment) => {
        try {
          return this.load(source, chunkName, environment);
        } catch (error) {
          if (error instanceof LuaSyntaxError) return error;
          throw error;
        }
      },
      loadFunction: (dumped, environment) => loadDumpedFunction(dumped, environment, this.#budget),
    });
    this.#shared = { string: this.stringMetatable, others: null };
  }

  /**
   * Compiles a chunk.
   * @param source - Lua source, one character per byte (0 to 255)
   * @param chunkName - `=name` or `@file` for messages, or the source itself
   * @param environment - what globals are looked up in
   * @returns the chunk's main function
   * @throws LuaSyntaxError when the source is not Lua
   * @throws InterpreterError `STATE_DISPOSED`
   */
  load(source: string, chunkName: string, environment: LuaValue = this.globals): LuaFunction {
    this.#checkUsable();
    this.#isOpen ||= CHANGES_VARIABLES.test(source);
    const isOpen = this.#isOpen;
    const how = { isOpen, inspection: this.#inspection, onCounts: this.#onCounts };
    const chunk = this.#chunks.get(source, chunkName, isOpen, () =>
      loadChunk(source, chunkName, this.#budget, how),
    );
    return chunk.instantiate(environment);
  }

  /** Makes a coroutine that will call a function. */
  createCoroutine(fn: LuaFunction): Coroutine {
    return new Coroutine(fn);
  }

  /**
   * Starts a coroutine, or carries on one that yielded or was preempted.
   * @param coroutine - one that is suspended, or that a run left preempted
   * @param args - arguments of its function, or what its yield is to give
   * @param slice - when to give control back; without one it runs until it yields or ends
   * @throws what a native threw that is no Lua error: a fault of the host
   * @throws InterpreterError `STATE_DISPOSED`; `COROUTINE_BUSY` from a native that the coroutine calls
   */
  run(coroutine: Coroutine, args: readonly LuaValue[] = [], slice: Slice = NEVER): RunOutcome {
    this.#checkUsable();
    checkIsIdle(coroutine);
    if (coroutine.status === "dead") {
      return { kind: "failed", error: new LuaError("cannot resume dead coroutine") };
    }
    // One by one, not as an object: a server comes here for every request (bench:http, hello).
    const { c, coroutine: outerCoroutine, segment, stringMeta, slice: outerSlice } = execution;
    const { shared, memoryInUse, unyieldableDepth, pendingError, preemptionWanted } = execution;
    const { budgetPerTurn } = execution;
    const { stringBytesMax, tableEntriesMax } = sizeLimits;
    this.#enter(slice);
    try {
      return runUntilDone(coroutine, resultOf(args), slice);
    } finally {
      execution.c = c;
      execution.coroutine = outerCoroutine;
      execution.segment = segment;
      execution.shared = shared;
      execution.stringMeta = stringMeta;
      execution.slice = outerSlice;
      execution.preemptionWanted = preemptionWanted;
      execution.memoryInUse = memoryInUse;
      execution.unyieldableDepth = unyieldableDepth;
      execution.pendingError = pendingError;
      execution.budgetPerTurn = budgetPerTurn;
      sizeLimits.stringBytesMax = stringBytesMax;
      sizeLimits.tableEntriesMax = tableEntriesMax;
    }
  }

  /**
   * Forgets the globals and the compiled chunks, and refuses to run anything from now on. What runs,
   * and functions that are still referred to, are the garbage collector's.
   */
  dispose(): void {
    this.#isDisposed = true;
    this.#chunks = new ChunkCache();
    const { globals } = this;
    for (let at = globals.nextPosition(0); at >= 0; at = globals.nextPosition(at + 1)) {
      globals.set(globals.keyAt(at), undefined);
    }
  }

  #checkUsable(): void {
    if (!this.#isDisposed) return;
    throw new InterpreterError("STATE_DISPOSED", "the state was disposed of; make a new LuaState");
  }

  /** Makes this state the one that runs. */
  #enter(slice: Slice): void {
    execution.c = 0;
    planRehearsal();
    execution.coroutine = execution.segment = null;
    execution.shared = this.#shared;
    execution.stringMeta = this.#shared.string;
    execution.memoryInUse = this.#memoryInUse;
    execution.budgetPerTurn = this.#budgetPerTurn;
    execution.unyieldableDepth = 0;
    execution.pendingError = null;
    execution.slice = slice;
    sizeLimits.stringBytesMax = this.#limits.stringBytesMax;
    sizeLimits.tableEntriesMax = this.#limits.tableEntriesMax;
    execution.preemptionWanted = false;
    // When the host is asked depends on what runs alone, not on what ran before: a replay counts it.
    execution.workSinceAsked = execution.looksToSkip = 0;
    matchState.restart();
  }

  /**
   * Calls a function and waits for its results, for hosts that need no slices. It cannot yield: to try is an
   * error in the program.
   * @throws LuaError what the function raised
   */
  call(fn: LuaFunction, ...args: LuaValue[]): readonly LuaValue[] {
    const outcome = this.run(new Coroutine(fn), args, CALL_SLICE);
    if (outcome.kind === "returned") return outcome.values;
    if (outcome.kind === "failed") throw outcome.error;
    throw new Error(`a call that cannot be suspended was ${outcome.kind}`);
  }
}

/** Refuses a coroutine that is in the middle of the call that wants to run it. */
function checkIsIdle(coroutine: Coroutine): void {
  for (let active = execution.coroutine; active !== null; active = active.resumer) {
    if (active !== coroutine) continue;
    const message = "the coroutine runs already: a native that it calls cannot run it";
    throw new InterpreterError("COROUTINE_BUSY", message);
  }
}

function runUntilDone(coroutine: Coroutine, argument: LuaResult, slice: Slice): RunOutcome {
  coroutine.wantsTraceback = true;
  let given = argument;
  for (;;) {
    execution.c = execution.tickCost = 0;
    let result: LuaResult;
    try {
      result = giveTurn(coroutine, given);
    } catch (thrown) {
      return { kind: "failed", error: errorFromHost(thrown) };
    }
    if (result !== SUSPENDED) {
      const kind = coroutine.status === "dead" ? "returned" : "yielded";
      return { kind, values: resultList(result) };
    }
    given = undefined;
    if (execution.preemptionWanted) return { kind: "preempted" };
    execution.workSinceAsked = 0;
    try {
      if (slice.shouldPreempt()) return { kind: "preempted" };
    } catch (thrown) {
      execution.pendingError = errorFromHost(thrown);
    }
  }
}
nameForStack(runUntilDone, RUN_NAME);
