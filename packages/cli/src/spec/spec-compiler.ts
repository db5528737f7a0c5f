/**
 * Compiles tests in TypeScript, and the programs in TypeScript that tests simulate, to Lua files.
 */
import { join, posix, relative } from "node:path";
import type * as Compiler from "@craftos-http/typescript";
import { fromByteString, toByteString } from "../program/byte-string.js";
import { ProgramNotReadable } from "../program/find-program.js";
import { loadCompiler } from "../program/load-compiler.js";
import type { SimulatedSource } from "../testing/lua/simulation-library.js";

/** What a file was compiled to: its Lua files, or why there are none. */
export type CompiledFile =
  | { readonly path: string; readonly compiled: Compiler.CompiledProgram }
  | { readonly problem: string };

/** How files are compiled. */
export interface SpecCompilerOptions {
  /** The folder that is the disk. */
  readonly root: string;
  /** Whether types are checked. */
  readonly isChecked: boolean;
  /** Told of the files on the machine that decide what comes of it. */
  readonly onInput: (diskPath: string) => void;
}

/** Compiles files of a folder. */
export class SpecCompiler {
  readonly #options: SpecCompilerOptions;
  readonly #compiler: typeof Compiler | ProgramNotReadable;
  readonly #programs = new Map<string, CompiledFile>();

  private constructor(
    options: SpecCompilerOptions,
    compiler: typeof Compiler | ProgramNotReadable,
  ) {
    this.#options = options;
    this.#compiler = compiler;
  }

  /**
   * Loads the compiler; that it is not there is told of each file.
   * @param options - how files are compiled
   */
  static async load(options: SpecCompilerOptions): Promise<SpecCompiler> {
    try {
      return new SpecCompiler(options, await loadCompiler());
    } catch (error) {
      if (error instanceof ProgramNotReadable) return new SpecCompiler(options, error);
      throw error;
    }
  }

  /**
   * Compiles a test with what it imports.
   * @param path - from the root
   */
  spec(path: string): CompiledFile {
    return this.#compile(path, true);
  }

  /**
   * Compiles a program that tests simulate, once.
   * @param path - from the root, a byte string
   * @returns the program as it is simulated, or why it cannot be, a byte string
   */
  program(path: string): SimulatedSource | string {
    const file = this.#programs.get(path) ?? this.#compile(fromByteString(path), false);
    this.#programs.set(path, file);
    if ("problem" in file) return toByteString(file.problem);
    const { files } = file.compiled;
    // As when it is run: `require` finds the others from the root.
    return { path: posix.basename(file.path), source: files.get(file.path) ?? "", files };
  }

  #compile(path: string, isSpec: boolean): CompiledFile {
    const { root, isChecked, onInput } = this.#options;
    if (this.#compiler instanceof ProgramNotReadable) return { problem: this.#compiler.message };
    const { compileProgram, CompilersNotUsable } = this.#compiler;
    try {
      const compiled = compileProgram({ file: join(root, path), root, isChecked, isSpec });
      for (const input of compiled.inputs) onInput(input);
      if (compiled.path !== undefined) return { path: compiled.path, compiled };
      return { problem: describe(root, compiled.problems) };
    } catch (error) {
      if (error instanceof CompilersNotUsable) return { problem: error.message };
      throw error;
    }
  }
}

function describe(root: string, problems: readonly Compiler.CompileProblem[]): string {
  const lines = problems
    .filter(({ isError }) => isError)
    .map(({ place, message, code }) => {
      const where = place === undefined ? "" : `/${relative(root, place.file)}:${place.line}: `;
      return `${where}${message} (${code})`;
    });
  return lines.join("\n");
}
