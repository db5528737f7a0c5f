/**
 * The error of a pattern or replacement string that Lua rejects.
 * Invariant: the message is PUC Lua 5.2's own, without position.
 */
import { LibraryError } from "./library-error.js";

/**
 * Thrown for a malformed pattern, an invalid capture or a malformed replacement string.
 *
 * @see Lua 5.2 manual §6.4.1
 */
export class PatternError extends LibraryError {
  override readonly name = "PatternError";
}
