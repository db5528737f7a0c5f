/**
 * Raising errors: the texts of Lua's runtime errors and where they happened.
 * What raises ends in a throw; what fails ends in a return, where the caller returns SUSPENDED anyway.
 */
import { type ChunkInfo, NAME_KIND_WORDS, NameKind } from "../value/chunk-info.js";
import { LuaError } from "../value/lua-error.js";
import { type LuaValue, type SUSPENDED, typeName } from "../value/lua-value.js";
import { displayTypeName } from "./metatable.js";
import { sizeLimits } from "../value/size-limits.js";
import { execution, returnError } from "./execution.js";
import {
  activeCalls,
  callerOfNative,
  currentPosition,
  positionAt,
  positionOf,
} from "./active-calls.js";
import { formatCalls, tracebackIsWanted } from "./traceback.js";

/** Makes an error to throw, with a traceback if a protected call that is under way wants one. */
export function newError(value: LuaValue): LuaError {
  const error = new LuaError(value);
  if (execution.tracebackWanted !== 0 && tracebackIsWanted()) {
    error.calls = activeCalls(Infinity);
    error.traceback = formatCalls(error.calls);
  }
  return error;
}

// PUC's words; the position is that of the Lua function that runs, or of none.
sizeLimits.raiseTableOverflow = () => {
  throw newError(`${currentPosition()}table overflow`);
};

/** Throws an error value as it is. */
export function raise(value: LuaValue): never {
  throw newError(value);
}

/**
 * Throws a message with the position of the Lua function at a level before it, as `error` does.
 * @param level - 1 is the function that called the running native, 2 its caller
 */
export function raiseAt(message: string, level: number): never {
  throw newError(positionAt(level) + message);
}

/** Throws a message with the position of a site. */
export function raiseAtSite(message: string, chunk: ChunkInfo, site: number): never {
  throw errorAtSite(message, chunk, site);
}

function errorAtSite(message: string, chunk: ChunkInfo, site: number): LuaError {
  const line = chunk.sites[site];
  // Without a site: on behalf of the Lua function that runs, or of a native, which has no position.
  const position = line === undefined ? currentPosition() : `${chunk.displayName}:${line}: `;
  return newError(position + message);
}

/**
 * Describes an operand as the source names it, with a space after, or gives "".
 * @param operand - 1 or 2, or 0 for a value that the source does not name
 */
function describeOperand(chunk: ChunkInfo, site: number, operand: 0 | 1 | 2): string {
  if (operand === 0) return "";
  const packed = chunk.sites[site + operand] ?? 0;
  const kind = NAME_KIND_WORDS[packed & 7];
  return kind === undefined || kind === "" ? "" : `${kind} '${chunk.names[packed >> 3]}' `;
}

/**
 * Makes the error "attempt to index local 'x' (a nil value)" and the like.
 * @param operation - the words after "attempt to"
 * @param operand - which operand of the site is at fault, 1 or 2; 0 when it is neither
 */
export function operandError(
  operation: string,
  value: LuaValue,
  chunk: ChunkInfo,
  site: number,
  operand: 0 | 1 | 2,
): LuaError {
  const name = describeOperand(chunk, site, operand);
  const type = typeName(value);
  const text =
    name === ""
      ? `attempt to ${operation} a ${type} value`
      : `attempt to ${operation} ${name}(a ${type} value)`;
  return errorAtSite(text, chunk, site);
}

/**
 * Raises what {@link operandError} makes.
 * @returns SUSPENDED, to be returned
 */
export function failOperand(...operation: Parameters<typeof operandError>): typeof SUSPENDED {
  return returnError(operandError(...operation));
}

/**
 * Raises the error for two values that cannot be ordered (Lua 5.2 manual §3.4.3).
 * @returns SUSPENDED, to be returned
 */
export function failCompare(
  a: LuaValue,
  b: LuaValue,
  chunk: ChunkInfo,
  site: number,
): typeof SUSPENDED {
  const first = typeName(a);
  const second = typeName(b);
  const text =
    first === second
      ? `attempt to compare two ${first} values`
      : `attempt to compare ${first} with ${second}`;
  return returnError(errorAtSite(text, chunk, site));
}

/**
 * Throws "bad argument #1 to 'insert' (table expected, got nil)" at the position of the native's
 * caller (luaL_argerror).
 * @param position - of the argument, from 1
 * @param expected - the type or what else was expected
 * @param given - the argument; pass `NO_VALUE` for a missing one
 */
export function raiseArgument(
  position: number,
  expected: string,
  given: LuaValue | typeof NO_VALUE,
  functionName: string,
): never {
  const got = given === NO_VALUE ? "no value" : displayTypeName(given);
  raiseArgumentText(position, `${expected} expected, got ${got}`, functionName);
}

/** As {@link raiseArgument}, with any text in the parentheses. */
export function raiseArgumentText(position: number, text: string, functionName: string): never {
  const caller = callerOfNative();
  const method = caller?.calls?.kind === NameKind.Method ? caller.calls.name : null;
  const where = positionOf(caller);
  if (method === null) {
    throw newError(`${where}bad argument #${position} to '${functionName}' (${text})`);
  }
  // The object of a method call is not counted (luaL_argerror).
  throw newError(
    position === 1
      ? `${where}calling '${method}' on bad self (${text})`
      : `${where}bad argument #${position - 1} to '${method}' (${text})`,
  );
}

/** Stands for an argument that was not given at all. */
export const NO_VALUE = Symbol("no value");
