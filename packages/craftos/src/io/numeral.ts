/**
 * Finding a numeral at the start of a text, for the format `n`. Source: Lua 5.2 manual §6.8.
 */

/** A numeral as C's `scanf` finds it. */
const NUMERAL =
  /^[+-]?(?:0[xX](?:[\da-fA-F]+\.?[\da-fA-F]*|\.[\da-fA-F]+)(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/;

/** A longer numeral is cut, as in Lua 5.4. */
export const NUMERAL_BYTES_MAX = 200;

/**
 * Gives the numeral that a text starts with, or "".
 * @param text - with no space in front
 */
export function numeralAtStart(text: string): string {
  return NUMERAL.exec(text.slice(0, NUMERAL_BYTES_MAX))?.[0] ?? "";
}
