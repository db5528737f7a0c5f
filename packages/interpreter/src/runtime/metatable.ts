/**
 * Finding metatables and metamethods (Lua 5.2 manual §2.4).
 *
 * A metamethod's name always has a property in the record part, so finding one is one property
 * read; only a metatable that overflowed its record part is searched further.
 */
import { LuaTable } from "../value/lua-table.js";
import { LuaUserdata } from "../value/lua-userdata.js";
import { type LuaValue, typeName } from "../value/lua-value.js";
import { META, type RecordPart } from "../value/record.js";
import { execution } from "./execution.js";

/** The names of the metamethods that the runtime looks up. */
export type MetamethodName = keyof typeof META;

/** Gives a value's metatable, or null. */
export function metatableOf(value: LuaValue): LuaTable | null {
  if (value instanceof LuaTable) return value.meta;
  if (typeof value === "string") {
    const meta = execution.stringMeta;
    return meta === NO_METATABLE ? null : meta;
  }
  if (value instanceof LuaUserdata) return value.metatable;
  const others = execution.shared?.others;
  return others?.get(typeName(value)) ?? null;
}

/** Stands for the metatable of strings when they have none, so that generated code need not ask. */
const NO_METATABLE = new LuaTable();

/** Gives all values of a type that is not table or userdata a metatable, in the running state. */
export function shareMetatable(value: LuaValue, meta: LuaTable | null): void {
  const { shared } = execution;
  if (shared === null) return;
  if (typeof value === "string") {
    execution.stringMeta = shared.string = meta ?? NO_METATABLE;
    return;
  }
  shared.others ??= new Map();
  if (meta === null) shared.others.delete(typeName(value));
  else shared.others.set(typeName(value), meta);
}

/**
 * Reads a metamethod's property. There is one read for each name that programs use much, since V8
 * caches where metatables have it for each place in the code (benchmark metamethods).
 */
function readProperty(rec: RecordPart, name: MetamethodName): LuaValue {
  switch (name) {
    case "eq":
      return rec[META.eq];
    case "lt":
      return rec[META.lt];
    case "le":
      return rec[META.le];
    case "add":
      return rec[META.add];
    case "sub":
      return rec[META.sub];
    case "mul":
      return rec[META.mul];
    case "div":
      return rec[META.div];
    case "unm":
      return rec[META.unm];
    case "len":
      return rec[META.len];
    case "concat":
      return rec[META.concat];
    case "call":
      return rec[META.call];
    case "tostring":
      return rec[META.tostring];
    default:
      return rec[META[name]];
  }
}

/** Gives a field of a metatable, or `undefined`. */
export function metafield(meta: LuaTable, name: MetamethodName): LuaValue {
  const value = readProperty(meta.rec, name);
  return value === undefined && meta.hash !== null ? meta.getString(`__${name}`) : value;
}

/**
 * Names a value's type for an error about an argument: `__name` of its metatable, if it has one.
 * CC: as in Lua 5.3, and of tables and userdata only.
 */
export function displayTypeName(value: LuaValue): string {
  const meta =
    value instanceof LuaTable || value instanceof LuaUserdata ? metatableOf(value) : null;
  const name = meta === null ? undefined : metafield(meta, "name");
  return typeof name === "string" ? name : typeName(value);
}

/**
 * Gives `__index` of a metatable, or `undefined`. Apart from {@link metafield}, so that V8 caches
 * where metatables have it (benchmark inheritance).
 */
export function indexHandler(meta: LuaTable): LuaValue {
  const value = meta.rec[META.index];
  return value === undefined && meta.hash !== null ? meta.getString("__index") : value;
}

/** Gives `__newindex` of a metatable, or `undefined`; apart likewise. */
export function newindexHandler(meta: LuaTable): LuaValue {
  const value = meta.rec[META.newindex];
  return value === undefined && meta.hash !== null ? meta.getString("__newindex") : value;
}

/** Gives a value's metamethod, or `undefined`. */
export function metamethodOf(value: LuaValue, name: MetamethodName): LuaValue {
  const meta = metatableOf(value);
  return meta === null ? undefined : metafield(meta, name);
}
