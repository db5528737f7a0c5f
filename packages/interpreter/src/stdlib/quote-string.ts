/**
 * A string as a Lua literal, for `%q`.
 * Invariant: a Lua reader gives back the same bytes.
 */
import { appendText } from "./append-text.js";
import { CONTROL, DIGIT, characterClasses } from "./character-classes.js";

const NEWLINE = 10;
const QUOTE = 34;
const BACKSLASH = 92;

/** How much of a long string is quoted at a time, in bytes: see {@link quoteInSteps}. */
export const QUOTED_WINDOW = 1 << 16;

/**
 * Writes a string between double quotes, with quotes, backslashes, newlines and control characters
 * escaped. A newline stays one, behind a backslash; bytes from 128 up stay as they are.
 *
 * @param text - any Lua string.
 * @throws LibraryError if the literal is longer than a string may be.
 * @see Lua 5.2 manual §6.4 (`string.format`)
 */
export function quoteString(text: string): string {
  return appendText('"' + quotePart(text, 0, text.length), '"');
}

/**
 * As {@link quoteString}, for long strings: in steps, each of which tells how many bytes it took.
 *
 * @param text - any Lua string.
 */
export function* quoteInSteps(text: string): Generator<number, string, void> {
  let result = '"';
  for (let start = 0; start < text.length; start += QUOTED_WINDOW) {
    const end = Math.min(text.length, start + QUOTED_WINDOW);
    result = appendText(result, quotePart(text, start, end));
    yield end - start;
  }
  return appendText(result, '"');
}

/** Quotes what is from one index to another. */
function quotePart(text: string, start: number, end: number): string {
  let quoted = "";
  let copied = start;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    const isControl = ((characterClasses[code] ?? 0) & CONTROL) !== 0 && code !== NEWLINE;
    if (!isControl && code !== QUOTE && code !== BACKSLASH && code !== NEWLINE) continue;
    quoted += text.slice(copied, index) + "\\";
    copied = index;
    if (!isControl) continue;
    // A digit that follows would be read as part of a shorter number.
    const next = characterClasses[text.charCodeAt(index + 1)] ?? 0;
    quoted += (next & DIGIT) !== 0 ? String(code).padStart(3, "0") : String(code);
    copied = index + 1;
  }
  return quoted + text.slice(copied, end);
}
