/**
 * A string as a Lua literal, for `%q`.
 * Invariant: a Lua reader gives back the same bytes.
 */
import { appendText } from "./append-text.js";
import { CONTROL, DIGIT, characterClasses } from "./character-classes.js";

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const NEEDS_ESCAPE = /["\\\x00-\x1f\x7f]/;
const NEWLINE = 10;

/**
 * Writes a string between double quotes, with quotes, backslashes, newlines and control characters
 * escaped. A newline stays one, behind a backslash; bytes from 128 up stay as they are.
 *
 * @param text - any Lua string.
 * @see Lua 5.2 manual §6.4 (`string.format`)
 */
export function quoteString(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) {
    return `"${text}"`;
  }
  let result = '"';
  /** Index of what is not yet in `result`. */
  let copied = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isControl = ((characterClasses[code] ?? 0) & CONTROL) !== 0;
    if (!isControl && code !== 34 && code !== 92) {
      continue;
    }
    result = appendText(result, text.slice(copied, index));
    result += "\\";
    if (isControl && code !== NEWLINE) {
      // A digit that follows would be read as part of a shorter number.
      const next = characterClasses[text.charCodeAt(index + 1)] ?? 0;
      result += (next & DIGIT) !== 0 ? String(code).padStart(3, "0") : String(code);
      copied = index + 1;
    } else {
      copied = index;
    }
  }
  return appendText(result, text.slice(copied)) + '"';
}
