/**
 * Programs: what `shell.run` sets up around one. Source: tweaked.cc, shell.run.
 */
import { type LuaState, LuaTable, type LuaValue, native } from "@craftos-http/interpreter";
import type { FileLoader, LoadedFile } from "./load-file.js";
import { makePackageLibrary } from "./package-library.js";
import { makeRequire } from "./require.js";
import { combinePaths, folderOf } from "../files/file-path.js";

/** A program to run: where it is from and what it is given. */
export interface ProgramOptions {
  /** Its path on the computer, from the root. */
  readonly path: string;
  /** Its source, a byte string; default is what the host reads at the path. */
  readonly source?: string;
  /** Its arguments, byte strings. */
  readonly args?: readonly string[];
  /** What its `require` has beside files and CraftOS's modules, by name. */
  readonly modules?: Readonly<Record<string, LuaValue>>;
  /** What it finds in its environment beside `require`, `package` and `arg`, by name. */
  readonly globals?: Readonly<Record<string, LuaValue>>;
}

/**
 * Loads a program into an environment of its own: globals it assigns stay there, those it does not
 * have are the computer's.
 * @param state - runs it
 * @param loader - reads and loads it and its modules
 * @param options - what to load
 */
export function loadProgram(
  state: LuaState,
  loader: FileLoader,
  options: ProgramOptions,
): LoadedFile {
  const path = combinePaths(options.path);
  const env = makeProgramEnvironment(state, loader, path, options);
  if (options.source === undefined) return loader.load(path, env);
  return loader.loadSource(options.source, path, env);
}

function makeProgramEnvironment(
  state: LuaState,
  loader: FileLoader,
  path: string,
  { args = [], modules = {}, globals = {} }: ProgramOptions,
): LuaTable {
  const env = new LuaTable();
  env.meta = LuaTable.fromFields([["__index", state.globals]]);
  const programPackage = makePackageLibrary(state, loader, folderOf(path), env);
  for (const [name, module] of Object.entries(modules)) programPackage.loaded.define(name, module);
  env.define("package", programPackage.library);
  env.define("require", native("require", makeRequire(programPackage)));
  env.define("arg", makeArgTable(path, args));
  for (const [name, value] of Object.entries(globals)) env.define(name, value);
  return env;
}

/** The table `arg`: the arguments from 1, the program at 0. */
function makeArgTable(path: string, args: readonly LuaValue[]): LuaTable {
  const arg = LuaTable.fromArray([...args]);
  arg.set(0, path);
  return arg;
}
