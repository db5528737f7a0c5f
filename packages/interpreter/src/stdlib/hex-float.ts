/**
 * Hexadecimal digits of a double, the layout of C's `%a`.
 * Invariant: without a precision the text is exact; with one it is rounded half to even.
 */

const MANTISSA_DIGITS = 13;
const MANTISSA_SIZE = 2 ** 52;
const EXPONENT_BIAS = 1023;

const view = new DataView(new ArrayBuffer(8));

/**
 * Writes a number as `0x1.8p+0`; one below the normal range as `0x0.008p-1022`, as glibc does.
 *
 * @param magnitude - finite and not negative.
 * @param precision - hexadecimal digits after the point, or -1 for as many as it takes.
 * @param keepPoint - whether the point stays when nothing follows it (C's `#` flag).
 * @see ISO C99 §7.19.6.1
 */
export function toHexLayout(magnitude: number, precision: number, keepPoint: boolean): string {
  view.setFloat64(0, magnitude);
  const high = view.getUint32(0);
  const biased = high >>> 20;
  const fraction = (high & 0xfffff) * 2 ** 32 + view.getUint32(4);
  const isNormal = biased !== 0;
  const exponent = magnitude === 0 ? 0 : isNormal ? biased - EXPONENT_BIAS : 1 - EXPONENT_BIAS;
  let significand = fraction + (isNormal ? MANTISSA_SIZE : 0);
  let digitCount = MANTISSA_DIGITS;
  if (precision >= 0 && precision < MANTISSA_DIGITS) {
    significand = divideToEven(significand, 16 ** (MANTISSA_DIGITS - precision));
    digitCount = precision;
  }
  const unit = 16 ** digitCount;
  const lead = Math.floor(significand / unit);
  let digits = digitCount === 0 ? "" : (significand % unit).toString(16).padStart(digitCount, "0");
  digits = precision < 0 ? digits.replace(/0+$/, "") : digits.padEnd(precision, "0");
  const point = digits !== "" || keepPoint ? "." : "";
  return `0x${lead}${point}${digits}p${exponent < 0 ? "" : "+"}${exponent}`;
}

/** Divides integers of up to 53 bits; a remainder of exactly half goes to the even quotient. */
function divideToEven(dividend: number, divisor: number): number {
  const quotient = Math.floor(dividend / divisor);
  const remainder = dividend - quotient * divisor;
  const half = divisor / 2;
  return remainder > half || (remainder === half && quotient % 2 === 1) ? quotient + 1 : quotient;
}
