/**
 * The one place where faults found by the pure parts of the library become Lua errors with position
 * and function name, and where natives that left their fast path get their arguments checked.
 */
import { raiseArgumentText, raiseAt } from "../runtime/raise.js";
import type { LuaValue } from "../value/lua-value.js";
import { Arguments } from "./arguments.js";
import { ArgumentError, LibraryError } from "./library-error.js";

/**
 * Raises what a pure part of the library threw, as the native that called it.
 * @param thrown - anything; what is no fault of the program is thrown again as it is
 * @param functionName - the native's name, for `bad argument` messages
 */
export function raiseLibraryError(thrown: unknown, functionName: string): never {
  if (thrown instanceof ArgumentError) {
    raiseArgumentText(thrown.argument, thrown.message, functionName);
  }
  if (thrown instanceof LibraryError) raiseAt(thrown.message, 1);
  throw thrown;
}

/**
 * Collects the arguments of a call that is off a native's fast path.
 * @param functionName - the native's name
 * @param count - how many arguments there were (`arguments.length`)
 * @param values - the native's parameters
 */
export function argumentsOf(functionName: string, count: number, ...values: LuaValue[]): Arguments {
  return new Arguments(functionName, count < values.length ? values.slice(0, count) : values);
}
