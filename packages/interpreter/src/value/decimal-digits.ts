/**
 * Decimal digits of a finite, non-negative double in the three layouts of C's printf: `%e`, `%f`, `%g`.
 * Invariant: every digit is that of the exact binary value rounded half to even, as the C libraries
 * do. JavaScript's own conversions are exact too but round a tie away from zero, so ties are found
 * and corrected here.
 */
import { POWERS_OF_TEN } from "./powers-of-ten.js";
import { POWERS_OF_TWO } from "./powers-of-two.js";

const ZERO = 48;
const POINT = 46;

/** From here on `toFixed` gives up and writes an exponent. */
const TO_FIXED_LIMIT = 1e21;

/**
 * Whether `magnitude` lies exactly halfway between two multiples of `10 ** -decimals`.
 *
 * For `decimals >= 0` that is so exactly when `magnitude * 2 ** (decimals + 1)` is an odd integer,
 * which floating point computes without error; below, the remainder by a power of ten up to `1e22`
 * is exact, and no double is halfway for a greater one (it would need more than 53 bits).
 */
function isTie(magnitude: number, decimals: number): boolean {
  if (decimals >= 0) {
    // 99 decimals at most, and up to 324 zeros before them.
    const scaled = magnitude * POWERS_OF_TWO[decimals + 1]!;
    return Math.floor(scaled) === scaled && scaled % 2 === 1;
  }
  return decimals >= -22 && magnitude % 10 ** -decimals === 5 * 10 ** (-decimals - 1);
}

/**
 * Whether a fraction from 1e-4 up can be halfway between two numbers of so many significant digits.
 * At most `precision + 3` decimals are kept of it, so a tie has at most one more binary digit.
 */
function mayBeTieAt(magnitude: number, precision: number): boolean {
  const scaled = magnitude * POWERS_OF_TWO[precision + 4]!;
  return Math.floor(scaled) === scaled;
}

/** Whether the last digit of `text` before `end`, a point apart, is even. */
function isEvenBefore(text: string, end: number): boolean {
  const code = text.charCodeAt(end - 1);
  return ((code === POINT ? text.charCodeAt(end - 2) : code) & 1) === 0;
}

/** `text` up to `end`, without a point at its end. */
function cutBefore(text: string, end: number): string {
  return text.slice(0, text.charCodeAt(end - 1) === POINT ? end - 1 : end);
}

/**
 * Writes a number as `d.ddde+x`, with as few exponent digits as it takes (C wants two at least).
 *
 * @param magnitude - finite and not negative.
 * @param decimals - digits after the point, 0 to 99.
 */
function toScientific(magnitude: number, decimals: number): string {
  const rounded = magnitude.toExponential(decimals);
  const exponent = Number(rounded.slice(rounded.indexOf("e") + 1));
  if (isTie(magnitude, decimals - exponent)) {
    const exact = magnitude.toExponential(decimals + 1);
    const end = exact.indexOf("e") - 1;
    if (isEvenBefore(exact, end)) {
      return cutBefore(exact, end) + exact.slice(end + 1);
    }
  }
  return rounded;
}

function padExponent(exponent: string): string {
  // "e+5" -> "e+05"
  return exponent.length < 4 ? exponent.slice(0, 2) + "0" + exponent.slice(2) : exponent;
}

/**
 * The layout of `%.{decimals}e`: `1.50e+00`.
 *
 * @param magnitude - finite and not negative.
 * @param decimals - digits after the point, 0 to 99.
 * @see ISO C99 §7.19.6.1
 */
export function toExponentLayout(magnitude: number, decimals: number): string {
  const text = toScientific(magnitude, decimals);
  const exponentIndex = text.indexOf("e");
  return text.slice(0, exponentIndex) + padExponent(text.slice(exponentIndex));
}

/** So many decimals are few. */
const FEW_DECIMALS_MAX = 6;

/** Below this a product is off by less than {@link TIE_DISTANCE}. */
const SHORT_FIXED_LIMIT = 2 ** 31;
const TIE_DISTANCE = 2 ** -20;

/**
 * {@link toFixedLayout} for numbers with few digits, in half the time (benchmark string-format).
 * Gives undefined where the rounding of the product could matter.
 */
function toShortFixed(magnitude: number, decimals: number): string | undefined {
  const unit = POWERS_OF_TEN[decimals]!;
  const scaled = magnitude * unit;
  if (!(scaled < SHORT_FIXED_LIMIT - 1)) return undefined;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  if (Math.abs(rest - 0.5) < TIE_DISTANCE) return undefined;
  const rounded = rest < 0.5 ? below : below + 1;
  if (decimals === 0) return String(rounded);
  const whole = Math.floor(rounded / unit);
  // The unit makes the zeros at the front of the fraction visible.
  return String(whole) + "." + String(rounded - whole * unit + unit).slice(1);
}

/**
 * The layout of `%.{decimals}f`: all digits, never an exponent.
 *
 * @param magnitude - finite and not negative.
 * @param decimals - digits after the point, 0 to 99.
 * @see ISO C99 §7.19.6.1
 */
export function toFixedLayout(magnitude: number, decimals: number): string {
  if (magnitude >= TO_FIXED_LIMIT) {
    const digits = BigInt(magnitude).toString();
    return decimals === 0 ? digits : digits + "." + "0".repeat(decimals);
  }
  if (decimals <= FEW_DECIMALS_MAX) {
    const short = toShortFixed(magnitude, decimals);
    if (short !== undefined) return short;
  }
  if (isTie(magnitude, decimals)) {
    const exact = magnitude.toFixed(decimals + 1);
    const end = exact.length - 1;
    if (isEvenBefore(exact, end)) {
      return cutBefore(exact, end);
    }
  }
  return magnitude.toFixed(decimals);
}

/** What is looked at in one piece: so many decimals, and numbers up to this limit. */
const SHORT_DECIMALS_UNIT = 1_000_000;
const SHORT_DECIMAL_LIMIT = 1e8;

/** A double read from so many digits is written with the same ones; more would show the difference. */
const DIGITS_OF_DOUBLE = 15;

/**
 * {@link toGeneralLayout} without zeros at the end for numbers that have few decimals, as most have:
 * an integer divided by a power of ten gives them, and has too few digits to need rounding
 * (benchmark string-format). Gives undefined for all others.
 *
 * @param magnitude - from 1e-4.
 * @param precision - significant digits, 1 to 99.
 */
export function toShortDecimal(magnitude: number, precision: number): string | undefined {
  if (magnitude >= SHORT_DECIMAL_LIMIT || precision > DIGITS_OF_DOUBLE) return undefined;
  const digits = Math.floor(magnitude * SHORT_DECIMALS_UNIT + 0.5);
  if (digits / SHORT_DECIMALS_UNIT !== magnitude) return undefined;
  const whole = Math.floor(digits / SHORT_DECIMALS_UNIT);
  let fraction = (digits - whole * SHORT_DECIMALS_UNIT) | 0;
  let unit = SHORT_DECIMALS_UNIT;
  if (fraction % 1_000 === 0) {
    fraction /= 1_000;
    unit = 1_000;
  }
  while (fraction % 10 === 0 && unit > 1) {
    fraction /= 10;
    unit /= 10;
  }
  if (precision < 14 && whole * unit + fraction >= 10 ** precision) return undefined;
  if (unit === 1) return String(whole);
  // The unit makes the zeros at the front of the fraction visible.
  return String(whole) + "." + String(fraction + unit).slice(1);
}

/**
 * The layout of `%.{precision}g`: an exponent when it is below -4 or not below the precision.
 *
 * @param magnitude - finite and not negative.
 * @param precision - significant digits, 1 to 99.
 * @param keepZeros - whether zeros at the end of the fraction stay (C's `#` flag).
 * @see ISO C99 §7.19.6.1
 */
export function toGeneralLayout(magnitude: number, precision: number, keepZeros: boolean): string {
  if (magnitude >= 1e-4 && magnitude < TO_FIXED_LIMIT) {
    // These shortcuts are for speed alone: what follows gives the same.
    if (Math.floor(magnitude) === magnitude) {
      // Beyond 2^53 the shortest text has zeros where digits are wanted.
      const text = String(magnitude);
      if (!keepZeros && text.length <= precision && magnitude <= Number.MAX_SAFE_INTEGER) {
        return text;
      }
    } else {
      const short = keepZeros ? undefined : toShortDecimal(magnitude, precision);
      if (short !== undefined) return short;
      if (!mayBeTieAt(magnitude, precision)) {
        const text = magnitude.toPrecision(precision);
        if (!text.includes("e")) return keepZeros ? text : trimFraction(text);
      }
    }
  }
  const scientific = toScientific(magnitude, precision - 1);
  const exponentIndex = scientific.indexOf("e");
  const exponent = Number(scientific.slice(exponentIndex + 1));
  const mantissa = scientific.slice(0, exponentIndex);
  if (exponent < -4 || exponent >= precision) {
    return (
      (keepZeros ? mantissa : trimFraction(mantissa)) + padExponent(scientific.slice(exponentIndex))
    );
  }
  const digits = mantissa.length > 1 ? mantissa.charAt(0) + mantissa.slice(2) : mantissa;
  const plain =
    exponent < 0
      ? "0." + "0".repeat(-exponent - 1) + digits
      : exponent + 1 === precision
        ? digits
        : digits.slice(0, exponent + 1) + "." + digits.slice(exponent + 1);
  return keepZeros ? plain : trimFraction(plain);
}

/**
 * Removes the zeros at the end of a fraction, and the point when nothing follows it.
 *
 * @param text - digits with at most one point and no exponent.
 */
export function trimFraction(text: string): string {
  if (!text.includes(".")) {
    return text;
  }
  let end = text.length;
  while (text.charCodeAt(end - 1) === ZERO) {
    end--;
  }
  return cutBefore(text, end);
}
