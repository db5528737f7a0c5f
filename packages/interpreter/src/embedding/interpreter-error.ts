/**
 * What an embedder did wrong, told apart by code. These are no Lua errors: no `pcall` sees them.
 * The codes are the whole table; one is never used again for anything else.
 */

/** Why an {@link InterpreterError} was thrown. */
export type InterpreterErrorCode =
  /** A value has no counterpart on the other side; the message tells where in it. */
  | "NOT_CONVERTIBLE"
  /** A state was used after `dispose()`. */
  | "STATE_DISPOSED"
  /** A coroutine was run that runs already, or that waits for one it resumed. */
  | "COROUTINE_BUSY"
  /** A library that does not exist was asked for. */
  | "UNKNOWN_LIBRARY";

/** A mistake in the use of this package. */
export class InterpreterError extends Error {
  /** Which mistake. */
  readonly code: InterpreterErrorCode;

  /**
   * Makes an error to throw.
   * @param code - which mistake
   * @param message - what was wrong, where, and what would be right
   */
  constructor(code: InterpreterErrorCode, message: string) {
    super(message);
    this.name = "InterpreterError";
    this.code = code;
  }
}
