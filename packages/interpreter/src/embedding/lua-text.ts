/**
 * Lua strings and what hosts have instead: bytes, and text. A Lua string is a JavaScript string with
 * one character per byte; text goes in and out as UTF-8, and only here.
 */
import { bytesToString } from "../stdlib/bytes-to-string.js";
import { decodeCodePoint, encodeCodePoint, encodedLength } from "../stdlib/utf8-codec.js";

/** What stands for what cannot be written or read as UTF-8. */
const REPLACEMENT = 0xfffd;

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/**
 * Makes a Lua string of text, as UTF-8.
 * @param text - any JavaScript string; half a surrogate pair becomes U+FFFD
 */
export function textToLua(text: string): string {
  if (isAscii(text)) return text;
  let bytes = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += encodeCodePoint(isSurrogate(code) ? REPLACEMENT : code);
  }
  return bytes;
}

/**
 * Reads a Lua string as UTF-8.
 * @param string - a Lua string, one character per byte
 * @returns its text; each byte that belongs to no valid sequence becomes U+FFFD
 */
export function luaToText(string: string): string {
  if (isAscii(string)) return string;
  let text = "";
  for (let i = 0; i < string.length;) {
    const code = decodeCodePoint(string, i);
    const isValid = code >= 0 && !isSurrogate(code);
    text += String.fromCodePoint(isValid ? code : REPLACEMENT);
    i += isValid ? encodedLength(code) : 1;
  }
  return text;
}

/**
 * Makes a Lua string of bytes.
 * @param bytes - the bytes; copied
 */
export function bytesToLua(bytes: Uint8Array): string {
  return bytesToString(bytes);
}

/**
 * Gives the bytes of a Lua string.
 * @param string - a Lua string, one character per byte
 */
export function luaToBytes(string: string): Uint8Array {
  const bytes = new Uint8Array(string.length);
  for (let i = 0; i < string.length; i++) bytes[i] = string.charCodeAt(i);
  return bytes;
}
