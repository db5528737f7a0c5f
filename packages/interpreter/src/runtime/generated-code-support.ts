/**
 * The functions that generated code calls, by the names it calls them (`RUNTIME_NAMES` in codegen),
 * and the few that exist for its sake only.
 */
import { Cell } from "../value/cell.js";
import type { ChunkInfo } from "../value/chunk-info.js";
import { EMPTY_ARRAY, LuaTable } from "../value/lua-table.js";
import {
  firstValue,
  type LuaResult,
  type LuaValue,
  NO_VALUES,
  resultList,
  resultOf,
  successOf,
  SUSPENDED,
} from "../value/lua-value.js";
import { formatNumber } from "../value/number-to-string.js";
import { EMPTY_RECORD } from "../value/record.js";
import { type ArithmeticName, arithmetic, modulo, negate, power, toNumber } from "./arithmetic.js";
import { putOffCall, putOffOpenCall, tick } from "./budget.js";
import { callable } from "./call.js";
import { equals, isTruthy, lessEqual, lessThan } from "./comparison.js";
import { chargeBytes } from "./charge-work.js";
import { checkLongText, concat, length } from "./concat-length.js";
import { errorFunction, errorFunctionAt } from "./error-function.js";
import { execution, saveFrame } from "./execution.js";
import { FieldReader } from "./field-reader.js";
import { canAddField, index, indexName, newSequence, setIndex } from "./indexing.js";
import { walkKind } from "./iteration.js";
import { type LuaFrame, saveCall, saveSmallCall } from "./lua-frame.js";
import { nameForDebugger } from "./call-sites.js";
import {
  handledCall,
  handledError,
  handledSuspension,
  pcallFunction,
  protectedCall,
  protectedError,
  protectedSuspension,
  xpcallFunction,
} from "./protected-call.js";
import { raiseAtSite } from "./raise.js";
import { enter, held, hold, lineAt, tail, told, trace, turn, walkTold } from "./trace.js";

/**
 * Stores a computed key of a table constructor, unless it is the place of a positional value that the source
 * has before it and that PUC stores later.
 * @param first - the first such place
 * @param last - the last
 */
function putField(
  table: LuaTable,
  key: LuaValue,
  value: LuaValue,
  first: number,
  last: number,
  chunk: ChunkInfo,
  site: number,
): void {
  if (key === undefined) raiseAtSite("table index is nil", chunk, site);
  if (key !== key) raiseAtSite("table index is NaN", chunk, site);
  if (typeof key === "number" && key >= first && key <= last && Number.isInteger(key)) return;
  table.set(key, value);
}

/** Stores the values of a multiple expression at the end of a long constructor. */
function fillSequence(table: LuaTable, position: number, values: readonly LuaValue[]): void {
  for (let i = 0; i < values.length; i++) table.setNumber(position + i + 1, values[i]);
}

/** Converts a bound of a numeric `for` (Lua 5.2 manual §3.3.5). */
function loopBound(
  value: LuaValue,
  what: "initial" | "limit" | "step",
  chunk: ChunkInfo,
  site: number,
): number {
  const number = toNumber(value);
  if (number !== undefined) return number;
  raiseAtSite(`'for' ${what}${what === "initial" ? " value" : ""} must be a number`, chunk, site);
}

/** The truth of a suspended comparison's result. */
function truthOfResult(result: LuaResult): boolean {
  return isTruthy(firstValue(result));
}

/** Arithmetic on any operands. */
function operator(
  name: ArithmeticName,
): (a: LuaValue, b: LuaValue, chunk: ChunkInfo, site: number) => LuaResult {
  return (a, b, chunk, site) => arithmetic(name, a, b, chunk, site);
}

/** What generated code sees of the runtime. */
export const generatedCodeSupport = {
  X: execution,
  S: SUSPENDED,
  E0: NO_VALUES,
  T: LuaTable,
  R0: EMPTY_RECORD,
  A0: EMPTY_ARRAY,
  Cell,
  first: firstValue,
  truth: truthOfResult,
  same: (value: LuaValue): LuaValue => value,
  list: resultList,
  one: resultOf,
  isList: Array.isArray,
  add: operator("add"),
  sub: operator("sub"),
  mul: operator("mul"),
  div: operator("div"),
  modAny: operator("mod"),
  powAny: operator("pow"),
  mod: modulo,
  pow: power,
  neg: negate,
  len: length,
  concat,
  longText: checkLongText,
  compared: chargeBytes,
  fmt: formatNumber,
  eq: equals,
  lt: lessThan,
  le: lessEqual,
  index,
  indexName,
  field: (key: string, property: string): FieldReader => FieldReader.for(key, property),
  setIndex,
  canAdd: canAddField,
  put: putField,
  seq: newSequence,
  fill: fillSequence,
  bound: loopBound,
  walk: walkKind,
  callable,
  ERROR: errorFunction,
  errorAt: errorFunctionAt,
  PCALL: pcallFunction,
  pcall: protectedCall,
  pcallError: protectedError,
  pcallSuspended: protectedSuspension,
  XPCALL: xpcallFunction,
  xpcall: handledCall,
  xpcallError: handledError,
  xpcallSuspended: handledSuspension,
  success: successOf,
  tick,
  save: saveCall,
  saveFew: saveSmallCall,
  again: (frame: LuaFrame): LuaResult => saveFrame(frame),
  putOff: putOffCall,
  putOffOpen: putOffOpenCall,
  trace,
  hold,
  held,
  enter,
  turn,
  tail,
  told,
  walkTold,
  lineAt,
  named: nameForDebugger,
};
