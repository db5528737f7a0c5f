/**
 * How a Lua number is written by `tostring`, `print` and `..`: the C format `%.14g`.
 * Invariant: the digits are those of the exact binary value rounded half to even, so every result
 * is byte for byte what PUC Lua 5.2 prints (but for the sign of NaN).
 */
import { toGeneralLayout, toShortDecimal, trimFraction } from "./decimal-digits.js";

const ZERO = 48;
const FIVE = 53;

/** Significant digits of `LUAI_NUMFFORMAT`. */
const PRECISION = 14;

/** What makes an integer of a number that lies between two of 14 digits, and is at least 1e-4. */
const TIE_SCALE = 2 ** 18;

/** From here on `%.14g` needs an exponent. */
const INTEGER_LIMIT = 1e14;

/**
 * Writes a number as `tostring` does.
 *
 * HOST: a NaN is always `nan`. PUC Lua prints `-nan` when the sign bit is set, which is what `0/0`
 * gives on x86; JavaScript cannot see that bit.
 *
 * @param n - any double.
 * @returns the text of `%.14g`: `1e+14`, `0.1`, `-0`, `inf`, `-inf`, `nan`.
 * @see Lua 5.2 manual §3.4.2, and `LUAI_NUMFFORMAT` in luaconf.h
 */
export function formatNumber(n: number): string {
  if ((n | 0) === n) {
    return n === 0 && 1 / n < 0 ? "-0" : String(n);
  }
  const magnitude = n < 0 ? -n : n;
  if (magnitude < INTEGER_LIMIT && Math.floor(n) === n) {
    return String(n);
  }
  if (n !== n) {
    return "nan";
  }
  const text = formatMagnitude(magnitude);
  return n < 0 ? "-" + text : text;
}

function formatMagnitude(magnitude: number): string {
  if (magnitude >= 1e-4 && magnitude < 1e13) {
    const short = toShortDecimal(magnitude, PRECISION);
    if (short !== undefined) return short;
    // JavaScript rounds a tie up and C to even. At a tie the number has at most 18 places after the
    // point, in binary as in decimal, which few have: the others need one conversion (benchmark json).
    const scaled = magnitude * TIE_SCALE;
    if (scaled !== Math.floor(scaled)) return trimFraction(magnitude.toPrecision(PRECISION));
    // The shortest text that reads back as the same number. With 14 digits or fewer it is the
    // answer, because 14-digit decimals lie further apart than doubles.
    const shortest = String(magnitude);
    const digitCount = shortest.length - 1 - leadingZeroCount(shortest);
    if (digitCount <= PRECISION) {
      return shortest;
    }
    // A tie has exactly 15 digits and ends in 5.
    if (digitCount > PRECISION + 1 || shortest.charCodeAt(shortest.length - 1) !== FIVE) {
      return trimFraction(magnitude.toPrecision(PRECISION));
    }
  }
  return magnitude === Infinity ? "inf" : toGeneralLayout(magnitude, PRECISION, false);
}

/** Counts the zeros of `0.000ddd` that are not significant, with the one before the point. */
function leadingZeroCount(text: string): number {
  if (text.charCodeAt(0) !== ZERO) {
    return 0;
  }
  let index = 2;
  while (text.charCodeAt(index) === ZERO) {
    index++;
  }
  return index - 1;
}
