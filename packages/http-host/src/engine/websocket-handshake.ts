/**
 * The opening handshake as far as it is ours: what an upgrade request must have (RFC 6455 4.2.1), and
 * what one that is refused is answered with. Engines check leniently, so this is asked first.
 */
import type { RequestHeaders } from "./request-headers.js";
import type { HeadInspection } from "./request-inspection.js";
import { refusalHead } from "./response-framing.js";
import type { ResponseHead } from "./response-head.js";

/** RFC 6455 4.1: base64 of 16 bytes, so the last character before the padding has four bits to spare. */
const KEY = /^[A-Za-z0-9+/]{21}[AQgw]==$/;

/** The version of the protocol (RFC 6455 4.1). */
const VERSION = "13";

/** The parts of a request that the handshake is about. */
export interface HandshakeRequest {
  readonly method: string;
  readonly requestHeaders: RequestHeaders;
}

/**
 * Checks a request that asks to switch to WebSocket.
 *
 * @param request the request
 * @param head what was found in its head
 * @returns the status to refuse it with; undefined when it is well-formed
 */
export function handshakeProblem(
  request: HandshakeRequest,
  head: HeadInspection,
): number | undefined {
  const { method, requestHeaders } = request;
  if (head.problem !== 0) return head.problem;
  if (method !== "GET") return 405;
  // Of a body nobody could say where it ends and the first frame begins.
  if (head.isChunked || Number(head.contentLength) > 0) return 400;
  if (requestHeaders.get("sec-websocket-version") !== VERSION) {
    return requestHeaders.get("sec-websocket-version") === undefined ? 400 : 426;
  }
  return KEY.test(requestHeaders.get("sec-websocket-key") ?? "") ? undefined : 400;
}

/**
 * Gives the subprotocols that a client offers, in its order (RFC 6455 4.1).
 *
 * @param headers the request's header fields
 */
export function offeredProtocols(headers: RequestHeaders): readonly string[] {
  const list = headers.get("sec-websocket-protocol");
  if (list === undefined) return [];
  return list
    .split(",")
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol !== "");
}

/**
 * Gives the head of the answer to an upgrade request that is refused, for the body of `refusalBody`.
 *
 * @param status its status
 * @param retryAfterSeconds when the client may try again, if ever
 */
export function upgradeRefusal(status: number, retryAfterSeconds?: number): ResponseHead {
  const head = refusalHead(status);
  // RFC 9110 15.5.22: which protocol; 15.5.6: which method. RFC 6455 4.4: which version there is.
  if (status === 426) head.setHeader("Upgrade", "websocket");
  if (status === 426 || status === 400) head.setHeader("Sec-WebSocket-Version", VERSION);
  if (status === 405) head.setHeader("Allow", "GET");
  if (retryAfterSeconds !== undefined) head.setHeader("Retry-After", String(retryAfterSeconds));
  return head;
}
