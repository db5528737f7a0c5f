/**
 * Whole values from JavaScript to Lua and back: objects, arrays and maps become tables, and tables
 * the one of them that fits. Copies throughout; what refers to itself, or twice to the same, still
 * does so afterwards. Any depth: nothing here recurses.
 */
import { Coroutine } from "../value/coroutine.js";
import { LuaTable } from "../value/lua-table.js";
import { LuaUserdata } from "../value/lua-userdata.js";
import type { LuaFunction, LuaValue } from "../value/lua-value.js";
import { InterpreterError } from "./interpreter-error.js";
import { bytesToLua, luaToText, textToLua } from "./lua-text.js";

/** What {@link toLua} takes. Text becomes UTF-8, a `Uint8Array` a string of its bytes. */
export type HostInput =
  | null
  | undefined
  | boolean
  | number
  | string
  | Uint8Array
  | LuaFunction
  | LuaTable
  | Coroutine
  | LuaUserdata
  | readonly HostInput[]
  | ReadonlyMap<HostInput, HostInput>
  | { readonly [key: string]: HostInput };

/** What {@link fromLua} gives. */
export type HostOutput =
  | undefined
  | boolean
  | number
  | string
  | LuaFunction
  | Coroutine
  | LuaUserdata
  | HostOutput[]
  | Map<HostOutput, HostOutput>
  | { [key: string]: HostOutput };

/** How {@link fromLua} converts. */
export interface FromLuaOptions {
  /**
   * `"text"`, the default, reads strings as UTF-8; `"raw"` leaves them as they are, one character per
   * byte, for `luaToBytes`.
   */
  readonly strings?: "text" | "raw";
}

/** A container whose members are still to be converted, and where it stands. */
interface PendingInput {
  readonly source: object;
  readonly table: LuaTable;
  readonly path: string;
}

/**
 * Makes a Lua value of a JavaScript value. null and undefined become nil, so that array elements and
 * fields with them are left out; an array becomes a table from 1 on, a map or a plain object one with
 * the same keys. Lua values, functions among them, stay what they are.
 * @throws InterpreterError `NOT_CONVERTIBLE` for anything else, such as a `Date` or a bigint, and for
 *   maps with keys that Lua has not, nil and NaN
 */
export function toLua(value: HostInput): LuaValue {
  const made = new Map<object, LuaTable>();
  const pending: PendingInput[] = [];
  const convert = (item: unknown, path: string): LuaValue => {
    if (item === null) return undefined;
    if (isLuaValue(item)) return typeof item === "string" ? textToLua(item) : item;
    if (item instanceof Uint8Array) return bytesToLua(item);
    if (typeof item !== "object" || !isContainer(item)) throw notConvertible(item, path);
    let table = made.get(item);
    if (table === undefined) {
      table = new LuaTable();
      made.set(item, table);
      pending.push({ source: item, table, path });
    }
    return table;
  };
  const result = convert(value, "");
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) fill(next, convert);
  return result;
}

function isLuaValue(value: unknown): value is LuaValue {
  switch (typeof value) {
    case "undefined":
    case "boolean":
    case "number":
    case "string":
    case "function":
      return true;
    default:
      return (
        value instanceof LuaTable || value instanceof Coroutine || value instanceof LuaUserdata
      );
  }
}

function isContainer(value: object): boolean {
  if (Array.isArray(value) || value instanceof Map) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function notConvertible(value: unknown, path: string): InterpreterError {
  const what =
    typeof value === "object" && value !== null
      ? `an object of class ${value.constructor.name}`
      : `a ${typeof value}`;
  const where = path === "" ? "" : ` at ${path}`;
  const message = `${what}${where} has no counterpart in Lua: convert it first, or wrap it in a LuaUserdata`;
  return new InterpreterError("NOT_CONVERTIBLE", message);
}

function fill(
  { source, table, path }: PendingInput,
  convert: (item: unknown, path: string) => LuaValue,
): void {
  if (Array.isArray(source)) {
    source.forEach((item, i) => {
      table.set(i + 1, convert(item, `${path}[${i}]`));
    });
  } else if (source instanceof Map) {
    for (const [key, item] of source as Map<unknown, unknown>) {
      const place = `${path}[${typeof key === "string" ? JSON.stringify(key) : String(key)}]`;
      const luaKey = convert(key, `the key ${place}`);
      if (luaKey === undefined || luaKey !== luaKey) throw notConvertible(key, `the key ${place}`);
      table.set(luaKey, convert(item, place));
    }
  } else {
    for (const [key, item] of Object.entries(source)) {
      table.set(textToLua(key), convert(item, path === "" ? key : `${path}.${key}`));
    }
  }
}

/** A table whose members are still to be converted. */
interface PendingTable {
  readonly table: LuaTable;
  readonly made: HostOutput[] | Map<HostOutput, HostOutput> | Record<string, HostOutput>;
}

/**
 * Makes a JavaScript value of a Lua value. A table with the keys 1 to n becomes an array, one with
 * strings for keys, or with none, an object, any other a map; metatables are not asked. Functions,
 * coroutines and userdata stay what they are.
 */
export function fromLua(value: LuaValue, options: FromLuaOptions = {}): HostOutput {
  const isText = options.strings !== "raw";
  const made = new Map<LuaTable, PendingTable["made"]>();
  const pending: PendingTable[] = [];
  const convert = (item: LuaValue): HostOutput => {
    if (typeof item === "string") return isText ? luaToText(item) : item;
    if (!(item instanceof LuaTable)) return item;
    let container = made.get(item);
    if (container === undefined) {
      container = emptyLike(item);
      made.set(item, container);
      pending.push({ table: item, made: container });
    }
    return container;
  };
  const result = convert(value);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) empty(next, convert);
  return result;
}

/** Makes the container that fits a table's keys. */
function emptyLike(table: LuaTable): PendingTable["made"] {
  const length = table.length();
  let count = 0;
  let hasOther = false;
  for (let at = table.nextPosition(0); at >= 0; at = table.nextPosition(at + 1)) {
    count++;
    hasOther ||= typeof table.keyAt(at) !== "string";
  }
  if (!hasOther) return {};
  return count === length ? [] : new Map();
}

function empty({ table, made }: PendingTable, convert: (item: LuaValue) => HostOutput): void {
  if (Array.isArray(made)) {
    for (let i = 1; i <= table.length(); i++) made.push(convert(table.get(i)));
    return;
  }
  for (let at = table.nextPosition(0); at >= 0; at = table.nextPosition(at + 1)) {
    const key = convert(table.keyAt(at));
    const item = convert(table.valueAt(at));
    if (made instanceof Map) made.set(key, item);
    // Not an assignment: a field may be called __proto__.
    else {
      const field = { value: item, configurable: true, enumerable: true, writable: true };
      Object.defineProperty(made, key as string, field);
    }
  }
}
