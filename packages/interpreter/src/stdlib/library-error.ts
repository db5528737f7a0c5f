/**
 * Errors that the pure parts of the standard library throw for a wrong use by a Lua program.
 * Invariant: they carry PUC Lua's text without position; the native function that called catches
 * them, adds position and function name, and raises a Lua error.
 */

/** A fault of what the program asked for: raise `message` with the caller's position. */
export class LibraryError extends Error {
  override readonly name: string = "LibraryError";
}

/** A fault of one argument: raise `bad argument #{argument} to '{function}' ({message})`. */
export class ArgumentError extends LibraryError {
  override readonly name = "ArgumentError";
  /** Which argument of the Lua function is wrong, from 1. */
  readonly argument: number;

  /**
   * Names the argument and its fault.
   *
   * @param argument - which argument of the Lua function, from 1.
   * @param message - what is wrong with it, without `bad argument`.
   */
  constructor(argument: number, message: string) {
    super(message);
    this.argument = argument;
  }
}
