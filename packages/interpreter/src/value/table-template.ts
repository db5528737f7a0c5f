/**
 * Tables that are made over and over with the same string keys, such as the handles of a request:
 * one object literal each, so that V8 makes them as fast as a constructor in a program.
 */
import { EMPTY_ARRAY, LuaTable } from "./lua-table.js";
import { globalEval } from "./global-eval.js";
import type { LuaValue } from "./lua-value.js";
import { internKey } from "./record.js";

/**
 * Gives a function that makes tables with certain keys.
 * @param keys - different strings, at most 60
 * @returns makes a table of values, in the order of the keys
 * @throws RangeError for more keys, or when the process has no room for their names
 */
export function tableTemplate(keys: readonly string[]): (values: readonly LuaValue[]) => LuaTable {
  const properties = keys.map((key) => internKey(key));
  if (keys.length > 60 || properties.includes(undefined)) {
    throw new RangeError("a table template takes at most 60 known keys");
  }
  const fields = properties.map((property, i) => `${property}:v[${i}]`).join(",");
  const compile = (): ((values: readonly LuaValue[]) => LuaTable["rec"]) =>
    globalEval(`(function(v){return{${fields}}})`) as (
      values: readonly LuaValue[],
    ) => LuaTable["rec"];
  // When first needed: compiling takes a millisecond of every start.
  let makeRecord: ReturnType<typeof compile> | null = null;
  return (values) => new LuaTable((makeRecord ??= compile())(values), EMPTY_ARRAY, keys.length);
}
