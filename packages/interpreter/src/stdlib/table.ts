/**
 * The table library (Lua 5.2 manual §6.5), without `sort`. As in 5.2, elements are read and written
 * raw and `__len` is honoured; CC: `unpack` honours `__index`, and `move` both.
 * Elements of the array part are moved by JavaScript's own array functions.
 */
import { library } from "../runtime/native.js";
import { raiseArgumentText, raiseAt } from "../runtime/raise.js";
import { LuaTable } from "../value/lua-table.js";
import {
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  NO_VALUES,
  resultOf,
  typeName,
} from "../value/lua-value.js";
import { formatNumber } from "../value/number-to-string.js";
import { sizeLimits } from "../value/size-limits.js";
import { Arguments } from "./arguments.js";
import { runSteps, type WorkSteps } from "../runtime/native-steps.js";
import { chargeWork } from "../runtime/charge-work.js";
import { argumentsOf } from "./raise-library-error.js";
import { RESULTS_MAX } from "./results-max.js";
import { clampPosition, lengthOf, readElement, writeElement } from "./table-access.js";
import { foreach, foreachi } from "./table-foreach.js";
import { sort } from "./table-sort.js";

/** Moving fewer elements than this is not worth telling the budget. */
const UNCHARGED_MAX = 1_000;
/** How many elements JavaScript's array functions move in the time of one step. */
const MOVES_PER_STEP = 16;

/** How many elements a loop handles between two charges to the budget. */
const ELEMENTS_PER_CHARGE = 4096;

/** Says whether the hash part has no element that may have to follow a growing array part. */
function hasNoHash(table: LuaTable): boolean {
  return table.hash === null || table.hash.liveCount === 0;
}

/** `table.insert(list, [pos,] value)`. */
function insert(table: LuaValue, second: LuaValue, third: LuaValue): LuaResult {
  const count = arguments.length;
  if (count === 2 && table instanceof LuaTable && table.meta === null && second !== undefined) {
    table.append(second);
    return NO_VALUES;
  }
  const args = argumentsOf("insert", count, table, second, third);
  const list = args.table(1);
  const end = lengthOf(list) + 1;
  if (count === 2) {
    list.setNumber(end, second);
  } else if (count === 3) {
    const position = typeof second === "number" ? Math.trunc(second) : args.integer(2);
    if (!(position >= 1 && position <= end)) {
      raiseArgumentText(2, "position out of bounds", "insert");
    }
    insertAt(list, position, end, third);
  } else {
    raiseAt("wrong number of arguments to 'insert'", 1);
  }
  return NO_VALUES;
}

/** Moves the elements from `position` to before `end` up and puts a value in their place. */
function insertAt(table: LuaTable, position: number, end: number, value: LuaValue): void {
  const arr = table.arr;
  if (position < end && end === arr.length + 1 && hasNoHash(table)) {
    if (end > UNCHARGED_MAX) chargeWork((end - position) / MOVES_PER_STEP);
    if (arr.length >= sizeLimits.tableEntriesMax) sizeLimits.raiseTableOverflow();
    arr.splice(position - 1, 0, value);
    return;
  }
  for (let i = end; i > position; i--) {
    if (i % ELEMENTS_PER_CHARGE === 0) chargeWork(ELEMENTS_PER_CHARGE);
    table.setNumber(i, table.getNumber(i - 1));
  }
  table.setNumber(position, value);
}

/** `table.remove(list [, pos])`. */
function remove(table: LuaValue, position: LuaValue): LuaResult {
  if (position === undefined && table instanceof LuaTable && table.meta === null) {
    const { arr } = table;
    const length = arr.length;
    if (length > 0) {
      const value = arr[length - 1];
      table.setNumber(length, undefined);
      return value;
    }
  }
  const args = argumentsOf("remove", arguments.length, table, position);
  const list = args.table(1);
  const size = lengthOf(list);
  const place = typeof position === "number" ? Math.trunc(position) : args.optionalInteger(2, size);
  if (place !== size && !(place >= 1 && place <= size + 1)) {
    // PUC 5.2 blames the first argument.
    raiseArgumentText(1, "position out of bounds", "remove");
  }
  return removeAt(list, place, size);
}

/** Takes an element out and moves those after it, up to `size`, down. */
function removeAt(table: LuaTable, position: number, size: number): LuaValue {
  const arr = table.arr;
  if (position < size && size === arr.length) {
    if (size > UNCHARGED_MAX) chargeWork((size - position) / MOVES_PER_STEP);
    return position === 1 ? arr.shift() : arr.splice(position - 1, 1)[0];
  }
  const value = table.getNumber(position);
  let i = position;
  for (; i < size; i++) {
    if (i % ELEMENTS_PER_CHARGE === 0) chargeWork(ELEMENTS_PER_CHARGE);
    table.setNumber(i, table.getNumber(i + 1));
  }
  table.setNumber(i, undefined);
  return value;
}

/** Up to so many values are charged with the call that gives or takes them. */
const FEW_VALUES = 16;
/** What a value costs that becomes a result of a call, and mostly an argument of the next. */
const STEPS_PER_RESULT = 3;
/** How many elements of a long list are joined at a time. */
const BLOCK = 1 << 14;
/** What an element costs that is joined to others. */
const STEPS_PER_JOINED = 4;

/**
 * Up to so many elements are joined one by one, which is faster, but leaves an object behind for
 * each (benchmarks/lua/programs/json.lua, string-buffer.lua).
 */
const JOINED_ONE_BY_ONE_MAX = 16;

/** `table.concat(list [, sep [, i [, j]]])`. */
function concat(table: LuaValue, separator: LuaValue, from: LuaValue, to: LuaValue): LuaResult {
  if (table instanceof LuaTable && table.meta === null && from === undefined && to === undefined) {
    if (separator === undefined) return join(table, "", 1, table.length());
    if (typeof separator === "string") return join(table, separator, 1, table.length());
  }
  const args = argumentsOf("concat", arguments.length, table, separator, from, to);
  const text = args.optionalString(2, "");
  const list = args.table(1);
  const first = clampPosition(args.optionalInteger(3, 1));
  const last = to === undefined ? lengthOf(list) : clampPosition(args.integer(4));
  return join(list, text, first, last);
}

function join(table: LuaTable, separator: string, first: number, last: number): LuaResult {
  if (first > last) return "";
  const count = last - first + 1;
  if (count > BLOCK) return runSteps("concat", joinByBlocks(table, separator, first, last));
  if (count > FEW_VALUES) chargeWork(count * STEPS_PER_JOINED);
  if (count > JOINED_ONE_BY_ONE_MAX) return joinMany(table, separator, first, last);
  let text = elementText(table.getNumber(first), first);
  for (let position = first + 1; position <= last; position++) {
    const value = table.getNumber(position);
    const part = typeof value === "string" ? value : elementText(value, position);
    if (text.length + separator.length + part.length > sizeLimits.stringBytesMax) {
      raiseAt("resulting string too large", 1);
    }
    text = separator === "" ? text + part : text + separator + part;
  }
  return text;
}

/** Joins a long list block by block. */
function* joinByBlocks(table: LuaTable, separator: string, first: number, last: number): WorkSteps {
  let text = "";
  for (let start = first; start <= last; start += BLOCK) {
    const block = joinMany(table, separator, start, Math.min(start + BLOCK - 1, last));
    const between = start === first ? "" : separator;
    if (text.length + between.length + block.length > sizeLimits.stringBytesMax) {
      raiseAt("resulting string too large", 1);
    }
    text += between + block;
    yield BLOCK * STEPS_PER_JOINED;
  }
  return text;
}

function joinMany(table: LuaTable, separator: string, first: number, last: number): string {
  const { arr } = table;
  const count = last - first + 1;
  if (first >= 1 && last <= arr.length && joinsAlike(arr, first - 1, last, separator.length)) {
    const parts = arr as readonly (string | number)[];
    return (count === arr.length ? parts : parts.slice(first - 1, last)).join(separator);
  }
  const parts: string[] = [];
  let length = separator.length * (last - first);
  for (let position = first; position <= last; position++) {
    const part = elementText(table.getNumber(position), position);
    length += part.length;
    if (length > sizeLimits.stringBytesMax) raiseAt("resulting string too large", 1);
    parts.push(part);
  }
  return parts.join(separator);
}

/** As long as the text of a 32-bit integer may be. */
const INTEGER_LENGTH_MAX = 11;

/**
 * Says whether JavaScript joins elements as Lua does, strings and small integers (benchmark
 * string-buffer), and the result is not too long.
 */
function joinsAlike(
  arr: readonly LuaValue[],
  start: number,
  end: number,
  separatorLength: number,
): boolean {
  let length = separatorLength * (end - start - 1);
  for (let index = start; index < end; index++) {
    const value = arr[index];
    if (typeof value === "string") length += value.length;
    else if (typeof value === "number" && isPlainInteger(value)) length += INTEGER_LENGTH_MAX;
    else return false;
  }
  return length <= sizeLimits.stringBytesMax;
}

/** Says whether a number is an integer of 32 bits, and not -0, which JavaScript writes as 0. */
function isPlainInteger(value: number): boolean {
  return (value | 0) === value && (value !== 0 || 1 / value > 0);
}

/** The text of an element that `concat` joins. */
function elementText(value: LuaValue, position: number): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatNumber(value);
  const where = `at index ${formatNumber(position)} in table for 'concat'`;
  raiseAt(`invalid value (${typeName(value)}) ${where}`, 1);
}

/** `table.pack(...)`. */
function pack(...values: LuaValue[]): LuaResult {
  const count = values.length;
  if (count > FEW_VALUES) chargeWork(count);
  const table = LuaTable.fromArray(values);
  table.define("n", count);
  return table;
}

/** `table.unpack(list [, i [, j]])`. */
function unpack(table: LuaValue, from: LuaValue, to: LuaValue): LuaResult {
  if (from === undefined && to === undefined && table instanceof LuaTable && table.meta === null) {
    const { arr } = table;
    if (arr.length > FEW_VALUES) chargeWork(Math.min(arr.length, RESULTS_MAX) * STEPS_PER_RESULT);
    if (arr.length <= RESULTS_MAX) return arr.length === 1 ? arr[0] : arr.slice();
  }
  const args = argumentsOf("unpack", arguments.length, table, from, to);
  const list = args.table(1);
  const first = clampPosition(args.optionalInteger(2, 1));
  const last = to === undefined ? lengthOf(list) : clampPosition(args.integer(3));
  if (first > last) return NO_VALUES;
  if (last - first >= RESULTS_MAX) raiseAt("too many results to unpack", 1);
  if (last - first > FEW_VALUES) chargeWork((last - first) * STEPS_PER_RESULT);
  if (first >= 1 && last <= list.arr.length && list.meta === null) {
    return resultOf(list.arr.slice(first - 1, last));
  }
  const values: LuaValue[] = [];
  for (let i = first; i <= last; i++) values.push(readElement(list, i));
  return resultOf(values);
}

/** `table.move(a1, f, e, t [, a2])` (Lua 5.3 manual §6.6). */
function move(...values: LuaValue[]): LuaResult {
  const args = new Arguments("move", values);
  const first = args.integer(2);
  const last = args.integer(3);
  const start = args.integer(4);
  const source = args.table(1);
  const target = args.at(5) === undefined ? source : args.table(5);
  if (last < first) return target;
  const count = last - first + 1;
  if (count > Number.MAX_SAFE_INTEGER) {
    raiseArgumentText(3, "too many elements to move", "move");
  }
  if (start + count - 1 > Number.MAX_SAFE_INTEGER) {
    raiseArgumentText(4, "destination wrap around", "move");
  }
  const goesUp = start > last || start <= first || target !== source;
  for (let i = 0; i < count; i++) {
    if (i % ELEMENTS_PER_CHARGE === ELEMENTS_PER_CHARGE - 1) chargeWork(ELEMENTS_PER_CHARGE);
    const offset = goesUp ? i : count - 1 - i;
    writeElement(target, start + offset, readElement(source, first + offset));
  }
  return target;
}

/** `table.maxn(table)` (Lua 5.1 manual §5.5). */
function maxn(...values: LuaValue[]): LuaResult {
  const table = new Arguments("maxn", values).table(1);
  let greatest = table.arr.length;
  const { hash } = table;
  if (hash === null) return greatest;
  for (let place = hash.nextPlace(0); place >= 0; place = hash.nextPlace(place + 1)) {
    const key = hash.keys[place];
    if (typeof key === "number" && key > greatest) greatest = key;
  }
  return greatest;
}

/** `table.getn(table)` (Lua 5.1 manual §7.2). */
function getn(...values: LuaValue[]): LuaResult {
  return lengthOf(new Arguments("getn", values).table(1));
}

/** Makes the library's table. */
export function tableLibrary(): LuaTable {
  const members: Record<string, LuaFunction> = {
    concat,
    foreach,
    foreachi,
    getn,
    insert,
    maxn,
    move,
    pack,
    remove,
    sort,
    unpack,
  };
  return library(members);
}
