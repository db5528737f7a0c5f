/**
 * The basic functions (Lua 5.2 manual §6.1), without those that load code: see `load.ts`.
 */
import { Frame } from "../value/frame.js";
import { LuaTable } from "../value/lua-table.js";
import {
  firstValue,
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  resultList,
  SUSPENDED,
  typeName,
} from "../value/lua-value.js";
import { parseInteger, parseNumber } from "../value/string-to-number.js";
import { callObjectMetamethod } from "../runtime/call.js";
import { isTruthy } from "../runtime/comparison.js";
import { errorFunction } from "../runtime/error-function.js";
import { execution, saveFrame } from "../runtime/execution.js";
import { ipairsIterator, nextFunction } from "../runtime/iteration.js";
import { metafield, metamethodOf, metatableOf } from "../runtime/metatable.js";
import { native } from "../runtime/native.js";
import { pcallFunction, xpcallFunction } from "../runtime/protected-call.js";
import { raise, raiseArgumentText, raiseAt } from "../runtime/raise.js";
import { Arguments, checkToString, toStringResult } from "./arguments.js";
import { chargeWork } from "../runtime/charge-work.js";

/** `assert(v [, message, ...])`: any value is passed on. */
function assert(...args: LuaValue[]): LuaResult {
  if (args.length === 0) new Arguments("assert", args).any(1);
  if (isTruthy(args[0])) return args.length === 1 ? args[0] : args;
  raise(args.length > 1 ? args[1] : "assertion failed!");
}

/** `collectgarbage([option [, arg]])`. HOST: JavaScript collects garbage by itself. */
function collectGarbage(...values: LuaValue[]): LuaResult {
  const args = new Arguments("collectgarbage", values);
  const option = args.optionalString(1, "collect");
  switch (option) {
    case "collect":
    case "stop":
    case "restart":
    case "setpause":
    case "setstepmul":
    case "generational":
    case "incremental":
      return 0;
    case "count":
      return [execution.memoryInUse?.() ?? 0, 0];
    case "step":
    case "isrunning":
      return true;
    default:
      raiseArgumentText(1, `invalid option '${option}'`, "collectgarbage");
  }
}

/** `getmetatable(object)`. */
function getMetatable(...values: LuaValue[]): LuaResult {
  const meta = metatableOf(new Arguments("getmetatable", values).any(1));
  if (meta === null) return undefined;
  const guard = metafield(meta, "metatable");
  return guard ?? meta;
}

/** `setmetatable(table, metatable)`. */
function setMetatable(...values: LuaValue[]): LuaResult {
  const args = new Arguments("setmetatable", values);
  const table = args.table(1);
  const meta = args.at(2);
  if (args.count < 2 || (meta !== undefined && !(meta instanceof LuaTable))) {
    raiseArgumentText(2, "nil or table expected", "setmetatable");
  }
  if (table.meta !== null && metafield(table.meta, "metatable") !== undefined) {
    raiseAt("cannot change a protected metatable", 1);
  }
  table.meta = meta ?? null;
  return table;
}

/** `ipairs(t)`. CC: `__ipairs` is honoured, as in 5.2. */
function ipairs(...values: LuaValue[]): LuaResult {
  const args = new Arguments("ipairs", values);
  const object = args.at(1);
  const metamethod = metamethodOf(object, "ipairs");
  if (metamethod !== undefined) return iterateWith(metamethod, object);
  if (!(object instanceof LuaTable)) args.fail(1, "table");
  return [ipairsIterator, object, 0];
}

/** `pairs(t)`. */
function pairs(...values: LuaValue[]): LuaResult {
  const args = new Arguments("pairs", values);
  const object = args.at(1);
  if (object instanceof LuaTable && object.meta === null) return [nextFunction, object, undefined];
  const metamethod = metamethodOf(object, "pairs");
  if (metamethod !== undefined) return iterateWith(metamethod, object);
  if (!(object instanceof LuaTable)) args.fail(1, "table");
  return [nextFunction, object, undefined];
}

function iterateWith(metamethod: LuaValue, object: LuaValue): LuaResult {
  const result = callObjectMetamethod(metamethod, object);
  return result === SUSPENDED ? saveFrame(new TripleFrame()) : triple(result);
}

/** Cuts the results of `__pairs` to three. */
function triple(result: LuaResult): LuaResult {
  const [iterator, state, control] = resultList(result);
  return [iterator, state, control];
}

class TripleFrame extends Frame {
  override resume(result: LuaResult): LuaResult {
    return triple(result);
  }
}

/** `rawequal(a, b)`. */
function rawEqual(...values: LuaValue[]): LuaResult {
  const args = new Arguments("rawequal", values);
  const first = args.any(1);
  return first === args.any(2);
}

/** `rawget(table, key)`. */
function rawGet(...values: LuaValue[]): LuaResult {
  const args = new Arguments("rawget", values);
  return args.table(1).get(args.any(2));
}

/** `rawset(table, key, value)`. */
function rawSet(...values: LuaValue[]): LuaResult {
  const args = new Arguments("rawset", values);
  const table = args.table(1);
  const key = args.any(2);
  const value = args.any(3);
  if (key === undefined) raise("table index is nil");
  if (key !== key) raise("table index is NaN");
  table.set(key, value);
  return table;
}

/** `rawlen(v)`. */
function rawLength(value: LuaValue): LuaResult {
  if (value instanceof LuaTable) return value.length();
  if (typeof value === "string") return value.length;
  raiseArgumentText(1, "table or string expected", "rawlen");
}

/** Up to so many values are copied in no time. */
const SHORT_LIST = 64;

/** `select(n, ...)`. */
function select(...values: LuaValue[]): LuaResult {
  const wanted = values[0];
  if (typeof wanted === "string" && wanted.startsWith("#")) return values.length - 1;
  const position = new Arguments("select", values).integer(1);
  const count = values.length - 1;
  const start = position < 0 ? count + position + 1 : position;
  if (count > SHORT_LIST) chargeWork(count);
  if (start < 1) raiseArgumentText(1, "index out of range", "select");
  const rest = values.slice(start);
  return rest.length === 1 ? rest[0] : rest;
}

/** From how many bytes on reading a number is charged for, and what a byte costs. */
const LONG_NUMERAL = 1000;
const NUMERAL_STEPS_PER_BYTE = 5;

/** `tonumber(e [, base])`. */
function toNumberFunction(...values: LuaValue[]): LuaResult {
  const args = new Arguments("tonumber", values);
  if (args.at(2) === undefined) {
    const value = args.any(1);
    if (typeof value === "number") return value;
    if (typeof value !== "string") return undefined;
    if (value.length > LONG_NUMERAL) chargeWork(value.length * NUMERAL_STEPS_PER_BYTE);
    return parseNumber(value);
  }
  const text = args.string(1);
  const base = args.integer(2);
  if (base < 2 || base > 36) raiseArgumentText(2, "base out of range", "tonumber");
  return parseInteger(text, base);
}

/** `tostring(v)`. */
function toString(...values: LuaValue[]): LuaResult {
  const value = values.length === 0 ? new Arguments("tostring", values).any(1) : values[0];
  const result = toStringResult(value);
  if (result === SUSPENDED) return saveFrame(new ToStringFrame());
  return typeof result === "string" ? result : checkToString(firstValue(result));
}

class ToStringFrame extends Frame {
  override get nativeName(): string {
    return "tostring";
  }

  override resume(result: LuaResult): LuaResult {
    return checkToString(firstValue(result));
  }
}

/** `type(v)`. */
function type(...values: LuaValue[]): LuaResult {
  return typeName(values.length === 0 ? new Arguments("type", values).any(1) : values[0]);
}

/** Makes the basic functions, by name. */
export function baseFunctions(): Readonly<Record<string, LuaFunction>> {
  return {
    assert: native("assert", assert),
    collectgarbage: native("collectgarbage", collectGarbage),
    error: errorFunction,
    getmetatable: native("getmetatable", getMetatable),
    ipairs: native("ipairs", ipairs),
    next: nextFunction,
    pairs: native("pairs", pairs),
    pcall: pcallFunction,
    rawequal: native("rawequal", rawEqual),
    rawget: native("rawget", rawGet),
    rawlen: native("rawlen", rawLength),
    rawset: native("rawset", rawSet),
    select: native("select", select),
    setmetatable: native("setmetatable", setMetatable),
    tonumber: native("tonumber", toNumberFunction),
    tostring: native("tostring", toString),
    type: native("type", type),
    xpcall: xpcallFunction,
  };
}
