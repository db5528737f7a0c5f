/**
 * Byte strings: JavaScript strings whose characters are bytes, 0 to 255, as Lua strings are here.
 * The only places where they meet UTF-8 are native calls that insist on it, and those go through
 * this file.
 */

/** So many characters are looked at one by one. */
const SHORT_TEXT_CHARS = 32;

/**
 * Tells whether UTF-8 and Latin-1 would write the same bytes.
 *
 * @param text any string
 * @returns true when every character is below 128
 */
export function isAscii(text: string): boolean {
  // The way to the native function takes longer than a look at a few characters (bench:http, hello).
  if (text.length <= SHORT_TEXT_CHARS) {
    for (let index = 0; index < text.length; index++) {
      if (text.charCodeAt(index) > 0x7f) return false;
    }
    return true;
  }
  // Counts many characters at a time; ten times as fast as a regular expression on 1 KiB.
  return Buffer.byteLength(text, "utf8") === text.length;
}

/**
 * Turns a byte string into its bytes.
 *
 * @param text a byte string
 * @returns a new buffer of as many bytes as the string has characters
 */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

/**
 * Prepares a byte string for a native call that writes strings as UTF-8.
 *
 * @param text a byte string
 * @returns the string itself when that is the same, else its bytes
 */
export function asciiOrBytes(text: string): string | Buffer {
  return isAscii(text) ? text : bytesOf(text);
}

/**
 * Undoes a UTF-8 decoding that a native call has done. Bytes that were not UTF-8 are lost before
 * this is called and come out as those of U+FFFD.
 *
 * @param text a string decoded from UTF-8
 * @returns the byte string it was decoded from
 */
export function byteStringOfDecoded(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

/**
 * What `Buffer.toString` and `Buffer.write` call for Latin-1 after looking at their arguments; Node has
 * always had them.
 */
interface Latin1Calls {
  readonly latin1Slice?: (this: Uint8Array, start: number, end: number) => string;
  readonly latin1Write?: (this: Uint8Array, text: string, offset: number, length: number) => number;
}

const { latin1Slice, latin1Write } = Buffer.prototype as Latin1Calls;

/**
 * Turns bytes into a byte string; it is done for every body and every message of a WebSocket
 * (bench:http, echo; bench:websocket).
 *
 * @param data the bytes
 */
export function byteStringOf(data: ArrayBuffer): string {
  if (latin1Slice === undefined) return Buffer.from(data).toString("latin1");
  return latin1Slice.call(new Uint8Array(data), 0, data.byteLength);
}

/**
 * Writes the bytes of a byte string (bench:http, echo).
 *
 * @param target where to, from its start; must have room for all of them
 * @param text the byte string
 */
export function writeByteString(target: Buffer, text: string): void {
  if (latin1Write === undefined) target.write(text, 0, "latin1");
  else latin1Write.call(target, text, 0, text.length);
}
