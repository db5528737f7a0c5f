/**
 * Base64 (RFC 4648 §4), which JavaScript alone does not have. Source maps also write numbers in its digits.
 */

/** The digits, by their values. */
export const BASE64_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const DIGIT_VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value++) DIGIT_VALUES[BASE64_DIGITS.charCodeAt(value)] = value;

/** The value of the digit at an index of a text, or -1. */
export function base64DigitAt(text: string, at: number): number {
  return DIGIT_VALUES[text.charCodeAt(at)] ?? -1;
}

/** Decodes to a byte string; null when the text is no base64. */
export function decodeBase64(text: string): string | null {
  const end = text.endsWith("==") ? text.length - 2 : text.length - (text.endsWith("=") ? 1 : 0);
  const codes: string[] = [];
  let bits = 0;
  let bitCount = 0;
  for (let at = 0; at < end; at++) {
    const digit = base64DigitAt(text, at);
    if (digit < 0) return null;
    bits = ((bits << 6) | digit) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    codes.push(String.fromCharCode((bits >> bitCount) & 0xff));
  }
  return codes.join("");
}

/** Encodes a byte string. */
export function encodeBase64(bytes: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const hasSecond = at + 1 < bytes.length;
    const hasThird = at + 2 < bytes.length;
    const second = hasSecond ? bytes.charCodeAt(at + 1) : 0;
    const third = hasThird ? bytes.charCodeAt(at + 2) : 0;
    const bits = (bytes.charCodeAt(at) << 16) | (second << 8) | third;
    pieces.push(
      BASE64_DIGITS[bits >> 18]!,
      BASE64_DIGITS[(bits >> 12) & 63]!,
      hasSecond ? BASE64_DIGITS[(bits >> 6) & 63]! : "=",
      hasThird ? BASE64_DIGITS[bits & 63]! : "=",
    );
  }
  return pieces.join("");
}
