/**
 * How the table library reads and writes elements: raw where a table has no metatable, else through
 * metamethods, which may be pre-empted but not yield there.
 */
import { toNumber } from "../runtime/arithmetic.js";
import { callUnyieldable } from "../runtime/call-unyieldable.js";
import { NO_CHUNK } from "../runtime/call.js";
import { length } from "../runtime/concat-length.js";
import { index, setIndex } from "../runtime/indexing.js";
import { metafield } from "../runtime/metatable.js";
import { raiseAt } from "../runtime/raise.js";
import type { LuaTable } from "../value/lua-table.js";
import type { LuaResult, LuaValue } from "../value/lua-value.js";

const askLength = (table: LuaValue): LuaResult => length(table, NO_CHUNK, 0);
const askElement = (table: LuaValue, key: LuaValue): LuaResult => index(table, key, NO_CHUNK, 0);
const putElement = (table: LuaValue, key: LuaValue, value: LuaValue): LuaResult =>
  setIndex(table, key, value, NO_CHUNK, 0);

/** No position is further from 0: from here on a double plus 1 may be the same double. */
const POSITION_MAX = Number.MAX_SAFE_INTEGER - 1;

/** Brings an integer that is given for a position, infinity included, to where one can count on from. */
export function clampPosition(position: number): number {
  return Math.max(-POSITION_MAX, Math.min(POSITION_MAX, position));
}

/**
 * `#table` as the library sees it, honouring `__len` (`luaL_len`).
 * @throws LuaError when `__len` gives no number
 */
export function lengthOf(table: LuaTable): number {
  if (table.meta === null || metafield(table.meta, "len") === undefined) return table.length();
  const n = toNumber(callUnyieldable(askLength, table)[0]);
  if (n === undefined) raiseAt("object length is not a number", 1);
  return clampPosition(Math.trunc(n) || 0);
}

/** `table[position]`, honouring `__index`. */
export function readElement(table: LuaTable, position: number): LuaValue {
  const value = table.getNumber(position);
  if (value !== undefined || table.meta === null) return value;
  if (metafield(table.meta, "index") === undefined) return undefined;
  return callUnyieldable(askElement, table, position)[0];
}

/** `table[position] = value`, honouring `__newindex`. */
export function writeElement(table: LuaTable, position: number, value: LuaValue): void {
  if (table.meta === null) table.setNumber(position, value);
  else callUnyieldable(putElement, table, position, value);
}
