/**
 * Reading one field of tables over and over, for natives that call through a table which programs change.
 */
import { FieldReader } from "../runtime/field-reader.js";
import type { LuaTable } from "../value/lua-table.js";
import type { LuaValue } from "../value/lua-value.js";
import { internKey } from "../value/record.js";

/**
 * Gives a function that reads a field as `getString` does, and faster once it has been used often: a program
 * that waits for events comes here for each (bench:websocket).
 * @param key - the field's name
 */
export function namedField(key: string): (table: LuaTable) => LuaValue {
  const property = internKey(key);
  if (property === undefined) return (table) => table.getString(key);
  const reader = FieldReader.for(key, property);
  // A reader follows `__index`, which this must not.
  return (table) => (table.meta === null ? reader.find(table) : null) ?? table.getString(key);
}
