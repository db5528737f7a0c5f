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
  resultOf,
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
import { argumentsOf } from "./raise-library-error.js";

/** `assert(v [, message, ...])`: any value is passed on. */
function assert(...args: LuaValue[]): LuaResult {
  if (args.length === 1 && isTruthy(args[0])) return args[0];
  return assertMany(...args);
}

function assertMany(...args: LuaValue[]): LuaResult {
  if (args.length === 0) new Arguments("assert", args).any(1);
  if (isTruthy(args[0])) return args;
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
function getMetatable(value: LuaValue): LuaResult {
  if (value === undefined) argumentsOf("getmetatable", arguments.length, value).any(1);
  const meta = metatableOf(value);
  if (meta === null) return undefined;
  const guard = metafield(meta, "metatable");
  return guard ?? meta;
}

/** `setmetatable(table, metatable)`. */
function setMetatable(object: LuaValue, meta: LuaValue): LuaResult {
  if (object instanceof LuaTable && object.meta === null && meta instanceof LuaTable) {
    object.meta = meta;
    return object;
  }
  const args = argumentsOf("setmetatable", arguments.length, object, meta);
  const table = args.table(1);
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
function ipairs(object: LuaValue): LuaResult {
  const metamethod = metamethodOf(object, "ipairs");
  if (metamethod !== undefined) return iterateWith(metamethod, object);
  if (!(object instanceof LuaTable)) argumentsOf("ipairs", arguments.length, object).table(1);
  return [ipairsIterator, object, 0];
}

/** `pairs(t)`. */
function pairs(object: LuaValue): LuaResult {
  if (object instanceof LuaTable && object.meta === null) return [nextFunction, object, undefined];
  const metamethod = metamethodOf(object, "pairs");
  if (metamethod !== undefined) return iterateWith(metamethod, object);
  if (!(object instanceof LuaTable)) argumentsOf("pairs", arguments.length, object).table(1);
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
function rawEqual(first: LuaValue, second: LuaValue): LuaResult {
  if (arguments.length < 2) {
    const args = argumentsOf("rawequal", arguments.length, first, second);
    args.any(1);
    args.any(2);
  }
  return first === second;
}

/** `rawget(table, key)`. */
function rawGet(table: LuaValue, key: LuaValue): LuaResult {
  if (table instanceof LuaTable && key !== undefined) return table.get(key);
  const args = argumentsOf("rawget", arguments.length, table, key);
  return args.table(1).get(args.any(2));
}

/** `rawset(table, key, value)`. */
function rawSet(object: LuaValue, key: LuaValue, value: LuaValue): LuaResult {
  const isWhole = object instanceof LuaTable && arguments.length >= 3;
  const table = isWhole
    ? object
    : checkRawSet(argumentsOf("rawset", arguments.length, object, key, value));
  if (key === undefined) raise("table index is nil");
  if (key !== key) raise("table index is NaN");
  table.set(key, value);
  return table;
}

function checkRawSet(args: Arguments): LuaTable {
  const table = args.table(1);
  args.any(2);
  args.any(3);
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

/**
 * `select(n, ...)`. What is asked for most needs no list of the arguments, and V8 makes none where
 * they are only read one by one, or passed on as they are (benchmark varargs).
 */
function select(...values: LuaValue[]): LuaResult {
  const wanted = values[0];
  const last = values.length - 1;
  if (typeof wanted !== "number") return wanted === "#" ? last : selectAny(...values);
  if ((wanted | 0) !== wanted || wanted <= 0 || last > SHORT_LIST) return selectAny(...values);
  switch (last - wanted) {
    case 0:
      return values[wanted];
    case 1:
      return [values[wanted], values[wanted + 1]];
    case 2:
      return [values[wanted], values[wanted + 1], values[wanted + 2]];
    case 3:
      return [values[wanted], values[wanted + 1], values[wanted + 2], values[wanted + 3]];
  }
  const rest: LuaValue[] = [];
  for (let index = wanted; index <= last; index++) rest.push(values[index]);
  return rest;
}

function selectAny(...values: LuaValue[]): LuaResult {
  const wanted = values[0];
  const count = values.length - 1;
  if (typeof wanted === "string" && wanted.startsWith("#")) return count;
  const position = new Arguments("select", values).integer(1);
  const start = position < 0 ? count + position + 1 : position;
  if (count > SHORT_LIST) chargeWork(count);
  if (start < 1) raiseArgumentText(1, "index out of range", "select");
  return resultOf(values.slice(start));
}

/** From how many bytes on reading a number is charged for, and what a byte costs. */
const LONG_NUMERAL = 1000;
const NUMERAL_STEPS_PER_BYTE = 5;

/** `tonumber(e [, base])`. */
function toNumberFunction(value: LuaValue, wantedBase: LuaValue): LuaResult {
  if (wantedBase === undefined) {
    if (typeof value === "number") return value;
    if (typeof value === "string") {
      if (value.length > LONG_NUMERAL) chargeWork(value.length * NUMERAL_STEPS_PER_BYTE);
      return parseNumber(value);
    }
    if (value === undefined) argumentsOf("tonumber", arguments.length, value).any(1);
    return undefined;
  }
  const args = argumentsOf("tonumber", arguments.length, value, wantedBase);
  const text = args.string(1);
  const base = args.integer(2);
  if (base < 2 || base > 36) raiseArgumentText(2, "base out of range", "tonumber");
  return parseInteger(text, base);
}

/** `tostring(v)`. */
function toString(value: LuaValue): LuaResult {
  if (value === undefined) argumentsOf("tostring", arguments.length, value).any(1);
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
function type(value: LuaValue): LuaResult {
  if (value === undefined) argumentsOf("type", arguments.length, value).any(1);
  return typeName(value);
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
