/**
 * What the HTTP host asks of `node:buffer`, for the worker: a constant, and a look at UTF-8.
 */

/** Node's constants: what a string may be. */
export const constants = { MAX_STRING_LENGTH: 2 ** 29 - 24 };

/** Says whether bytes are UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
