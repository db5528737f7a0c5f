/**
 * The operations of bit32 on Lua numbers.
 * Invariant: arguments are any doubles, taken modulo 2^32; results are integers from 0 to 2^32 - 1.
 *
 * A fraction is cut off (`>>> 0`), as CC: Tweaked does; Lua 5.2 leaves open what becomes of it, and
 * PUC Lua on x86 rounds to the nearest integer.
 */
import { ArgumentError, LibraryError } from "./library-error.js";

const BITS = 32;
const SIGN_BIT = 0x80000000;

/**
 * Bits set in both (`bit32.band` of two; fold it over more, beginning with 2^32 - 1).
 *
 * @param a - any number.
 * @param b - any number.
 * @see Lua 5.2 manual §6.7
 */
export function bitAnd(a: number, b: number): number {
  return (a & b) >>> 0;
}

/**
 * Bits set in either (`bit32.bor` of two; fold it over more, beginning with 0).
 *
 * @param a - any number.
 * @param b - any number.
 * @see Lua 5.2 manual §6.7
 */
export function bitOr(a: number, b: number): number {
  return (a | b) >>> 0;
}

/**
 * Bits set in one but not the other (`bit32.bxor` of two; fold it over more, beginning with 0).
 *
 * @param a - any number.
 * @param b - any number.
 * @see Lua 5.2 manual §6.7
 */
export function bitXor(a: number, b: number): number {
  return (a ^ b) >>> 0;
}

/**
 * All bits the other way round (`bit32.bnot`).
 *
 * @param a - any number.
 * @see Lua 5.2 manual §6.7
 */
export function bitNot(a: number): number {
  return ~a >>> 0;
}

/**
 * Moves bits left, or right by a negative count, zeros following (`bit32.lshift`).
 *
 * @param a - any number.
 * @param count - by how many bits; its fraction is cut off.
 * @see Lua 5.2 manual §6.7
 */
export function shiftLeft(a: number, count: number): number {
  const by = count | 0;
  if (by >= 0) {
    return by >= BITS ? 0 : (a << by) >>> 0;
  }
  return by <= -BITS ? 0 : (a >>> 0) >>> -by;
}

/**
 * Moves bits right, or left by a negative count, zeros following (`bit32.rshift`).
 *
 * @param a - any number.
 * @param count - by how many bits; its fraction is cut off.
 * @see Lua 5.2 manual §6.7
 */
export function shiftRight(a: number, count: number): number {
  return shiftLeft(a, -(count | 0));
}

/**
 * Moves bits right, copies of the highest bit following, or left by a negative count
 * (`bit32.arshift`).
 *
 * @param a - any number.
 * @param count - by how many bits; its fraction is cut off.
 * @see Lua 5.2 manual §6.7
 */
export function shiftArithmetic(a: number, count: number): number {
  const by = count | 0;
  if (by < 0 || (a & SIGN_BIT) === 0) {
    return shiftLeft(a, -by);
  }
  return (a >> Math.min(by, BITS - 1)) >>> 0;
}

/**
 * Moves bits left, those that leave coming back on the right (`bit32.lrotate`).
 *
 * @param a - any number.
 * @param count - by how many bits, negative for the right; its fraction is cut off.
 * @see Lua 5.2 manual §6.7
 */
export function rotateLeft(a: number, count: number): number {
  const by = count & (BITS - 1);
  // A shift by 32 is one by 0 in JavaScript: two copies of the same bits.
  return ((a << by) | (a >>> (BITS - by))) >>> 0;
}

/**
 * Moves bits right, those that leave coming back on the left (`bit32.rrotate`).
 *
 * @param a - any number.
 * @param count - by how many bits, negative for the left; its fraction is cut off.
 * @see Lua 5.2 manual §6.7
 */
export function rotateRight(a: number, count: number): number {
  return rotateLeft(a, -(count | 0));
}

/**
 * A field of bits as a number (`bit32.extract`).
 *
 * @param a - any number.
 * @param field - the lowest bit of the field, from 0.
 * @param width - how many bits it has.
 * @throws ArgumentError for a negative field or a width below 1.
 * @throws LibraryError for a field that reaches beyond bit 31.
 * @see Lua 5.2 manual §6.7
 */
export function extractField(a: number, field: number, width: number): number {
  const mask = checkField(field, width, 2);
  return ((a >>> (field | 0)) & mask) >>> 0;
}

/**
 * A number with a field of bits replaced (`bit32.replace`).
 *
 * @param a - any number.
 * @param value - the field's new bits; those beyond its width are ignored.
 * @param field - the lowest bit of the field, from 0.
 * @param width - how many bits it has.
 * @throws ArgumentError for a negative field or a width below 1.
 * @throws LibraryError for a field that reaches beyond bit 31.
 * @see Lua 5.2 manual §6.7
 */
export function replaceField(a: number, value: number, field: number, width: number): number {
  const mask = checkField(field, width, 3);
  const by = field | 0;
  return ((a & ~(mask << by)) | ((value & mask) << by)) >>> 0;
}

/** Checks a field, whose lowest bit is the Lua function's argument `argument`; gives its mask. */
function checkField(field: number, width: number, argument: number): number {
  const from = field | 0;
  const count = width | 0;
  if (from < 0) {
    throw new ArgumentError(argument, "field cannot be negative");
  }
  if (count <= 0) {
    throw new ArgumentError(argument + 1, "width must be positive");
  }
  if (from + count > BITS) {
    throw new LibraryError("trying to access non-existent bits");
  }
  return count === BITS ? -1 : (1 << count) - 1;
}
