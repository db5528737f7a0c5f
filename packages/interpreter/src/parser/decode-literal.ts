/**
 * The values of string and number constants, from their source text. Invariant: the text has
 * already been accepted as a token, so nothing here fails. Lua 5.2 manual §3.1; `\u{}` is 5.3's.
 */

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** The UTF-8 bytes of a code point up to 0x10FFFF (surrogates included), one character each. */
function encodeUtf8(codePoint: number): string {
  if (codePoint < 0x80) return String.fromCharCode(codePoint);
  if (codePoint < 0x800) {
    return String.fromCharCode(0xc0 | (codePoint >> 6), 0x80 | (codePoint & 0x3f));
  }
  if (codePoint < 0x10000) {
    return String.fromCharCode(
      0xe0 | (codePoint >> 12),
      0x80 | ((codePoint >> 6) & 0x3f),
      0x80 | (codePoint & 0x3f),
    );
  }
  return String.fromCharCode(
    0xf0 | (codePoint >> 18),
    0x80 | ((codePoint >> 12) & 0x3f),
    0x80 | ((codePoint >> 6) & 0x3f),
    0x80 | (codePoint & 0x3f),
  );
}

const ESCAPE = /\\(?:(\d{1,3})|x([\da-fA-F]{2})|u\{([\da-fA-F]+)\}|z[\t-\r ]*|(\r\n|\n\r|[^]))/g;

/** The bytes that an escape sequence stands for, from the groups of {@link ESCAPE}. */
function decodeEscape(
  _sequence: string,
  decimal: string | undefined,
  hexadecimal: string | undefined,
  codePoint: string | undefined,
  other: string | undefined,
): string {
  if (decimal !== undefined) return String.fromCharCode(Number(decimal));
  if (hexadecimal !== undefined) return String.fromCharCode(parseInt(hexadecimal, 16));
  if (codePoint !== undefined) return encodeUtf8(parseInt(codePoint, 16));
  if (other === undefined) return "";
  if (other.startsWith("\r") || other.startsWith("\n")) return "\n";
  return SIMPLE_ESCAPES[other] ?? other;
}

/**
 * The bytes of a string constant.
 *
 * @param raw the constant as written, with its quotes or long brackets
 */
export function decodeString(raw: string): string {
  if (raw.startsWith("[")) {
    const contentStart = raw.indexOf("[", 1) + 1;
    const content = raw.slice(contentStart, -contentStart);
    // The first end of line is not part of the string; all others become a line feed.
    return content.replace(/^(?:\r\n|\n\r|\r|\n)/, "").replace(/\r\n|\n\r|\r/g, "\n");
  }
  const content = raw.slice(1, -1);
  return content.includes("\\") ? content.replace(ESCAPE, decodeEscape) : content;
}

/** Hexadecimal digits kept exactly; what follows them only decides how the last bit rounds. */
const HEXADECIMAL_DIGITS_MAX = 32;
/** Beyond this power of two every value is zero or infinite, whatever the digits are. */
const EXPONENT_MAX = 4000;

/** `value * 2^exponent`, without leaving the range of doubles half-way. */
function scaleByPowerOfTwo(value: number, exponent: number): number {
  let result = value;
  let left = Math.max(-EXPONENT_MAX, Math.min(EXPONENT_MAX, exponent));
  for (; left > 1000; left -= 1000) result *= 2 ** 1000;
  for (; left < -900; left += 900) result *= 2 ** -900;
  return result * 2 ** left;
}

/** The value of a hexadecimal constant with optional fraction and binary exponent. */
function decodeHexadecimal(raw: string): number {
  const [digits = "", power = "0"] = raw.slice(2).split(/[pP]/);
  const [whole = "", fraction = ""] = digits.split(".");
  const significant = (whole + fraction).replace(/^0+/, "");
  let kept = significant;
  let exponent = Number(power) - 4 * fraction.length;
  if (significant.length > HEXADECIMAL_DIGITS_MAX) {
    const sticky = /[^0]/.test(significant.slice(HEXADECIMAL_DIGITS_MAX)) ? "1" : "0";
    kept = significant.slice(0, HEXADECIMAL_DIGITS_MAX) + sticky;
    exponent += 4 * (significant.length - kept.length);
  }
  return kept === "" ? 0 : scaleByPowerOfTwo(parseInt(kept, 16), exponent);
}

/**
 * The value of a number constant.
 *
 * @param raw the constant as written, decimal or hexadecimal
 */
export function decodeNumber(raw: string): number {
  const second = raw.charCodeAt(1) | 32;
  return second === 120 ? decodeHexadecimal(raw) : parseFloat(raw);
}
