/**
 * The one way in which the pure parts of the library make a string grow without a bound of its own.
 * Invariant: no string is longer than STRING_BYTES_MAX, so V8's own limit is never met.
 */
import { STRING_BYTES_MAX } from "../runtime/concat-length.js";
import { LibraryError } from "./library-error.js";

/**
 * Checks the length of a string before it is made.
 *
 * @param length - in bytes.
 * @throws LibraryError `resulting string too large`.
 */
export function checkLength(length: number): void {
  if (length > STRING_BYTES_MAX) {
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
