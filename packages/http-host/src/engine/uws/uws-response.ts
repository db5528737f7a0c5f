/**
 * Writing responses on uWebSockets.js with as few native calls as possible. Native strings are
 * written as UTF-8, so what is not ASCII goes through a buffer. `Date` is added natively, once a
 * second rendered for all responses.
 */
import { asciiOrBytes, bytesOf, isAscii, writeByteString } from "../byte-string.js";
import type { ResponseHead } from "../response-head.js";
import {
  closingConnection,
  type Framing,
  refusalBody,
  refusalHead,
  responseFraming,
} from "../response-framing.js";
import { standardStatusLine } from "../status-reasons.js";
import type { NativeResponse } from "./uws-binding.js";
import { nativeName } from "./uws-headers.js";

/**
 * Bodies up to this go out with the head in one write and are buffered natively if the socket is
 * full; it is the size of the native cork buffer. Larger ones are sent as fast as they are taken.
 */
const INLINE_BYTES_MAX = 16 * 1024;

/**
 * Longer strings are cheaper to copy into bytes than to have looked at and encoded natively: of 1 KiB it
 * takes a fourth of the time (bench:http, echo).
 */
const NATIVE_STRING_CHARS_MAX = 32;

/** Where small bodies and header fields become bytes; native calls copy them before they return. */
const scratch = Buffer.allocUnsafeSlow(INLINE_BYTES_MAX);

/** Told when a large response has been sent whole. */
export interface LargeResponseOwner {
  /** The native response must not be used any more. */
  responseSent(): void;
}

/**
 * Writes a response. Must be called corked.
 *
 * @param response the native response, nothing written to it yet
 * @param method the request's method
 * @param head status and header fields
 * @param body the body, a byte string; undefined when there is none and nobody knows how long it would be
 * @param isClosing true to close the connection afterwards
 * @param owner told later if this returns false
 * @returns true when nothing is left to do
 */
export function sendResponse(
  response: NativeResponse,
  method: string,
  head: ResponseHead,
  body: string | undefined,
  isClosing: boolean,
  owner: LargeResponseOwner,
): boolean {
  writeHead(response, head);
  const framing = responseFraming(method, head.status);
  if (framing === "body" && body !== undefined) {
    if (body.length <= INLINE_BYTES_MAX) {
      response.end(textOrScratch(body), isClosing);
      return true;
    }
    if (isClosing) response.writeHeader("Connection", "close");
    return sendLarge(response, bytesOf(body), owner);
  }
  if (isClosing) response.writeHeader("Connection", "close");
  // endWithoutBody cannot say a length and be done with it: the connection would stay busy.
  writeLengthWithoutBody(response, framing, body);
  response.endWithoutBody();
  return true;
}

/**
 * Writes a response after which the connection is closed. Must be called corked. In the native
 * callback of the request it does not keep the native parser from what came behind the request.
 *
 * @param response the native response, nothing written to it yet
 * @param method the request's method
 * @param head status and header fields
 * @param body as for `sendResponse`
 * @returns true when nothing is left to do; false when the caller has to close the connection, in a
 *   later turn
 */
export function sendLastResponse(
  response: NativeResponse,
  method: string,
  head: ResponseHead,
  body: string | undefined,
): boolean {
  writeHead(response, head);
  const framing = responseFraming(method, head.status);
  if (framing === "body" && body !== undefined) {
    response.end(bytesOf(body), true);
    return true;
  }
  // endWithoutBody cannot close the connection.
  response.writeHeader("Date", new Date().toUTCString());
  writeLengthWithoutBody(response, framing, body);
  response.writeHeader("Connection", "close\r\n");
  return false;
}

/**
 * Writes the head of a response whose body follows in chunks. The native layer ends it, and sends it,
 * with the first byte of the body. Must be called corked.
 *
 * @param response the native response, nothing written to it yet
 * @param head status and header fields
 * @param isClosing true to say that the connection will close afterwards
 */
export function sendStreamHead(
  response: NativeResponse,
  head: ResponseHead,
  isClosing: boolean,
): void {
  writeHead(response, head);
  if (isClosing) response.writeHeader("Connection", "close");
}

/**
 * Writes the end of a body in chunks, but keeps the native response in use: what the client goes on
 * sending is not looked at, and its own timeout closes the connection if the client does not. Told to
 * close it after the body, the native layer would write a header field into that. Must be called corked.
 *
 * @param response the native response, whose head has been written
 * @param hasBody whether any of the body has been written
 */
export function sendLastChunk(response: NativeResponse, hasBody: boolean): void {
  if (hasBody) {
    // The colon and the space between name and value go into a chunk extension, which nobody looks at
    // (RFC 9112 7.1.1).
    response.writeHeader('\r\n0;end="', '"\r\n');
  } else {
    response.writeHeader("Date", new Date().toUTCString());
    response.writeHeader("Content-Length", "0\r\n");
  }
}

/**
 * Writes an answer of the engine's own and closes the connection. Must be called corked.
 *
 * @param response the native response, nothing written to it yet
 * @param method the request's method
 * @param status the status code
 */
export function sendRefusal(response: NativeResponse, method: string, status: number): void {
  const neverLarge = { responseSent: (): void => undefined };
  sendResponse(response, method, refusalHead(status), refusalBody(status), true, neverLarge);
}

/**
 * Writes an answer of the engine's own in full, but keeps the native response in use: what the
 * client goes on sending still reaches `onData`, and `close` ends the connection. Closing at once
 * would make the client's system drop the answer unread (RFC 9112 9.6). Must be called corked.
 *
 * @param response the native response, nothing written to it yet
 * @param method the request's method
 * @param head status and header fields
 */
export function sendRefusalAndKeepReading(
  response: NativeResponse,
  method: string,
  head: ResponseHead,
): void {
  const { status } = head;
  const body = refusalBody(status);
  writeHead(response, head);
  response.writeHeader("Date", new Date().toUTCString());
  response.writeHeader("Connection", closingConnection(status));
  // writeHeader adds the line break that ends the body, or the head of an answer to HEAD.
  const rest = method === "HEAD" ? "" : `\r\n${body.slice(0, -2)}`;
  response.writeHeader("Content-Length", `${body.length}\r\n${rest}`);
}

function writeLengthWithoutBody(
  response: NativeResponse,
  framing: Framing,
  body: string | undefined,
): void {
  if (framing === "empty") response.writeHeader("Content-Length", "0");
  if (framing !== "length-only" || body === undefined) return;
  response.writeHeader("Content-Length", String(body.length));
}

function writeHead(response: NativeResponse, head: ResponseHead): void {
  const { status } = head;
  if (!head.hasStandardReason) response.writeStatus(asciiOrBytes(`${status} ${head.reason}`));
  else if (status !== 200) response.writeStatus(standardStatusLine(status));

  const { pairs } = head;
  const name = pairs[0];
  if (name === undefined) return;
  let rest = pairs[1] ?? "";
  // One native call costs more than joining all fields into one text (bench:http, hello).
  for (let index = 2; index < pairs.length; index += 2) {
    rest += `\r\n${pairs[index] ?? ""}: ${pairs[index + 1] ?? ""}`;
  }
  const isShort = rest.length <= INLINE_BYTES_MAX;
  response.writeHeader(nativeName(name), isShort ? textOrScratch(rest) : bytesOf(rest));
}

/** Prepares a text of at most INLINE_BYTES_MAX for a native call: valid until the next one is prepared. */
function textOrScratch(body: string): string | Uint8Array {
  if (body.length <= NATIVE_STRING_CHARS_MAX && isAscii(body)) return body;
  writeByteString(scratch, body);
  return new Uint8Array(scratch.buffer, 0, body.length);
}

/** Sends what the socket takes, and the rest whenever it takes more. */
function sendLarge(response: NativeResponse, bytes: Buffer, owner: LargeResponseOwner): boolean {
  const [, isComplete] = response.tryEnd(bytes, bytes.length);
  if (isComplete) return true;
  response.onWritable((offset) => {
    const [isFlushed, isNowComplete] = response.tryEnd(bytes.subarray(offset), bytes.length);
    if (isNowComplete) owner.responseSent();
    return isFlushed;
  });
  return false;
}
