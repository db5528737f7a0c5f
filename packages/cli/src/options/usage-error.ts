/**
 * The command was called wrongly: what a person is told, with the name of the option and where its
 * value came from.
 */

/** A wrong call; the message is for people and is shown after `error: `. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A value is not what an option takes; the message says what would be. */
export class InvalidValue extends Error {
  override readonly name = "InvalidValue";
}
