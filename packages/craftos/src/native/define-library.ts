/**
 * Tables of native functions.
 */
import { LuaTable, type LuaValue, native } from "@craftos-http/interpreter";

/** What a library is made of: natives and plain values by name. */
export type LibraryFields = Readonly<Record<string, LuaValue>>;

/**
 * Makes a library whose functions tracebacks call by name.
 * @param name - the library's, for tracebacks
 * @param fields - its contents
 */
export function defineLibrary(name: string, fields: LibraryFields): LuaTable {
  const table = new LuaTable();
  defineFunctions(table, name, fields);
  return table;
}

/**
 * Adds to a library.
 * @param library - its table
 * @param name - its name, for tracebacks
 * @param fields - what to add
 */
export function defineFunctions(library: LuaTable, name: string, fields: LibraryFields): void {
  library.defineAll(named(fields, (key) => `${name}.${key}`));
}

/**
 * Adds natives and values to the globals.
 * @param globals - the table of globals
 * @param fields - what to add
 */
export function defineGlobals(globals: LuaTable, fields: LibraryFields): void {
  globals.defineAll(named(fields, (key) => key));
}

/** Names functions for tracebacks. */
function named(fields: LibraryFields, nameOf: (key: string) => string): [string, LuaValue][] {
  return Object.entries(fields).map(([key, value]) => [
    key,
    typeof value === "function" ? native(nameOf(key), value) : value,
  ]);
}
