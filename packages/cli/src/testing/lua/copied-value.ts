/**
 * Values on their way from one computer to another: copied, so that computers share nothing.
 */
import { LuaTable, type LuaValue, raiseAt, typeName } from "@craftos-http/interpreter";

/**
 * Copies a value. Tables keep their order, their sharing and their cycles; metatables stay behind.
 * @param value - what a program hands over
 * @throws LuaError for functions, coroutines and userdata, anywhere in it
 */
export function copiedValue(value: LuaValue): LuaValue {
  return copy(value, new Map());
}

function copy(value: LuaValue, copies: Map<LuaTable, LuaTable>): LuaValue {
  if (!(value instanceof LuaTable)) {
    const isPlain = typeof value !== "function" && typeof value !== "object";
    if (!isPlain) raiseAt(`a ${typeName(value)} cannot be handed to another computer`, 1);
    return value;
  }
  const known = copies.get(value);
  if (known !== undefined) return known;
  const table = new LuaTable();
  copies.set(value, table);
  for (const [key, field] of fieldsOf(value)) table.set(copy(key, copies), copy(field, copies));
  return table;
}

/** Walks through the fields of a table, without its metatable. */
export function* fieldsOf(table: LuaTable): Generator<readonly [LuaValue, LuaValue]> {
  let place = table.nextPosition(0);
  while (place >= 0) {
    yield [table.keyAt(place), table.valueAt(place)];
    place = table.nextPosition(place + 1);
  }
}
