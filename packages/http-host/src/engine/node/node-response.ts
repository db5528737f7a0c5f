/**
 * Writing responses on node:http in one write: head and body are passed as one Latin-1 string,
 * which Node joins before it sends.
 */
import type { ServerResponse } from "node:http";
import type { ResponseHead } from "../response-head.js";
import { responseFraming } from "../response-framing.js";

/**
 * Writes a response and ends it.
 *
 * @param response the native response, nothing written to it yet
 * @param method the request's method
 * @param head status and header fields
 * @param body the body, a byte string
 * @param isClosing true to close the connection afterwards
 */
export function sendResponse(
  response: ServerResponse,
  method: string,
  head: ResponseHead,
  body: string,
  isClosing: boolean,
): void {
  if (writeHead(response, method, head, body, isClosing)) response.end(body, "latin1");
  else response.end();
}

/**
 * Writes a response in full without ending it: the connection stays open until `response.end()`.
 *
 * @param response the native response, nothing written to it yet
 * @param method the request's method
 * @param head status and header fields
 * @param body the body, a byte string
 * @param isClosing true to close the connection afterwards
 */
export function writeResponse(
  response: ServerResponse,
  method: string,
  head: ResponseHead,
  body: string,
  isClosing: boolean,
): void {
  if (writeHead(response, method, head, body, isClosing)) response.write(body, "latin1");
  else response.flushHeaders();
}

/**
 * Writes the head of a response whose body follows, or the whole response when it has no body.
 *
 * @param response the native response, nothing written to it yet
 * @param method the request's method
 * @param head status and header fields
 * @param isClosing true to close the connection afterwards
 * @returns true when a body follows
 */
export function writeStreamHead(
  response: ServerResponse,
  method: string,
  head: ResponseHead,
  isClosing: boolean,
): boolean {
  const framing = responseFraming(method, head.status);
  const fields = [...head.pairs];
  if (framing === "empty") fields.push("Content-Length", "0");
  sendHead(response, head, fields, isClosing);
  if (framing === "body") response.flushHeaders();
  else response.end();
  return framing === "body";
}

/** Hands over status and fields; returns true when the body is to be written. */
function writeHead(
  response: ServerResponse,
  method: string,
  head: ResponseHead,
  body: string,
  isClosing: boolean,
): boolean {
  const framing = responseFraming(method, head.status);
  const fields = [...head.pairs];
  if (framing === "empty") fields.push("Content-Length", "0");
  else if (framing !== "none") fields.push("Content-Length", String(body.length));
  sendHead(response, head, fields, isClosing);
  return framing === "body";
}

function sendHead(
  response: ServerResponse,
  head: ResponseHead,
  fields: string[],
  isClosing: boolean,
): void {
  if (isClosing) fields.push("Connection", "close");
  // Node would add `Connection: keep-alive` and `Keep-Alive`, which HTTP/1.1 clients do not need.
  else if (isPersistentByDefault(response)) response.removeHeader("Connection");
  response.writeHead(head.status, head.reason, fields);
}

function isPersistentByDefault(response: ServerResponse): boolean {
  return response.shouldKeepAlive && response.req.httpVersionMinor >= 1;
}
