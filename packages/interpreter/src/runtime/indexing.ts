/**
 * Reading and assigning fields where generated code's fast path does not apply
 * (Lua 5.2 manual §2.4 "index" and "newindex").
 */
import type { ChunkInfo } from "../value/chunk-info.js";
import { EMPTY_RECORD } from "../value/record.js";
import { EMPTY_ARRAY, LuaTable } from "../value/lua-table.js";
import { firstValue, type LuaResult, type LuaValue, SUSPENDED } from "../value/lua-value.js";
import { callMetamethod, callNewindex } from "./call.js";
import { type FieldReader, META_CHAIN_MAX } from "./field-reader.js";
import { indexHandler, metamethodOf, newindexHandler } from "./metatable.js";
import { raiseAtSite, failOperand } from "./raise.js";

/**
 * Reads `base[key]`.
 * @returns one value, or SUSPENDED; a metamethod that was suspended gives its raw result later
 */
export function index(base: LuaValue, key: LuaValue, chunk: ChunkInfo, site: number): LuaResult {
  let object = base;
  for (let length = 0; length < META_CHAIN_MAX; length++) {
    let handler: LuaValue;
    if (object instanceof LuaTable) {
      const value = object.get(key);
      if (value !== undefined || object.meta === null) return value;
      handler = indexHandler(object.meta);
      if (handler === undefined) return undefined;
    } else {
      handler = metamethodOf(object, "index");
      if (handler === undefined)
        return failOperand("index", object, chunk, site, length === 0 ? 1 : 0);
    }
    if (typeof handler === "function") {
      const result = callMetamethod(handler, chunk, site, object, key);
      return result === SUSPENDED ? result : firstValue(result);
    }
    object = handler;
  }
  raiseAtSite("loop in gettable", chunk, site);
}

/**
 * Reads `base.name` where the record part did not have it: as {@link index}, with the reader of the
 * name at hand.
 */
export function indexName(
  base: LuaValue,
  field: FieldReader,
  chunk: ChunkInfo,
  site: number,
): LuaResult {
  if (base instanceof LuaTable) {
    if (base.meta === null && base.hash === null) return undefined;
    const value = field.find(base);
    if (value !== null) return value;
  }
  return index(base, field.key, chunk, site);
}

/**
 * Assigns `base[key] = value`.
 * @returns anything, or SUSPENDED
 */
export function setIndex(
  base: LuaValue,
  key: LuaValue,
  value: LuaValue,
  chunk: ChunkInfo,
  site: number,
): LuaResult {
  // Appending to a plain table is what programs do most.
  if (
    typeof key === "number" &&
    base instanceof LuaTable &&
    base.meta === null &&
    key === base.arr.length + 1 &&
    base.arr !== EMPTY_ARRAY &&
    (base.hash === null || base.hash.greatestInteger <= key) &&
    value !== undefined &&
    (key & 1023) !== 1
  ) {
    base.arr.push(value);
    return undefined;
  }
  return setIndexAny(base, key, value, chunk, site);
}

function setIndexAny(
  base: LuaValue,
  key: LuaValue,
  value: LuaValue,
  chunk: ChunkInfo,
  site: number,
): LuaResult {
  let object = base;
  for (let length = 0; length < META_CHAIN_MAX; length++) {
    let handler: LuaValue;
    if (object instanceof LuaTable) {
      if (object.meta === null || object.get(key) !== undefined) {
        assignRaw(object, key, value, chunk, site);
        return undefined;
      }
      handler = newindexHandler(object.meta);
      if (handler === undefined) {
        assignRaw(object, key, value, chunk, site);
        return undefined;
      }
    } else {
      handler = metamethodOf(object, "newindex");
      if (handler === undefined)
        return failOperand("index", object, chunk, site, length === 0 ? 1 : 0);
    }
    if (typeof handler === "function") return callNewindex(handler, object, key, value);
    object = handler;
  }
  raiseAtSite("loop in settable", chunk, site);
}

function assignRaw(
  table: LuaTable,
  key: LuaValue,
  value: LuaValue,
  chunk: ChunkInfo,
  site: number,
): void {
  if (key === undefined) raiseAtSite("table index is nil", chunk, site);
  if (key !== key) raiseAtSite("table index is NaN", chunk, site);
  table.set(key, value);
}

/**
 * Asks whether `table.name = value` may be stored in the record part of a table that has no such
 * field; the generated code then stores it by name. False sends the assignment to {@link setIndex}.
 */
export function canAddField(table: LuaTable, key: string, property: string): boolean {
  if (table.meta !== null && newindexHandler(table.meta) !== undefined) return false;
  return table.claimProperty(key, property);
}

/** Makes the table of a constructor whose last positional value may be nil. */
export function newSequence(rec: LuaTable["rec"], arr: LuaValue[], recordSize: number): LuaTable {
  while (arr.length > 0 && arr[arr.length - 1] === undefined) arr.pop();
  return new LuaTable(recordSize === 0 ? EMPTY_RECORD : rec, arr, recordSize);
}
