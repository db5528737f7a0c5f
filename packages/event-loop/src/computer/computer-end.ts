/**
 * How a computer's run ends, and how a native ends it from inside.
 */
import type { LuaError, LuaValue } from "@craftos-http/interpreter";

/** How a computer's run ended. */
export type ComputerEnd =
  /** The program returned. */
  | { readonly kind: "returned"; readonly values: readonly LuaValue[] }
  /** An error left the program. */
  | { readonly kind: "failed"; readonly error: LuaError }
  /** The program called `os.shutdown`. */
  | { readonly kind: "shutdown"; readonly exitStatus: number }
  /** The program called `os.reboot`. */
  | { readonly kind: "reboot" }
  /** The host switched the computer off. */
  | { readonly kind: "halted" }
  /** A fault in this software: anything but a Lua error that a native or the interpreter threw. */
  | { readonly kind: "fault"; readonly fault: unknown };

/**
 * Thrown through a program to end it at once. Not a `LuaError`: no `pcall` of the program sees it.
 */
export class ProgramStop extends Error {
  /** How the computer's run ends. */
  readonly end: ComputerEnd;

  /**
   * Makes what a native throws.
   * @param end - how the computer's run ends
   */
  constructor(end: ComputerEnd) {
    super(`the program stops: ${end.kind}`);
    this.name = "ProgramStop";
    this.end = end;
  }
}
