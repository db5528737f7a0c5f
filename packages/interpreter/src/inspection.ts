/**
 * How chunks are compiled that a debugger of JavaScript is to show as what they were written in: variables
 * and functions have their own names, and each script a source map. No other chunk pays for it.
 */
import { nameFunctions, VariableNamer } from "./analysis/name-variables.js";
import { resolveNames } from "./analysis/resolve-names.js";
import type { ChunkScope, FunctionScope, Variable } from "./analysis/scope.js";
import type { ChunkGenerator } from "./codegen/chunk-generator.js";
import { debuggerMap, type MappedSource } from "./codegen/debugger-map.js";
import { RUNTIME_NAMES } from "./codegen/runtime-names.js";
import type { Script } from "./codegen/script-writer.js";
import type { Chunk } from "./parser/ast.js";
import { nameForDebugger } from "./runtime/call-sites.js";
import type { Reentry } from "./runtime/lua-frame.js";

export type { MappedSource } from "./codegen/debugger-map.js";

/** What a host says of the chunks that a debugger is to see. */
export interface Inspection {
  /**
   * Says how a debugger knows a source.
   * @param chunkName - the chunk's name: `=name`, `@file`, or the source itself
   * @param source - what the chunk was written in, a byte string; null when only its name is known
   */
  sourceOf(chunkName: string, source: string | null): MappedSource;
  /**
   * Asked when a chunk is compiled: whether a debugger is to stop before its first statement.
   * @param chunkName - the chunk's name
   */
  stopsIn(chunkName: string): boolean;
}

/** The scripts of a chunk that a debugger is to see. */
export class InspectedScripts {
  /** The number of each function by its name on the stack. */
  readonly functionNumbers: ReadonlyMap<string, number>;
  readonly #labels: readonly string[];
  readonly #source: MappedSource;
  #reentries: readonly Reentry[] = [];

  /**
   * Names the functions of a chunk.
   * @param generator - what its scripts share
   * @param source - what a debugger shows in their place
   */
  constructor(generator: ChunkGenerator, source: MappedSource) {
    this.#source = source;
    this.#labels = nameFunctions(generator.scope.functions);
    this.functionNumbers = new Map(this.#labels.map((label, index) => [label, index]));
    generator.functionLabels = this.#labels;
  }

  /**
   * Takes the code that carries suspended calls on. It is there before any of it is needed: a debugger
   * sets the breakpoints of a line in all code that it knows.
   * @param codes - by the number of the function
   */
  addReentries(codes: readonly Reentry[]): void {
    this.#reentries = codes;
    codes.forEach((code, index) => nameForDebugger(code, this.#labels[index]!));
  }

  /** The code that carries calls of a function on, wherever they were suspended. */
  reentryOf(index: number): Reentry {
    return this.#reentries[index]!;
  }

  /** The comment with the source map of a script. */
  mapOf(script: Script): string {
    return `\n//# sourceMappingURL=${debuggerMap(script, this.#source, this.#labels)}`;
  }
}

/** Resolves the names of a chunk that is to be inspected, and gives its variables names. */
export function resolveForDebugger(chunk: Chunk): ChunkScope {
  const variables = new Map<FunctionScope, Variable[]>();
  const scope = resolveNames(chunk, (variable) => {
    const own = variables.get(variable.owner);
    if (own === undefined) variables.set(variable.owner, [variable]);
    else own.push(variable);
  });
  const namer = new VariableNamer(RUNTIME_NAMES);
  for (const fn of scope.functions) fn.names = namer.namesOf(fn, variables.get(fn) ?? []);
  return scope;
}
