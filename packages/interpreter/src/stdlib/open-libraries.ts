/**
 * Fills a table of globals with the standard libraries (Lua 5.2 manual §6).
 */
import type { LuaTable } from "../value/lua-table.js";
import { LuaTable as Table } from "../value/lua-table.js";
import type { LuaValue } from "../value/lua-value.js";
import { baseFunctions } from "./base.js";
import { bit32Library, bitLibrary } from "./bit32.js";
import { coroutineLibrary } from "./coroutine.js";
import { debugLibrary } from "./debug.js";
import { type ChunkLoader, type FunctionLoader, loadFunctions } from "./load.js";
import { mathLibrary } from "./math.js";
import { stringLibrary } from "./string.js";
import { tableLibrary } from "./table.js";
import { utf8Library } from "./utf8.js";

/** What libraries need of the state that they are opened in. */
export interface LibraryOptions {
  /** Which to open. */
  readonly libraries: readonly LibraryName[];
  /** Seed of `math.random`. */
  readonly randomSeed: number;
  /** Compiles a chunk. */
  readonly load: ChunkLoader;
  /** Compiles a function that was dumped. */
  readonly loadFunction: FunctionLoader;
}

/**
 * The libraries by name: `base` is the basic functions but for those that load code, which are
 * `load`: `load`, `loadstring`, `getfenv` and `setfenv`.
 */
const LIBRARIES = {
  base: (globals) => ({ ...baseFunctions(), _VERSION: "Lua 5.2", _G: globals }),
  load: (globals, options) => loadFunctions(options.load, options.loadFunction, globals),
  bit: () => ({ bit: bitLibrary() }),
  bit32: () => ({ bit32: bit32Library() }),
  coroutine: () => ({ coroutine: coroutineLibrary() }),
  debug: () => ({ debug: debugLibrary() }),
  math: (_globals, options) => ({ math: mathLibrary(options.randomSeed) }),
  string: () => ({ string: stringLibrary() }),
  table: () => {
    const table = tableLibrary();
    return { table, unpack: table.getString("unpack") };
  },
  utf8: () => ({ utf8: utf8Library() }),
} satisfies Record<string, LibraryMembers>;

type LibraryMembers = (
  globals: LuaTable,
  options: LibraryOptions,
) => Readonly<Record<string, LuaValue>>;

/** A library that a state can be opened with. */
export type LibraryName = keyof typeof LIBRARIES;

/** All of them. */
export const LIBRARY_NAMES = Object.keys(LIBRARIES) as readonly LibraryName[];

/**
 * Opens libraries.
 * @returns the metatable of strings
 */
export function openLibraries(globals: LuaTable, options: LibraryOptions): LuaTable {
  for (const name of options.libraries) {
    const open: LibraryMembers = LIBRARIES[name];
    globals.defineAll(Object.entries(open(globals, options)));
  }
  const string = globals.getString("string");
  return Table.fromFields(string === undefined ? [] : [["__index", string]]);
}
