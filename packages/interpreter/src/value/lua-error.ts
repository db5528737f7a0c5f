/**
 * An error that Lua can catch. Not a JavaScript `Error`: raising one takes no stack trace unless
 * somebody will look at it, so that a caught error stays cheap.
 */
import type { ActiveCall } from "./active-call.js";
import type { LuaValue } from "./lua-value.js";

/** A raised Lua error with any value (Lua 5.2 manual §2.3). */
export class LuaError {
  /** The error value. */
  readonly value: LuaValue;
  /** Where it was raised, a line per call, if anyone had asked for that when it was. */
  traceback: string | null = null;
  /** The calls of that traceback that were in the coroutine in which it was raised. */
  calls: readonly ActiveCall[] | null = null;

  /**
   * Makes an error without a position; `raise` and its like add one.
   * @param value - the error value, of any type
   */
  constructor(value: LuaValue) {
    this.value = value;
  }

  /** The error value as text, for people. */
  get message(): string {
    const value = this.value;
    if (typeof value === "string" || typeof value === "number") return String(value);
    return value === undefined ? "nil" : `(error object is a ${typeof value} value)`;
  }
}
