/**
 * Making Lua strings of byte values.
 */

/** How many arguments `String.fromCharCode` is given at once. */
const BYTES_PER_CALL = 4096;

function callFromCharCode(bytes: Uint8Array): string {
  // Spreading a typed array goes through its iterator; `apply` copies it, ten times as fast.
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

/**
 * Makes a Lua string of bytes.
 * @param bytes - the bytes, 0 to 255
 */
export function bytesToString(bytes: Uint8Array): string {
  if (bytes.length <= BYTES_PER_CALL) return callFromCharCode(bytes);
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += BYTES_PER_CALL) {
    parts.push(callFromCharCode(bytes.subarray(start, start + BYTES_PER_CALL)));
  }
  return parts.join("");
}
