/**
 * Fills a table of globals with the standard libraries (Lua 5.2 manual §6).
 */
import type { LuaTable } from "../value/lua-table.js";
import { LuaTable as Table } from "../value/lua-table.js";
import type { LuaFunction, LuaValue } from "../value/lua-value.js";
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
  /** Seed of `math.random`. */
  readonly randomSeed: number;
  /** Compiles a chunk. */
  readonly load: ChunkLoader;
  /** Compiles a function that was dumped. */
  readonly loadFunction: FunctionLoader;
}

/**
 * Opens all libraries.
 * @returns the metatable of strings
 */
export function openLibraries(globals: LuaTable, options: LibraryOptions): LuaTable {
  const string = stringLibrary();
  const table = tableLibrary();
  const members: Readonly<Record<string, LuaValue>> = {
    ...(baseFunctions() as Record<string, LuaFunction>),
    ...loadFunctions(options.load, options.loadFunction, globals),
    bit: bitLibrary(),
    bit32: bit32Library(),
    coroutine: coroutineLibrary(),
    debug: debugLibrary(),
    math: mathLibrary(options.randomSeed),
    string,
    table,
    utf8: utf8Library(),
    unpack: table.getString("unpack"),
    _VERSION: "Lua 5.2",
    _G: globals,
  };
  for (const [name, value] of Object.entries(members)) globals.define(name, value);
  return Table.fromFields([["__index", string]]);
}
