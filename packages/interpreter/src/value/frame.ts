/**
 * A suspended call: plain data from which the call can be carried on.
 *
 * There is one class per kind of call that can be suspended: a Lua function (`LuaFrame`), a call not
 * yet begun, and one per native function that calls Lua and is written to be re-entered.
 */
import type { LuaError } from "./lua-error.js";
import type { LuaFunction, LuaResult } from "./lua-value.js";

/** One suspended call. */
export interface SuspendedCall {
  /** The frame that called this one, or null for the outermost. */
  parent: SuspendedCall | null;
  /** Whether it is the call of a Lua function: one load, where `instanceof` takes several. */
  readonly isLua: boolean;
  /** The native function's name for tracebacks; "" for what a traceback does not show. */
  readonly nativeName: string;
  /** The native function itself, where a program may want to know. */
  readonly nativeFunction: LuaFunction | null;
  /** The error whose message handler this frame waits for. */
  readonly handledError?: LuaError;
  /** Whether an error that {@link recover} takes should carry a traceback. */
  readonly wantsTraceback: boolean;
  /**
   * Carries on.
   * @param result - what the call made by this frame gave
   * @returns what this frame's call gives, or SUSPENDED after it has saved itself again
   */
  resume(result: LuaResult): LuaResult;
  /**
   * Takes an error raised by the call that this frame made, if this frame is a protected call.
   * @returns what this frame's call gives, or null when the error is to go further out
   */
  recover?(error: LuaError): LuaResult | null;
}

/** A suspended call of a native function: what such classes extend. */
export abstract class Frame implements SuspendedCall {
  declare readonly isLua: false;
  parent: SuspendedCall | null = null;

  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- a field would take room in every frame
  get nativeName(): string {
    return "";
  }

  /** The native function itself, where a program may want to know. */
  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- a field would take room in every frame
  get nativeFunction(): LuaFunction | null {
    return null;
  }

  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- a field would take room in every frame
  get wantsTraceback(): boolean {
    return false;
  }

  abstract resume(result: LuaResult): LuaResult;

  recover?(error: LuaError): LuaResult | null;
}

Object.defineProperty(Frame.prototype, "isLua", { value: false });
