/**
 * Which responses have a body, and the plain answers that an engine gives by itself.
 */
import { ResponseHead } from "./response-head.js";
import { statusReason } from "./status-reasons.js";

/**
 * Tells how a response is framed (RFC 9110 6.4.1, RFC 9112 6.3).
 *
 * - `body`: Content-Length and the body;
 * - `length-only`: HEAD; the Content-Length that the body would have, without the body;
 * - `empty`: 205; Content-Length 0 (RFC 9110 15.3.6);
 * - `none`: 204 and 304; neither.
 */
export type Framing = "body" | "length-only" | "empty" | "none";

/**
 * Chooses the framing.
 *
 * @param method the request's method
 * @param status the response's status code
 * @returns how the response is framed
 */
export function responseFraming(method: string, status: number): Framing {
  if (status === 204 || status === 304) return "none";
  if (status === 205) return "empty";
  return method === "HEAD" ? "length-only" : "body";
}

/**
 * Makes the head of an answer that the engine gives by itself.
 *
 * @param status its status code
 * @returns a head for the body from `refusalBody`
 */
export function refusalHead(status: number): ResponseHead {
  const head = new ResponseHead().setStatus(status);
  head.setHeader("Content-Type", "text/plain");
  return head;
}

/**
 * Makes the body of an answer that the engine gives by itself.
 *
 * @param status its status code
 * @returns one line of ASCII text that ends with CR LF
 */
export function refusalBody(status: number): string {
  return `${status} ${statusReason(status)}\r\n`;
}

/**
 * Gives the value of `Connection` in an answer of the engine's own after which it closes.
 *
 * @param status its status code
 */
export function closingConnection(status: number): string {
  // RFC 9110 7.8: whoever sends Upgrade, as 426 has it, says so.
  return status === 426 ? "Upgrade, close" : "close";
}
