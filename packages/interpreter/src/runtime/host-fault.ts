/**
 * JavaScript exceptions that reach a protected call: the two that a Lua program can cause become Lua
 * errors; every other one is a fault of ours (or of an embedder's native) and goes on as it is,
 * through all of Lua, so that no `pcall` hides it.
 */
import { LuaError } from "../value/lua-error.js";
import { positionOfFault } from "./call-sites.js";

/**
 * Gives the Lua error for what was caught.
 * @throws what was caught, when it is not an error of the program
 */
export function errorFromHost(thrown: unknown): LuaError {
  if (thrown instanceof LuaError) return thrown;
  if (thrown instanceof RangeError) {
    // V8's words for a stack that is used up by natives calling each other, and for a string or an
    // array beyond what it can make.
    if (thrown.message.includes("call stack")) return new LuaError("stack overflow");
    if (thrown.message.includes("string length")) {
      return new LuaError(`${positionOfFault(thrown)}resulting string too large`);
    }
    if (thrown.message.includes("array length")) return new LuaError("not enough memory");
  }
  throw thrown;
}
