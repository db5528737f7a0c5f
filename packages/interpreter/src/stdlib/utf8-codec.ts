/**
 * UTF-8 in Lua strings, whose characters are bytes: the core of the utf8 library.
 * Invariant: decoding is as strict as Lua 5.3 (no overlong forms, nothing above U+10FFFF; surrogates
 * pass) and allocates nothing. Positions are Lua's, from 1 and from the end if negative; indices
 * count from 0.
 */
import { ArgumentError, LibraryError } from "./library-error.js";

/** The greatest code point of Unicode. */
export const UNICODE_MAX = 0x10ffff;

/**
 * `utf8.charpattern`: matches one byte sequence of UTF-8 in a valid string.
 *
 * @see Lua 5.3 manual §6.5
 */
export const CHARACTER_PATTERN = "[\0-\x7f\xc2-\xf4][\x80-\xbf]*";

const INVALID_CODE = "invalid UTF-8 code";

/**
 * Writes a code point as one to six bytes, as the original UTF-8 did and `\u{...}` does.
 *
 * @param code - an integer from 0 to 0x7fffffff.
 * @see Lua 5.3 manual §3.1
 */
export function encodeCodePoint(code: number): string {
  if (code < 0x80) {
    return String.fromCharCode(code);
  }
  let rest = code;
  let bytes = "";
  /** The greatest number that still fits the first byte. */
  let firstMax = 0x3f;
  do {
    bytes = String.fromCharCode(0x80 | (rest & 0x3f)) + bytes;
    rest >>>= 6;
    firstMax >>>= 1;
  } while (rest > firstMax);
  return String.fromCharCode(((~firstMax << 1) & 0xff) | rest) + bytes;
}

/**
 * `utf8.char` of one argument.
 *
 * @param code - the argument.
 * @param argument - which argument it is, from 1.
 * @throws ArgumentError `value out of range`, above U+10FFFF or below 0.
 * @see Lua 5.3 manual §6.5
 */
export function encodeArgument(code: number, argument: number): string {
  if (!(code >= 0 && code <= UNICODE_MAX)) {
    throw new ArgumentError(argument, "value out of range");
  }
  return encodeCodePoint(code);
}

/**
 * Whether a byte continues a sequence, so that no character begins there.
 *
 * @param text - a Lua string.
 * @param index - any index; the string's end continues nothing.
 */
export function isContinuation(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xc0) === 0x80;
}

/**
 * The code point whose sequence begins at an index.
 *
 * @param text - a Lua string.
 * @param index - below the length of the string.
 * @returns the code point, or -1 if there is no valid sequence.
 */
export function decodeCodePoint(text: string, index: number): number {
  const first = text.charCodeAt(index);
  if (first < 0x80) {
    return first;
  }
  // A byte from 0x80 to 0xc1 begins nothing, and one from 0xf5 only what lies above U+10FFFF.
  if (first < 0xc2 || first > 0xf4) {
    return -1;
  }
  if (!isContinuation(text, index + 1)) {
    return -1;
  }
  const second = text.charCodeAt(index + 1) & 0x3f;
  if (first < 0xe0) {
    return ((first & 0x1f) << 6) | second;
  }
  if (!isContinuation(text, index + 2)) {
    return -1;
  }
  const third = text.charCodeAt(index + 2) & 0x3f;
  if (first < 0xf0) {
    const code = ((first & 0x0f) << 12) | (second << 6) | third;
    return code < 0x800 ? -1 : code;
  }
  if (!isContinuation(text, index + 3)) {
    return -1;
  }
  const fourth = text.charCodeAt(index + 3) & 0x3f;
  const code = ((first & 0x07) << 18) | (second << 12) | (third << 6) | fourth;
  return code < 0x10000 || code > UNICODE_MAX ? -1 : code;
}

/**
 * How many bytes a code point takes.
 *
 * @param code - from 0 to U+10FFFF.
 */
export function encodedLength(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** The position from 1 that a position from either end means; 0 if it lies before the string. */
export function absolutePosition(position: number, length: number): number {
  return position >= 0 ? position : Math.max(0, length + position + 1);
}

/**
 * `utf8.len`.
 *
 * @param text - the string.
 * @param from - position where to begin.
 * @param to - the last position where a character may begin.
 * @returns how many characters begin there, or minus the position of the first invalid byte.
 * @throws ArgumentError for positions out of the string.
 * @see Lua 5.3 manual §6.5
 */
export function countCharacters(text: string, from: number, to: number): number {
  const length = text.length;
  let index = absolutePosition(from, length) - 1;
  if (index < 0 || index > length) {
    throw new ArgumentError(2, "initial position out of string");
  }
  const last = absolutePosition(to, length) - 1;
  if (last >= length) {
    throw new ArgumentError(3, "final position out of string");
  }
  let count = 0;
  while (index <= last) {
    const code = decodeCodePoint(text, index);
    if (code < 0) {
      return -(index + 1);
    }
    index += encodedLength(code);
    count++;
  }
  return count;
}

/**
 * `utf8.codepoint`.
 *
 * @param text - the string.
 * @param from - position where to begin.
 * @param to - the last position where a character may begin; undefined for `from`.
 * @returns the code points of the characters that begin there.
 * @throws ArgumentError for positions out of the string.
 * @throws LibraryError `invalid UTF-8 code`.
 * @see Lua 5.3 manual §6.5
 */
export function readCodePoints(text: string, from: number, to: number | undefined): number[] {
  const length = text.length;
  const first = absolutePosition(from, length);
  const last = absolutePosition(to ?? first, length);
  if (first < 1) {
    throw new ArgumentError(2, "out of range");
  }
  if (last > length) {
    throw new ArgumentError(3, "out of range");
  }
  const codes: number[] = [];
  for (let index = first - 1; index < last;) {
    const code = decodeCodePoint(text, index);
    if (code < 0) {
      throw new LibraryError(INVALID_CODE);
    }
    codes.push(code);
    index += encodedLength(code);
  }
  return codes;
}

/**
 * `utf8.offset`.
 *
 * @param text - the string.
 * @param count - which character to find, counted from `from`; 0 for the one that `from` is part of.
 * @param from - position to count from; undefined for the start, or for the end if `count` is negative.
 * @returns the position where that character begins, or undefined.
 * @throws ArgumentError for a position out of the string.
 * @throws LibraryError for a position inside a character, unless `count` is 0.
 * @see Lua 5.3 manual §6.5
 */
export function findCharacter(
  text: string,
  count: number,
  from: number | undefined,
): number | undefined {
  const length = text.length;
  let index = absolutePosition(from ?? (count >= 0 ? 1 : length + 1), length) - 1;
  if (index < 0 || index > length) {
    throw new ArgumentError(3, "position out of range");
  }
  if (count === 0) {
    while (index > 0 && isContinuation(text, index)) {
      index--;
    }
    return index + 1;
  }
  if (isContinuation(text, index)) {
    throw new LibraryError("initial position is a continuation byte");
  }
  if (count < 0) {
    let left = -count;
    for (; left > 0 && index > 0; left--) {
      do {
        index--;
      } while (index > 0 && isContinuation(text, index));
    }
    return left === 0 ? index + 1 : undefined;
  }
  let left = count - 1;
  for (; left > 0 && index < length; left--) {
    do {
      index++;
    } while (isContinuation(text, index));
  }
  return left === 0 ? index + 1 : undefined;
}

/**
 * One step of the iterator of `utf8.codes`; {@link decodeCodePoint} then gives the code point.
 *
 * @param text - the string.
 * @param position - where the last character began, or 0 for the first step.
 * @returns the position where the next character begins, or 0 at the end.
 * @throws LibraryError `invalid UTF-8 code`.
 * @see Lua 5.3 manual §6.5
 */
export function nextCharacter(text: string, position: number): number {
  let index = Math.max(0, position - 1);
  if (position > 0 && index < text.length) {
    do {
      index++;
    } while (isContinuation(text, index));
  }
  if (index >= text.length) {
    return 0;
  }
  const code = decodeCodePoint(text, index);
  if (code < 0 || isContinuation(text, index + encodedLength(code))) {
    throw new LibraryError(INVALID_CODE);
  }
  return index + 1;
}
