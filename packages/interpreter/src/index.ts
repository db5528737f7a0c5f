/**
 * The interpreter's public entry: Lua source in, running code out.
 * Pure: no I/O, no clock, no Node API.
 * @module @craftos-http/interpreter
 */
export type { StatementCounts } from "./codegen/statement-counter.js";
export { LuaState, type LuaStateOptions, type RunOutcome } from "./lua-state.js";
export {
  fromLua,
  type FromLuaOptions,
  type HostInput,
  type HostOutput,
  toLua,
} from "./embedding/convert-values.js";
export {
  callLua,
  generatorNative,
  type NativeStep,
  type NativeSteps,
  yieldLua,
} from "./embedding/generator-native.js";
export { namedField } from "./embedding/named-field.js";
export type { Inspection, MappedSource } from "./inspection.js";
export { InterpreterError, type InterpreterErrorCode } from "./embedding/interpreter-error.js";
export { bytesToLua, luaToBytes, luaToText, textToLua } from "./embedding/lua-text.js";
export { embeddedSourceMap, type EmbeddedSourceMap } from "./parser/embedded-source-map.js";
export { LuaSyntaxError } from "./parser/syntax-error.js";
export { callUnyieldable } from "./runtime/call-unyieldable.js";
export { callValue } from "./runtime/call.js";
export { execution, saveFrame, type Slice, suspend } from "./runtime/execution.js";
export { library, native } from "./runtime/native.js";
export { displayTypeName } from "./runtime/metatable.js";
export {
  type InspectorSession,
  type LineTicks,
  type ProfileNode,
  rememberFunctions,
} from "./runtime/profiled-functions.js";
export { newError, raise, raiseArgument, raiseArgumentText, raiseAt } from "./runtime/raise.js";
export { resumeFor, transparentTurnEnd, type TurnEnd, yieldValues } from "./runtime/resume.js";
export { takeTraceback } from "./runtime/traceback.js";
export { Arguments, checkToString, rawToString, toStringResult } from "./stdlib/arguments.js";
export type { LibraryName } from "./stdlib/open-libraries.js";
export { Coroutine, type CoroutineStatus } from "./value/coroutine.js";
export { Frame } from "./value/frame.js";
export { LuaError } from "./value/lua-error.js";
export { LuaTable } from "./value/lua-table.js";
export { LuaUserdata } from "./value/lua-userdata.js";
export type { RecordFields } from "./value/record.js";
export { RecordMaker } from "./value/record-maker.js";
export { DEFAULT_LUA_LIMITS, type LuaLimits } from "./value/size-limits.js";
export { tableTemplate } from "./value/table-template.js";
export {
  firstValue,
  isResultList,
  type LuaFunction,
  type LuaResult,
  type LuaTypeName,
  type LuaValue,
  NO_VALUES,
  resultList,
  resultOf,
  SUSPENDED,
  typeName,
} from "./value/lua-value.js";
