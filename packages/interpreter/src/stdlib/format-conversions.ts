/**
 * One conversion of `string.format` applied to one value, with C's flags, width and precision.
 * Invariant: byte for byte what printf of glibc writes for the same directive, so what PUC Lua 5.2
 * writes on Linux; bytes of strings are kept, zero bytes included.
 */
import { toExponentLayout, toFixedLayout, toGeneralLayout } from "../value/decimal-digits.js";
import { toHexLayout } from "./hex-float.js";
import { ArgumentError } from "./library-error.js";

/** Flag `-`: fill with spaces on the right. */
export const FLAG_LEFT = 1;
/** Flag `+`: write a plus sign. */
export const FLAG_PLUS = 2;
/** Flag space: write a space where a plus sign would be. */
export const FLAG_SPACE = 4;
/** Flag `#`: the alternative form. */
export const FLAG_ALTERNATIVE = 8;
/** Flag `0`: fill with zeros. */
export const FLAG_ZERO = 16;

/** A directive such as `%-5.2f`, taken apart. */
export interface FormatDirective {
  /** What the argument must be: a number, any value as `tostring` gives it, or a string for `%q`. */
  readonly argument: "number" | "text" | "quoted";
  /** The conversion letter. */
  readonly letter: string;
  /** The flags, added up. */
  readonly flags: number;
  /** The least width, 0 to 99. */
  readonly width: number;
  /** The precision, 0 to 99, or -1 if none was given. */
  readonly precision: number;
  /** The error to raise in place of a conversion, after the argument was found to be there. */
  readonly fault: string | undefined;
}

const TWO_TO_53 = 2 ** 53;
const TWO_TO_63 = 2 ** 63;
const TWO_TO_64 = 2 ** 64;

/**
 * Writes a number according to a directive.
 *
 * @param directive - one whose argument is a number.
 * @param n - any double.
 * @param argument - which argument of `format` it is, from 1.
 * @throws ArgumentError for a number out of the range of an integer conversion.
 * @see Lua 5.2 manual §6.4 (`string.format`), ISO C99 §7.19.6.1
 */
export function formatNumberDirective(
  directive: FormatDirective,
  n: number,
  argument: number,
): string {
  switch (directive.letter) {
    case "d":
    case "i":
      return formatInteger(directive, n, argument);
    case "u":
    case "o":
    case "x":
    case "X":
      return formatUnsigned(directive, n, argument);
    case "c":
      return fillWidth(directive, String.fromCharCode(n & 255));
    default:
      return formatReal(directive, n);
  }
}

/**
 * Writes a string according to a directive `%s`.
 *
 * HOST: zero bytes are kept. PUC Lua 5.2 ends a string shorter than 100 bytes at the first of them.
 *
 * @param directive - one whose argument is a text.
 * @param text - any Lua string.
 */
export function formatTextDirective(directive: FormatDirective, text: string): string {
  const { precision } = directive;
  return fillWidth(
    directive,
    precision >= 0 && precision < text.length ? text.slice(0, precision) : text,
  );
}

/** Spaces and zeros, as many as a width may ask for. */
const SPACES = fills(" ");
const ZEROS = fills("0");

function fills(character: string): readonly string[] {
  const longest = character.repeat(99);
  return Array.from({ length: 100 }, (_, count) => longest.slice(0, count));
}

/** Fills with spaces up to the width. */
function fillWidth({ width, flags }: FormatDirective, text: string): string {
  if (text.length >= width) {
    return text;
  }
  const spaces = SPACES[width - text.length]!;
  return (flags & FLAG_LEFT) !== 0 ? text + spaces : spaces + text;
}

/** Puts sign or prefix before the digits and fills up to the width, with zeros between if asked. */
function assemble(
  directive: FormatDirective,
  prefix: string,
  digits: string,
  mayFillWithZeros: boolean,
): string {
  const { width, flags } = directive;
  const missing = width - prefix.length - digits.length;
  if (missing <= 0) {
    return prefix + digits;
  }
  if ((flags & FLAG_LEFT) !== 0) {
    return prefix + digits + SPACES[missing]!;
  }
  return mayFillWithZeros && (flags & FLAG_ZERO) !== 0
    ? prefix + ZEROS[missing]! + digits
    : SPACES[missing]! + prefix + digits;
}

function signOf(isNegative: boolean, flags: number): string {
  if (isNegative) {
    return "-";
  }
  return (flags & FLAG_PLUS) !== 0 ? "+" : (flags & FLAG_SPACE) !== 0 ? " " : "";
}

/** Applies the precision of an integer: at least so many digits, and none for zero at 0. */
function withPrecision(digits: string, precision: number): string {
  if (precision < 0) {
    return digits;
  }
  return precision === 0 && digits === "0" ? "" : digits.padStart(precision, "0");
}

function integerDigits(magnitude: number, base: number): string {
  if (magnitude >= TWO_TO_53) return BigInt(magnitude).toString(base);
  // V8 keeps the decimal digits of numbers met lately.
  return base === 10 ? String(magnitude) : magnitude.toString(base);
}

function formatInteger(directive: FormatDirective, n: number, argument: number): string {
  // Most numbers are small integers.
  if ((n | 0) === n && directive.precision < 0) {
    if (directive.width === 0 && directive.flags === 0) return String(n);
    return assemble(directive, signOf(n < 0, directive.flags), String(Math.abs(n)), true);
  }
  // What fits a 64-bit integer once its fraction is gone; NaN does not.
  if (!(n >= -TWO_TO_63 && n < TWO_TO_63)) {
    throw new ArgumentError(argument, "not a number in proper range");
  }
  const whole = Math.trunc(n);
  const { precision, flags } = directive;
  const digits = withPrecision(integerDigits(Math.abs(whole), 10), precision);
  return assemble(directive, signOf(whole < 0, flags), digits, precision < 0);
}

/** The digits of a small integer: V8 keeps the decimal ones of numbers met lately. */
function smallDigits(letter: string, n: number): string {
  if (letter === "x") return n.toString(16);
  if (letter === "X") return n.toString(16).toUpperCase();
  return letter === "o" ? n.toString(8) : String(n);
}

function formatUnsigned(directive: FormatDirective, n: number, argument: number): string {
  if ((n | 0) === n && n >= 0 && directive.precision < 0 && directive.flags === 0) {
    return fillWidth(directive, smallDigits(directive.letter, n));
  }
  // CC: a negative number is taken modulo 2^64, as in PUC Lua 5.1; PUC Lua 5.2 rejects it.
  if (!(n >= -TWO_TO_63 && n < TWO_TO_64)) {
    throw new ArgumentError(argument, "not a non-negative number in proper range");
  }
  const whole = Math.trunc(n);
  const { letter, precision, flags } = directive;
  const base = letter === "u" ? 10 : letter === "o" ? 8 : 16;
  const raw =
    whole < 0
      ? (BigInt(whole) + 0x1_0000_0000_0000_0000n).toString(base)
      : // Adding zero makes -0 plain.
        integerDigits(whole + 0, base);
  let digits = withPrecision(raw, precision);
  let prefix = "";
  if ((flags & FLAG_ALTERNATIVE) !== 0) {
    if (base === 8 && !digits.startsWith("0")) {
      digits = "0" + digits;
    } else if (base === 16 && whole !== 0) {
      prefix = "0x";
    }
  }
  const text = assemble(directive, prefix, digits, precision < 0);
  return letter === "X" ? text.toUpperCase() : text;
}

function formatReal(directive: FormatDirective, n: number): string {
  const { letter, flags } = directive;
  const isNegative = n < 0 || (n === 0 && 1 / n < 0);
  const sign = signOf(isNegative, flags);
  const magnitude = Math.abs(n);
  let text: string;
  if (!(magnitude < Infinity)) {
    // HOST: a NaN has no sign here; see formatNumber().
    text = assemble(directive, sign, magnitude === Infinity ? "inf" : "nan", false);
  } else if (letter === "a" || letter === "A") {
    const digits = toHexLayout(magnitude, directive.precision, (flags & FLAG_ALTERNATIVE) !== 0);
    text = assemble(directive, sign + "0x", digits.slice(2), true);
  } else {
    text = assemble(directive, sign, realDigits(directive, magnitude), true);
  }
  return letter === "E" || letter === "G" || letter === "A" ? text.toUpperCase() : text;
}

function realDigits(directive: FormatDirective, magnitude: number): string {
  const isAlternative = (directive.flags & FLAG_ALTERNATIVE) !== 0;
  const precision = directive.precision < 0 ? 6 : directive.precision;
  let digits: string;
  switch (directive.letter) {
    case "f":
      digits = toFixedLayout(magnitude, precision);
      break;
    case "e":
    case "E":
      digits = toExponentLayout(magnitude, precision);
      break;
    default:
      digits = toGeneralLayout(magnitude, precision === 0 ? 1 : precision, isAlternative);
  }
  // The alternative form has a point even where no digit follows it.
  return isAlternative && !digits.includes(".") ? digits.replace(/(?=e|$)/, ".") : digits;
}
