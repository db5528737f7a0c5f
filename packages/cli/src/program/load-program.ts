/**
 * Loading a program that a person named: finding it and, if it is TypeScript, compiling it to Lua. The
 * compilers are loaded for TypeScript only: Lua starts without them.
 */
import { basename, join } from "node:path";
import type * as Compiler from "@craftos-http/typescript";
import {
  findProgram,
  isTypeScriptProgram,
  type FoundProgram,
  ProgramNotReadable,
} from "./find-program.js";
import { fromByteString } from "./byte-string.js";

/** A program that can be run. */
export interface LoadedProgram extends FoundProgram {
  /** What it was compiled to, if it is TypeScript. */
  readonly compiled?: Compiler.CompiledProgram;
}

/** How a program is loaded. */
export interface LoadOptions {
  /** Whether types are checked. */
  readonly isChecked: boolean;
  /** Whether the Lua has source maps in it; default true. */
  readonly hasSourceMaps?: boolean;
  /** Whether it is a test, with the globals that tests have; default false. */
  readonly isSpec?: boolean;
  /** Told what is to be said of how it was compiled. */
  readonly onCompiled: (compiled: Compiler.CompiledProgram) => void;
}

/** TypeScript that cannot be run: it is wrong, and what is wrong has been told. */
export class ProgramNotCompilable extends Error {
  override readonly name = "ProgramNotCompilable";
}

/**
 * Loads a program.
 * @param file - as named by a person
 * @param options - how
 * @throws ProgramNotReadable, also when there are no compilers
 * @throws ProgramNotCompilable
 */
export async function loadProgram(file: string, options: LoadOptions): Promise<LoadedProgram> {
  const found = findProgram(file);
  if (!isTypeScriptProgram(found.name)) return found;
  const compiled = await compile(found, options);
  options.onCompiled(compiled);
  const { path } = compiled;
  const source = path === undefined ? undefined : compiled.files.get(path);
  if (path === undefined || source === undefined) throw new ProgramNotCompilable();
  // It runs in the root, wherever its file is: `require` finds the others from there.
  return { folder: found.folder, name: fromByteString(basename(path)), source, compiled };
}

async function compile(
  { folder, name }: FoundProgram,
  { isChecked, hasSourceMaps = true, isSpec = false }: LoadOptions,
): Promise<Compiler.CompiledProgram> {
  const { loadCompiler } = await import("./load-compiler.js");
  const { CompilersNotUsable, compileProgram } = await loadCompiler();
  try {
    return compileProgram({ file: join(folder, name), isChecked, hasSourceMaps, isSpec });
  } catch (error) {
    if (!(error instanceof CompilersNotUsable)) throw error;
    throw new ProgramNotReadable(error.message, { cause: error });
  }
}
