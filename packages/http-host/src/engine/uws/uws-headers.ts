/**
 * Header fields and the native calls: names prepared for them, and copying a request's fields. The
 * native loop decodes values from UTF-8, which is undone here; bytes that are not UTF-8 are fetched
 * again through the one call that does not decode.
 */
import { byteStringOfDecoded, bytesOf, isAscii } from "../byte-string.js";
import type { NativeRequest } from "./uws-binding.js";

/** Names kept; programs use a few names again and again. */
const NATIVE_NAMES_MAX = 256;

const nativeNames = new Map<string, Uint8Array>();

const REPLACEMENT = "\ufffd";

/** Where `collect` puts what the native loop passes to it; the loop does not nest. */
let sink: string[] = [];

function collect(name: string, value: string): void {
  sink.push(name, value);
}

/**
 * Prepares a field's name for native calls, which take bytes in about half the time that they need
 * for a string (bench:http, hello).
 *
 * @param name a token
 * @returns the name in the faster form, or as it is when too many have been prepared
 */
export function nativeName(name: string): string | Uint8Array {
  const known = nativeNames.get(name);
  if (known !== undefined) return known;
  if (nativeNames.size >= NATIVE_NAMES_MAX) return name;
  const bytes = Uint8Array.from(bytesOf(name));
  nativeNames.set(name, bytes);
  return bytes;
}

/**
 * Copies the header fields. A name that comes twice with values that are not UTF-8 has the bytes of
 * its first value exact; those of the second are replaced.
 *
 * @param request a native request, still valid
 * @returns name, value, name, value; names in lower case, values byte strings
 */
export function copyHeaders(request: NativeRequest): string[] {
  return restoreHeaders(request, collectHeaders(request));
}

/**
 * Collects the header fields in one native call, which costs less than asking for three of them
 * (bench:http, hello).
 *
 * @param request a native request, still valid
 * @returns name, value, name, value; names in lower case, values decoded from UTF-8
 */
export function collectHeaders(request: NativeRequest): string[] {
  const pairs: string[] = [];
  sink = pairs;
  request.forEach(collect);
  return pairs;
}

/**
 * Says whether turning decoded values back takes the native request: bytes were lost. To ask costs
 * next to nothing, so header fields that nobody may ask for are turned back when somebody does.
 *
 * @param pairs what `collectHeaders` gave
 */
export function headersNeedRequest(pairs: readonly string[]): boolean {
  for (let index = 1; index < pairs.length; index += 2) {
    if (pairs[index]?.includes(REPLACEMENT) === true) return true;
  }
  return false;
}

/**
 * Turns decoded values back into byte strings, as `copyHeaders` says.
 *
 * @param request the native request, while it is valid
 * @param pairs what `collectHeaders` gave; it is changed
 * @returns the pairs
 */
export function restoreHeaders(request: NativeRequest | undefined, pairs: string[]): string[] {
  for (let index = 1; index < pairs.length; index += 2) {
    const value = pairs[index] ?? "";
    if (!isAscii(value)) pairs[index] = restoreBytes(request, pairs, index, value);
  }
  return pairs;
}

function restoreBytes(
  request: NativeRequest | undefined,
  pairs: readonly string[],
  index: number,
  value: string,
): string {
  const name = pairs[index - 1] ?? "";
  const isFirst = pairs.indexOf(name) === index - 1;
  const wasLost = value.includes(REPLACEMENT);
  const isExact = wasLost && isFirst && request !== undefined;
  return isExact ? request.getHeader(name) : byteStringOfDecoded(value);
}
