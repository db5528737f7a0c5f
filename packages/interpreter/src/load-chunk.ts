/**
 * From source to running code: parse, resolve, generate JavaScript, and let the engine compile it
 * (DESIGN 2.1). The one file that joins the compiler to the runtime.
 */
import { type BudgetRules, ORDINARY_BUDGET } from "./budget-rules.js";
import { inferNumbers } from "./analysis/infer-numbers.js";
import { resolveNames } from "./analysis/resolve-names.js";
import { type ChunkScope, ENVIRONMENT, type FunctionScope } from "./analysis/scope.js";
import { ChunkGenerator } from "./codegen/chunk-generator.js";
import {
  generateChunk,
  generateDirect,
  generateLate,
  type GeneratedPrototype,
  generateReentries,
  generateReentry,
  recordScopes,
} from "./codegen/generate-script.js";
import { LateFunctions } from "./codegen/late-functions.js";
import type { Script } from "./codegen/script-writer.js";
import { StatementCounter, type StatementCounts } from "./codegen/statement-counter.js";
import { isOwnName, needsCell, upvaluesOf } from "./codegen/captured-variables.js";
import { DataChunk, type LoadedChunk } from "./data-chunk.js";
import type { Chunk } from "./parser/ast.js";
import { chunkDisplayName } from "./parser/chunk-display-name.js";
import { embeddedSourceMap } from "./parser/embedded-source-map.js";
import { parseChunk } from "./parser/parse-chunk.js";
import { type Inspection, InspectedScripts, resolveForDebugger } from "./inspection.js";
import { LuaSyntaxError } from "./parser/syntax-error.js";
import type {
  FunctionText,
  Prototype,
  PrototypeDetails,
  Reentry,
  UpvalueDetails,
} from "./runtime/lua-frame.js";
import { ReentryCodes, type ReentryRequest } from "./runtime/reentry-codes.js";
import { newScriptName, registerScript, type ScriptInfo } from "./runtime/call-sites.js";
import { Cell } from "./value/cell.js";
import { ChunkInfo } from "./value/chunk-info.js";
import { globalEval } from "./value/global-eval.js";
import type { LuaFunction, LuaValue } from "./value/lua-value.js";
import { internKey } from "./value/record.js";

/** Makes a closure from its upvalues: values, and cells of those that change. */
type Factory = (...upvalues: unknown[]) => LuaFunction;

/** What a script gives when it is evaluated: see `generate-script.ts`. */
type GeneratedScript = (...shared: readonly unknown[]) => unknown;

/** How a source begins that may return data and do nothing else. */
const RETURNS = /^\s*return\b/;

/**
 * Readies a chunk to be run: compiles it, unless it only returns data.
 * @param source - Lua source, one character per byte
 * @param chunkName - as given to `load`: `=name`, `@file`, or the source itself
 * @param budget - how its code charges the budget
 * @param options - how
 * @throws LuaSyntaxError when the source is not Lua
 */
export function loadChunk(
  source: string,
  chunkName: string,
  budget: BudgetRules,
  options: Omit<CompileOptions, "tree"> = {},
): LoadedChunk {
  const compile = (tree?: Chunk): CompiledChunk =>
    new CompiledChunk(source, chunkName, budget, { ...options, tree });
  if (!budget.readsData || options.isOpen === true || options.onCounts) return compile();
  if (!RETURNS.test(source) || embeddedSourceMap(source, chunkName) !== null) return compile();
  const tree = parseChunk(source, chunkName);
  return DataChunk.of(tree, () => compile(tree)) ?? compile(tree);
}

/** How a chunk is compiled. */
export interface CompileOptions {
  /** Whether the debug library is to be able to change every variable; default false. */
  readonly isOpen?: boolean;
  /** The source's tree, if it was parsed and has no source map. */
  readonly tree?: Chunk | undefined;
  /** Says how a debugger is to see it; default none is to. */
  readonly inspection?: Inspection | null;
  /** Told of the counts of its statements; default nobody counts. */
  readonly onCounts?: ((counts: StatementCounts) => void) | null;
}

/** A compiled chunk, from which any number of main functions can be made. */
export class CompiledChunk implements LoadedChunk {
  /** What the runtime knows of it. */
  readonly info: ChunkInfo;
  readonly #source: string;
  readonly #generator: ChunkGenerator;
  readonly #budget: BudgetRules;
  /** Makes the chunk's function. */
  readonly #main: GeneratedScript;
  /** What all its scripts are given. */
  readonly #shared: readonly unknown[];
  /** Keeps the positions of its scripts known. */
  readonly #scripts: ScriptInfo[] = [];
  readonly #factories: (Factory | undefined)[] = [];
  /** What there is more of it if a debugger is to see it. */
  readonly #inspected: InspectedScripts | null = null;

  /**
   * Compiles a chunk.
   * @param source - Lua source, one character per byte
   * @param chunkName - as given to `load`: `=name`, `@file`, or the source itself
   * @param budget - how its code charges the budget
   * @param options - how
   * @throws LuaSyntaxError when the source is not Lua
   */
  constructor(
    source: string,
    chunkName: string,
    budget = ORDINARY_BUDGET,
    options: CompileOptions = {},
  ) {
    const { isOpen = false, tree, inspection = null, onCounts = null } = options;
    this.#source = source;
    this.#budget = budget;
    const map = tree === undefined ? embeddedSourceMap(source, chunkName) : null;
    const name = map?.chunkName ?? chunkName;
    const chunk = tree ?? parseChunk(source, chunkName, map);
    this.info = new ChunkInfo(chunkDisplayName(name), name);
    try {
      const scope = inspection === null ? resolveNames(chunk) : resolveForDebugger(chunk);
      if (isOpen) openVariables(scope);
      // A debugger may put anything into a variable.
      else if (inspection === null) inferNumbers(scope);
      const { limits } = budget;
      const generator = new ChunkGenerator(scope, internKey, isOpen, this.info);
      const isWhole = isOpen || inspection !== null || onCounts !== null;
      if (!isWhole && source.length >= limits.late.sourceLength) {
        generator.late = new LateFunctions(limits.late);
      }
      if (inspection !== null) {
        const written = map === null ? source : map.sourceText;
        this.#inspected = new InspectedScripts(generator, inspection.sourceOf(name, written));
        generator.stopsAtStart = inspection.stopsIn(name);
      }
      if (onCounts !== null) {
        const counts: number[] = (this.info.counts = []);
        generator.counter = new StatementCounter(counts);
        onCounts({ chunkName: name, lines: generator.counter.lines, counts });
      }
      this.#generator = generator;
      const { script, prototypes } = generateChunk(generator, limits);
      this.#addPrototypes(prototypes);
      this.#shared = [
        budget.support,
        generator.constants,
        this.info,
        this.info.prototypes,
        this.#factories,
        (index: number) => this.#make(index),
      ];
      this.#main = this.#evaluate(script);
      this.#inspected?.addReentries(
        this.#evaluate(generateReentries(generator, budget.limits))(...this.#shared) as Reentry[],
      );
    } catch (error) {
      // The source nests deeper than JavaScript's stack allows us, or its engine, to follow.
      if (!(error instanceof RangeError)) throw error;
      throw new LuaSyntaxError(chunkName, 1, "chunk has too many syntax levels");
    }
  }

  /** Makes the chunk's main function, with an environment of its own. */
  instantiate(environment: LuaValue): LuaFunction {
    return this.#main(...this.#shared, new Cell(environment)) as LuaFunction;
  }

  /**
   * Makes a function inside the chunk, with upvalues of its own that are all nil but its environment.
   * The chunk is open.
   */
  instantiateInner(index: number, environment: LuaValue): LuaFunction {
    const captured = upvaluesOf(this.#generator.scope.functions[index]!);
    const names = captured.map((upvalue) => (upvalue === ENVIRONMENT ? "_ENV" : upvalue.name));
    const environmentIndex = Math.max(0, names.indexOf("_ENV"));
    const cells = names.map((_, i) => new Cell(i === environmentIndex ? environment : undefined));
    return this.#make(index)(...cells);
  }

  #evaluate(script: Script): GeneratedScript {
    const name = newScriptName(this.info.displayName, this.#inspected !== null);
    const { shiftOffsets, shiftLines, calls } = script;
    const functionNumbers = this.#inspected?.functionNumbers ?? null;
    const info: ScriptInfo = {
      chunk: this.info,
      ...{ shiftOffsets, shiftLines, calls, functionNumbers },
    };
    this.#scripts.push(info);
    registerScript(name, info);
    const map = this.#inspected?.mapOf(script) ?? "";
    return globalEval(`${script.text}\n//# sourceURL=${name}${map}`) as GeneratedScript;
  }

  /**
   * Makes the factory of a function that was put off, or whose place in the chunk's script was never reached.
   * @returns what makes its closure; of one that was put off, also one that another closure stands for
   */
  #make(index: number): Factory {
    const group = this.#generator.late?.groupOf(index);
    if (group === undefined) this.#generateDirect(this.#generator.scope.functions[index]!);
    // Until its code is there, so that its prototype is known, its factory makes stand-ins.
    else if (this.info.prototypes[index] === undefined) this.#generateLate(group);
    return this.#factories[index]!;
  }

  #generateDirect(fn: FunctionScope): void {
    const script = generateDirect(this.#generator, fn, this.#budget.limits);
    this.#factories[fn.index] = this.#evaluate(script)(...this.#shared) as Factory;
  }

  /** Makes the factories of functions that were put off. */
  #generateLate(group: readonly FunctionScope[]): void {
    const { script, prototypes } = generateLate(this.#generator, group, this.#budget.limits);
    const factories = this.#evaluate(script)(...this.#shared) as Factory[];
    for (const [i, fn] of group.entries()) this.#factories[fn.index] = factories[i];
    this.#addPrototypes(prototypes);
  }

  #compileReentry(fn: FunctionScope, request: ReentryRequest): Reentry {
    if (this.#inspected !== null && request.tracePoints === undefined) {
      return this.#inspected.reentryOf(fn.index);
    }
    const script = generateReentry(this.#generator, fn, this.#budget.limits, request);
    return this.#evaluate(script)(...this.#shared) as Reentry;
  }

  /** Finds out what the debug library wants to know of a function. */
  #describe(fn: FunctionScope): PrototypeDetails {
    const { locals, lines } = recordScopes(this.#generator, fn, this.#budget.limits);
    const activeLines = [...lines].sort((a, b) => a - b);
    return { locals, activeLines, upvalues: describeUpvalues(fn), text: this.#textOf(fn) };
  }

  #textOf(fn: FunctionScope): FunctionText {
    const { node } = fn;
    const { chunkName } = this.info;
    const captured = fn.captured.filter((upvalue) => upvalue !== ENVIRONMENT);
    const upvalueNames = captured.map(({ name }) => name);
    if (node === null) {
      const text = this.#source;
      return { chunkName, text, textLine: 0, line: 0, isMethod: false, upvalueNames };
    }
    const { line, textLine, isMethod } = node;
    const text = this.#source.slice(node.textStart, node.textEnd);
    return { chunkName, text, textLine, line, isMethod, upvalueNames };
  }

  #addPrototypes(prototypes: readonly GeneratedPrototype[]): void {
    for (const generated of prototypes) {
      this.info.prototypes[generated.fn.index] = this.#prototype(generated);
    }
  }

  #prototype(generated: GeneratedPrototype): Prototype {
    const { fn, pointLines, pointNames, tickPoints, savedValueCount } = generated;
    let details: PrototypeDetails | null = null;
    const prototype: Prototype = {
      describe: () => (details ??= this.#describe(fn)),
      index: fn.index,
      chunk: this.info,
      name: fn.name,
      line: fn.node?.line ?? 0,
      lastLine: fn.node?.lastLine ?? this.#generator.scope.chunk.lastLine,
      parameterCount: fn.parameters.length,
      isVararg: fn.isVararg,
      upvalueNames: upvaluesOf(fn).map((captured) =>
        captured === ENVIRONMENT ? "_ENV" : captured.name,
      ),
      pointLines,
      pointNames,
      savedValueCount,
      reentryCodes: new ReentryCodes(
        savedValueCount,
        upvaluesOf(fn).length,
        tickPoints,
        this.#budget.hotPointEntries,
        (request) => this.#compileReentry(fn, request),
      ),
    };
    return prototype;
  }
}

function describeUpvalues(fn: FunctionScope): UpvalueDetails[] {
  const reported = upvaluesOf(fn);
  return fn.captured.map((captured) => {
    const index = reported.indexOf(captured);
    if (captured === ENVIRONMENT) return { name: "_ENV", index, rule: "any" };
    const isFixed = isOwnName(captured, fn) || !needsCell(captured);
    const rule = isFixed ? "fixed" : captured.isNumber ? "number" : "any";
    return { name: captured.name, index, rule };
  });
}

/** Makes nothing certain about the variables that closures capture. */
function openVariables(scope: ChunkScope): void {
  for (const fn of scope.functions) {
    for (const captured of fn.captured) {
      if (captured !== ENVIRONMENT) captured.isReassigned = true;
    }
  }
}
