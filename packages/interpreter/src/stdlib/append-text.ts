/**
 * The one way in which the pure parts of the library make a string grow without a bound of its own.
 * Invariant: no string is longer than the limit in force, so V8's own limit is never met.
 */
import { sizeLimits } from "../value/size-limits.js";
import { LibraryError } from "./library-error.js";

/**
 * Checks the length of a string before it is made.
 *
 * @param length - in bytes.
 * @throws LibraryError `resulting string too large`.
 */
export function checkLength(length: number): void {
  if (length > sizeLimits.stringBytesMax) {
    throw new LibraryError("resulting string too large");
  }
}

/**
 * Joins two strings.
 *
 * @param text - what there is.
 * @param more - what follows.
 * @throws LibraryError if the result is longer than a string may be.
 */
export function appendText(text: string, more: string): string {
  checkLength(text.length + more.length);
  return text + more;
}
