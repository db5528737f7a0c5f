/**
 * The function `error` (Lua 5.2 manual §6.1). It is here, and not among the libraries, because
 * generated code recognises it and tells it where it is called from.
 */
import type { ChunkInfo } from "../value/chunk-info.js";
import type { LuaFunction, LuaResult, LuaValue } from "../value/lua-value.js";
import { toNumber } from "./arithmetic.js";
import { returnError } from "./execution.js";
import { native } from "./native.js";
import { newError, raiseArgument } from "./raise.js";
import { positionAt } from "./active-calls.js";

/** The call that is about to be made; null when it did not come from generated code. */
let callingChunk: ChunkInfo | null = null;
let callingSite = 0;

/** `error(message [, level])`. */
export const errorFunction = native("error", (message: LuaValue, level: LuaValue): LuaResult => {
  const chunk = callingChunk;
  callingChunk = null;
  const wanted = level === undefined ? 1 : toNumber(level);
  if (wanted === undefined) raiseArgument(2, "number", level, "error");
  if (typeof message !== "string" || wanted < 1) return returnError(newError(message));
  if (wanted < 2 && chunk !== null) {
    return returnError(newError(`${chunk.displayName}:${chunk.sites[callingSite]}: ${message}`));
  }
  return returnError(newError(positionAt(Math.floor(wanted)) + message));
});

/** Tells {@link errorFunction} where it is about to be called, and gives it. */
export function errorFunctionAt(chunk: ChunkInfo, site: number): LuaFunction {
  callingChunk = chunk;
  callingSite = site;
  return errorFunction;
}
