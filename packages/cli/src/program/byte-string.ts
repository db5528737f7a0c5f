/**
 * Byte strings, which Lua has, and text, which people and the system have.
 */

/** Text as the byte string of its UTF-8 form. */
export function toByteString(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The text that a byte string is the UTF-8 form of. */
export function fromByteString(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
