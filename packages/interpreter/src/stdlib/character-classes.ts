/**
 * What kind of character each byte is: the classes of <ctype.h> in the C locale.
 * Invariant: one entry for each of the 256 bytes; bytes from 128 up belong to no class.
 */

/** `isalpha`: a letter. */
export const ALPHA = 1;
/** `isdigit`: a decimal digit. */
export const DIGIT = 2;
/** `islower`: a lower-case letter. */
export const LOWER = 4;
/** `isupper`: an upper-case letter. */
export const UPPER = 8;
/** `isspace`: a space, or one of the codes 9 to 13. */
export const SPACE = 16;
/** `iscntrl`: a control character, 0 to 31 and 127. */
export const CONTROL = 32;
/** `ispunct`: printable, and neither a letter, a digit nor a space. */
export const PUNCTUATION = 64;
/** `isxdigit`: a hexadecimal digit. */
export const HEX_DIGIT = 128;
/** `isalnum`: a letter or a digit. */
export const ALPHANUMERIC = ALPHA | DIGIT;
/** `isgraph`: printable and not a space. */
export const GRAPHIC = ALPHA | DIGIT | PUNCTUATION;

function classify(code: number): number {
  const text = String.fromCharCode(code);
  let bits = 0;
  if (code < 32 || code === 127) {
    bits |= CONTROL;
  } else if (code > 32 && code < 127) {
    bits |= PUNCTUATION;
  }
  if (code === 32 || (code >= 9 && code <= 13)) {
    bits |= SPACE;
  }
  if (text >= "0" && text <= "9") {
    bits |= DIGIT | HEX_DIGIT;
  } else if (text >= "a" && text <= "z") {
    bits |= ALPHA | LOWER | (text <= "f" ? HEX_DIGIT : 0);
  } else if (text >= "A" && text <= "Z") {
    bits |= ALPHA | UPPER | (text <= "F" ? HEX_DIGIT : 0);
  }
  return bits & ALPHANUMERIC ? bits & ~PUNCTUATION : bits;
}

/**
 * The class bits of every byte: `(characterClasses[code] & DIGIT) !== 0`.
 *
 * @see ISO C99 §7.4.1; Lua 5.2 manual §6.4.1
 */
export const characterClasses: Readonly<Uint8Array> = Uint8Array.from({ length: 256 }, (_, code) =>
  classify(code),
);
