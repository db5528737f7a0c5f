/**
 * Copying a native request's header fields. The native loop decodes values from UTF-8, which is
 * undone here; bytes that are not UTF-8 are fetched again through the one call that does not decode.
 */
import { byteStringOfDecoded, isAscii } from "../byte-string.js";
import type { NativeRequest } from "./uws-binding.js";

const REPLACEMENT = "\ufffd";

/** Where `collect` puts what the native loop passes to it; the loop does not nest. */
let sink: string[] = [];

function collect(name: string, value: string): void {
  sink.push(name, value);
}

/**
 * Copies the header fields. A name that comes twice with values that are not UTF-8 has the bytes of
 * its first value exact; those of the second are replaced.
 *
 * @param request a native request, still valid
 * @returns name, value, name, value; names in lower case, values byte strings
 */
export function copyHeaders(request: NativeRequest): string[] {
  const pairs: string[] = [];
  sink = pairs;
  request.forEach(collect);
  for (let index = 1; index < pairs.length; index += 2) {
    const value = pairs[index] ?? "";
    if (!isAscii(value)) pairs[index] = restoreBytes(request, pairs, index, value);
  }
  return pairs;
}

function restoreBytes(
  request: NativeRequest,
  pairs: readonly string[],
  index: number,
  value: string,
): string {
  const name = pairs[index - 1] ?? "";
  const isFirst = pairs.indexOf(name) === index - 1;
  const wasLost = value.includes(REPLACEMENT);
  return wasLost && isFirst ? request.getHeader(name) : byteStringOfDecoded(value);
}
