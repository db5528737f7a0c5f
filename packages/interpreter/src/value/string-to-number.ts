/**
 * How a Lua string is read as a number: arithmetic on strings, `tonumber(s)` and `tonumber(s, base)`.
 * Invariant: accepts what PUC Lua 5.2 accepts and nothing else (no `inf`, `nan`, `0b`, `_`), and
 * gives the nearest double, ties to even.
 */
import { POWERS_OF_TEN } from "./powers-of-ten.js";

const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const LOWER_A = 97;
const LOWER_E = 101;
const LOWER_F = 102;
const LOWER_P = 112;
const LOWER_X = 120;
const LOWER_Z = 122;

/** Turns an ASCII letter into its lower case; digits keep their code. */
const CASE_BIT = 32;

/** So many decimal digits always fit a double exactly. */
const EXACT_DECIMAL_DIGITS = 15;

/** So many hexadecimal digits decide a double; those beyond matter only by being zero or not. */
const HEX_DIGITS_KEPT = 32;

/** HOST: a longer string is no numeral, so that none takes longer to read than a turn may. */
const NUMERAL_BYTES_MAX = 1_000_000;

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function skipSpaces(text: string, start: number): number {
  let index = start;
  while (index < text.length && isSpace(text.charCodeAt(index))) {
    index++;
  }
  return index;
}

function skipDigits(text: string, start: number): number {
  let index = start;
  while (index < text.length && isDigit(text.charCodeAt(index))) {
    index++;
  }
  return index;
}

/**
 * Reads a whole string as a number: white space, sign, decimal or hexadecimal digits with fraction
 * and exponent, white space.
 *
 * @param text - a Lua string.
 * @returns the number, or undefined when the string is not a numeral.
 * @see Lua 5.2 manual §3.1 and §3.4.2
 */
export function parseNumber(text: string): number | undefined {
  if (text.length > NUMERAL_BYTES_MAX) return undefined;
  const length = text.length;
  // Plain digits are most of what programs convert.
  if (length > 0 && length <= EXACT_DECIMAL_DIGITS) {
    let value = 0;
    let index = 0;
    for (; index < length; index++) {
      const digit = text.charCodeAt(index) - ZERO;
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
    }
    if (index === length) {
      return value;
    }
  }
  return parseShort(text) ?? parseNumeral(text);
}

/**
 * Reads what most other numerals are, few digits and a small exponent; gives undefined for anything
 * else. Never looks behind the end, which takes V8 long (benchmark string-format).
 */
function parseShort(text: string): number | undefined {
  const { length } = text;
  let index = skipSpaces(text, 0);
  if (index === length) return undefined;
  let code = text.charCodeAt(index);
  const isNegative = code === MINUS;
  if (isNegative || code === PLUS) index++;
  const start = index;
  let value = 0;
  while (index < length && isDigit((code = text.charCodeAt(index)))) {
    value = value * 10 + (code - ZERO);
    index++;
  }
  const wholeCount = index - start;
  if (index === length) {
    if (wholeCount === 0 || wholeCount > EXACT_DECIMAL_DIGITS) return undefined;
    return isNegative ? -value : value;
  }
  if (wholeCount === 1 && value === 0 && (code | CASE_BIT) === LOWER_X) {
    value = parseShortHexadecimal(text, index + 1);
  } else {
    const pointCount = code === POINT ? 1 : 0;
    const fractionStart = index + pointCount;
    index = fractionStart;
    if (pointCount === 1) {
      while (index < length && isDigit((code = text.charCodeAt(index)))) {
        value = value * 10 + (code - ZERO);
        index++;
      }
    }
    const fractionCount = index - fractionStart;
    const digitCount = wholeCount + fractionCount;
    if (digitCount === 0 || digitCount > EXACT_DECIMAL_DIGITS) return undefined;
    value = scaleShort(text, index, value, fractionCount);
  }
  return value !== value ? undefined : isNegative ? -value : value;
}

/**
 * Applies to digits the exponent and the white space behind them, which must be all there is.
 * @param fractionCount - how many of the digits are behind the point
 * @returns NaN if there is anything else, or a large exponent
 */
function scaleShort(text: string, start: number, digits: number, fractionCount: number): number {
  const { length } = text;
  let index = start;
  let exponent = 0;
  if (index < length && (text.charCodeAt(index) | CASE_BIT) === LOWER_E) {
    index++;
    const sign = index < length ? text.charCodeAt(index) : 0;
    if (sign === PLUS || sign === MINUS) index++;
    const exponentStart = index;
    for (; index < length; index++) {
      const digit = text.charCodeAt(index) - ZERO;
      if (digit < 0 || digit > 9) break;
      exponent = exponent * 10 + digit;
    }
    if (index === exponentStart || index > exponentStart + 3) return NaN;
    if (sign === MINUS) exponent = -exponent;
  }
  if (skipSpaces(text, index) !== length) return NaN;
  exponent -= fractionCount;
  if (exponent < -22 || exponent > 22) return NaN;
  return exponent < 0 ? digits / POWERS_OF_TEN[-exponent]! : digits * POWERS_OF_TEN[exponent]!;
}

/** So many hexadecimal digits always fit a double exactly. */
const EXACT_HEX_DIGITS = 13;

/** Reads a hexadecimal integer of few digits behind its `0x`, or gives NaN. */
function parseShortHexadecimal(text: string, start: number): number {
  const { length } = text;
  let value = 0;
  let index = start;
  for (; index < length; index++) {
    const digit = hexDigitValue(text.charCodeAt(index));
    if (digit < 0) break;
    value = value * 16 + digit;
  }
  const digitCount = index - start;
  if (digitCount === 0 || digitCount > EXACT_HEX_DIGITS) return NaN;
  return skipSpaces(text, index) === length ? value : NaN;
}

function parseNumeral(text: string): number | undefined {
  let index = skipSpaces(text, 0);
  const first = text.charCodeAt(index);
  const isNegative = first === MINUS;
  if (isNegative || first === PLUS) {
    index++;
  }
  if (text.charCodeAt(index) === ZERO && (text.charCodeAt(index + 1) | CASE_BIT) === LOWER_X) {
    const magnitude = parseHexadecimal(text, index + 2);
    return magnitude !== undefined && isNegative ? -magnitude : magnitude;
  }
  const end = skipDecimal(text, index);
  if (end < 0 || skipSpaces(text, end) !== text.length) {
    return undefined;
  }
  // Both read the nearest double; JavaScript's numerals are a superset of what was let through.
  return Number(text);
}

/** Finds the end of a decimal numeral without its sign, or gives -1. */
function skipDecimal(text: string, start: number): number {
  let index = skipDigits(text, start);
  let digitCount = index - start;
  if (text.charCodeAt(index) === POINT) {
    const fractionStart = index + 1;
    index = skipDigits(text, fractionStart);
    digitCount += index - fractionStart;
  }
  if (digitCount === 0) {
    return -1;
  }
  if ((text.charCodeAt(index) | CASE_BIT) === LOWER_E) {
    index = skipExponent(text, index + 1);
  }
  return index;
}

/** Finds the end of an exponent's sign and digits, or gives -1. */
function skipExponent(text: string, start: number): number {
  const sign = text.charCodeAt(start);
  const digitStart = sign === PLUS || sign === MINUS ? start + 1 : start;
  const end = skipDigits(text, digitStart);
  return end === digitStart ? -1 : end;
}

function hexDigitValue(code: number): number {
  if (isDigit(code)) {
    return code - ZERO;
  }
  const lower = code | CASE_BIT;
  return lower >= LOWER_A && lower <= LOWER_F ? lower - LOWER_A + 10 : -1;
}

/** Reads what follows `0x` to the end of the string. */
function parseHexadecimal(text: string, start: number): number | undefined {
  let index = start;
  let digits = "";
  let hasDigit = false;
  let hasPoint = false;
  let hasDropped = false;
  let exponent = 0;
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === POINT && !hasPoint) {
      hasPoint = true;
      continue;
    }
    const digit = hexDigitValue(code);
    if (digit < 0) {
      break;
    }
    hasDigit = true;
    if (digits.length < HEX_DIGITS_KEPT) {
      if (digit !== 0 || digits !== "") {
        digits += text.charAt(index);
      }
      exponent -= hasPoint ? 4 : 0;
    } else {
      hasDropped ||= digit !== 0;
      exponent += hasPoint ? 0 : 4;
    }
  }
  if (!hasDigit) {
    return undefined;
  }
  if ((text.charCodeAt(index) | CASE_BIT) === LOWER_P) {
    const end = skipExponent(text, index + 1);
    if (end < 0) {
      return undefined;
    }
    exponent += Number(text.slice(index + 1, end));
    index = end;
  }
  if (skipSpaces(text, index) !== text.length) {
    return undefined;
  }
  return digits === "" ? 0 : scale(digits, hasDropped, exponent);
}

/** The double nearest to `0x{digits} * 2 ** exponent`. */
function scale(digits: string, hasDropped: boolean, exponent: number): number {
  // A last 1 stands for all the digits that were dropped: it keeps them from looking like a tie.
  const significand = Number("0x" + digits + (hasDropped ? "1" : ""));
  const power = hasDropped ? exponent - 4 : exponent;
  // In two steps, since 2 ** power alone can overflow or vanish where the product does not.
  const clamped = Math.max(-2000, Math.min(2000, power));
  const half = Math.trunc(clamped / 2);
  const rest = clamped - half;
  return significand * 2 ** half * 2 ** rest;
}

/**
 * Reads a whole string as an integer in a base, as `tonumber(s, base)`: white space, sign, digits
 * (letters of either case from 10 on), white space.
 *
 * @param text - a Lua string.
 * @param base - 2 to 36.
 * @returns the number (a double, rounded at each digit beyond 2^53 as PUC Lua does), or undefined.
 * @see Lua 5.2 manual §6.1 (`tonumber`)
 */
export function parseInteger(text: string, base: number): number | undefined {
  if (text.length > NUMERAL_BYTES_MAX) return undefined;
  let index = skipSpaces(text, 0);
  const first = text.charCodeAt(index);
  const isNegative = first === MINUS;
  if (isNegative || first === PLUS) {
    index++;
  }
  const start = index;
  let value = 0;
  for (; index < text.length; index++) {
    const digit = alphanumericValue(text.charCodeAt(index));
    if (digit < 0 || digit >= base) {
      break;
    }
    value = value * base + digit;
  }
  if (index === start || skipSpaces(text, index) !== text.length) {
    return undefined;
  }
  return isNegative ? -value : value;
}

function alphanumericValue(code: number): number {
  if (isDigit(code)) {
    return code - ZERO;
  }
  const lower = code | CASE_BIT;
  return lower >= LOWER_A && lower <= LOWER_Z ? lower - LOWER_A + 10 : -1;
}
