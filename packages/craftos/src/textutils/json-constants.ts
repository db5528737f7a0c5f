/**
 * The two tables that stand for what Lua cannot tell from other values: an empty JSON array and
 * JSON's null. Source: tweaked.cc, textutils.empty_json_array and json_null.
 */
import { LuaTable, native, raiseAt } from "@craftos-http/interpreter";

/** The constants of one computer. */
export interface JsonConstants {
  /** `textutils.empty_json_array`. */
  readonly emptyArray: LuaTable;
  /** `textutils.json_null`. */
  readonly null: LuaTable;
}

function makeConstant(name: string, json: string): LuaTable {
  const table = new LuaTable();
  table.meta = LuaTable.fromFields([
    ["__newindex", native("__newindex", () => raiseAt(`attempt to mutate textutils.${name}`, 1))],
    ["__tostring", native("__tostring", () => json)],
  ]);
  return table;
}

/** Makes the constants of a computer. */
export function makeJsonConstants(): JsonConstants {
  return {
    emptyArray: makeConstant("empty_json_array", "[]"),
    null: makeConstant("json_null", "null"),
  };
}
