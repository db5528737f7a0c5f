/**
 * What becomes of a message on its way between computers: a copy that shares nothing with the sender's.
 * Source: tweaked.cc, modem: strings, numbers, booleans and tables of them can be sent.
 */
import type { PlainData } from "@craftos-http/event-loop";
import { LuaTable, type LuaValue } from "@craftos-http/interpreter";

/**
 * Copies a message. Functions, coroutines and the like become nil; tables keep sharing and cycles, and lose
 * their metatables.
 * @param message - any value
 */
export function copiedMessage(message: LuaValue): LuaValue {
  return copy(message, new Map());
}

function copy(value: LuaValue, copies: Map<LuaTable, LuaTable>): LuaValue {
  if (!(value instanceof LuaTable)) return isPlain(value) ? value : undefined;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const table = new LuaTable();
  copies.set(value, table);
  for (let at = value.nextPosition(0); at >= 0; at = value.nextPosition(at + 1)) {
    const key = copy(value.keyAt(at), copies);
    if (key !== undefined) table.set(key, copy(value.valueAt(at), copies));
  }
  return table;
}

function isPlain(value: LuaValue): value is string | number | boolean | undefined {
  return typeof value !== "function" && typeof value !== "object";
}

/** The deepest table that is described. */
const DEPTH_MAX = 16;

/**
 * Describes a message for a recording, which compares it.
 * @param message - any value
 */
export function describedMessage(message: LuaValue, depth = 0): PlainData {
  if (!(message instanceof LuaTable)) return isPlain(message) ? message : null;
  if (depth === DEPTH_MAX) return "...";
  const fields: PlainData[] = [];
  for (let at = message.nextPosition(0); at >= 0; at = message.nextPosition(at + 1)) {
    const key = describedMessage(message.keyAt(at), depth + 1);
    fields.push([key, describedMessage(message.valueAt(at), depth + 1)]);
  }
  return fields;
}
