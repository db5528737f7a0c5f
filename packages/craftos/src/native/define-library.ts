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
  for (const [key, value] of Object.entries(fields)) {
    table.define(key, typeof value === "function" ? native(`${name}.${key}`, value) : value);
  }
  return table;
}

/**
 * Adds natives and values to the globals.
 * @param globals - the table of globals
 * @param fields - what to add
 */
export function defineGlobals(globals: LuaTable, fields: LibraryFields): void {
  for (const [key, value] of Object.entries(fields)) {
    globals.define(key, typeof value === "function" ? native(key, value) : value);
  }
}
