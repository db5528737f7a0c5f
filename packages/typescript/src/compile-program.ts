/**
 * Compiles a program and what it imports, in memory, to the Lua files of a computer. Each has a source
 * map in it, so that the interpreter speaks of the TypeScript.
 */
import { dirname, relative, resolve, sep } from "node:path";
import type { Diagnostic, Program } from "typescript";
import { type CompileProblem, problemsOf } from "./compile-problem.js";
import { createHost } from "./compiler-host.js";
import { type Compilers, findCompilers } from "./find-compilers.js";
import { LuaFiles } from "./lua-files.js";
import { readOptions } from "./read-options.js";

/** What to compile, and how. */
export interface CompileOptions {
  /** The program's file. */
  readonly file: string;
  /** Whether its types are checked; default true. */
  readonly isChecked?: boolean;
  /** Whether the Lua has source maps in it; default true. */
  readonly hasSourceMaps?: boolean;
  /** The folder on the machine that is the computer's root; default the file's. */
  readonly root?: string;
  /** Whether it is a test, with the globals that tests have; default false. */
  readonly isSpec?: boolean;
}

/** A compiled program. Contents and names of Lua files are byte strings. */
export interface CompiledProgram {
  /** The program's folder on the machine, which is the computer's root. */
  readonly folder: string;
  /** The path of the program's own file among the Lua files; undefined when there are errors. */
  readonly path: string | undefined;
  /** The Lua files by their paths, which `require` finds from the root; none when there are errors. */
  readonly files: ReadonlyMap<string, string>;
  /** The files of TypeScript on the machine, by the paths that messages give them, without `/`. */
  readonly originals: ReadonlyMap<string, string>;
  /** The files on the machine that it depends on: a change of one is a change of the program. */
  readonly inputs: readonly string[];
  /** What the compilers complain of. */
  readonly problems: readonly CompileProblem[];
  /** What a person should know of how it was compiled. */
  readonly warnings: readonly string[];
  /** Which compilers were used. */
  readonly compilers: string;
}

/**
 * Compiles a program.
 * @param options - which, and how
 * @throws CompilersNotUsable
 */
export function compileProgram(options: CompileOptions): CompiledProgram {
  const file = resolve(options.file);
  const ownFolder = dirname(file);
  const folder = options.root === undefined ? ownFolder : resolve(options.root);
  const compilers = findCompilers(ownFolder);
  const { ts } = compilers;
  const read = readOptions(compilers, ownFolder, options.isSpec);
  const host = createHost(compilers, read.options);
  const program = ts.createProgram([file, ...read.declarations], read.options, host);
  const rootDir = commonFolder(sourcesOf(program), folder);
  const files = new LuaFiles({ program, folder, rootDir, hasMaps: options.hasSourceMaps ?? true });
  const early = [
    ...read.diagnostics,
    ...checkProgram(compilers, program, options.isChecked ?? true),
  ];
  const isFit = early.every(({ category }) => category !== ts.DiagnosticCategory.Error);
  const late = isFit ? emit(compilers, program, rootDir, files) : [];
  const problems = problemsOf(compilers, [...early, ...late]);
  const hasErrors = problems.some(({ isError }) => isError);
  const { whyNotOwn } = compilers;
  return {
    folder,
    path: hasErrors ? undefined : files.pathOf(file),
    files: hasErrors ? new Map() : files.lua,
    originals: files.originals,
    inputs: [...program.getSourceFiles().map(({ fileName }) => fileName), ...configOf(read)],
    problems,
    warnings: [
      ...(whyNotOwn === undefined ? [] : [`${whyNotOwn}. Compiled with ${compilers.description}`]),
      ...read.warnings,
    ],
    compilers: compilers.description,
  };
}

function configOf({ configFile }: { readonly configFile: string | undefined }): string[] {
  return configFile === undefined ? [] : [configFile];
}

/** What is compiled to Lua: no declarations. */
function sourcesOf(program: Program): string[] {
  return program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile)
    .map(({ fileName }) => resolve(fileName));
}

/** The innermost folder that a folder and all files are in, but for files of installed packages. */
function commonFolder(files: readonly string[], folder: string): string {
  let common = folder;
  for (const file of files) {
    if (file.includes(`${sep}node_modules${sep}`)) continue;
    while (relative(common, file).startsWith("..")) common = dirname(common);
  }
  return common;
}

function checkProgram(
  { ts }: Compilers,
  program: Program,
  isChecked: boolean,
): readonly Diagnostic[] {
  if (isChecked) return ts.getPreEmitDiagnostics(program);
  return [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics()];
}

function emit(
  { tstl }: Compilers,
  program: Program,
  rootDir: string,
  files: LuaFiles,
): readonly Diagnostic[] {
  // Set only now: TypeScript would have every file of the project to be in it.
  Object.assign(program.getCompilerOptions(), { rootDir, outDir: rootDir });
  const { diagnostics } = new tstl.Transpiler().emit({
    program,
    writeFile: (path, text, _bom, _onError, sources) => files.add(path, text, sources),
  });
  return diagnostics;
}
