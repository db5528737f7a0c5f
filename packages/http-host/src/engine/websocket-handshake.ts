/**
 * The opening handshake as far as it is ours: what an upgrade request must have (RFC 6455 4.2.1), and
 * what one that is refused is answered with. Engines check leniently, so this is asked first.
 */
import type { RequestHeaders } from "./request-headers.js";
import { statusReason } from "./status-reasons.js";

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
 * Says whether a field asks to switch to WebSocket; other protocols may be ignored (RFC 9110 7.8).
 *
 * @param upgrade the value of the request's `Upgrade` field
 */
export function asksForWebSocket(upgrade: string | undefined): boolean {
  return upgrade !== undefined && upgrade !== "" && hasToken(upgrade, "websocket");
}

/**
 * Checks a request that asks to switch to WebSocket.
 *
 * @param request the request
 * @returns the status to refuse it with; undefined when it is well-formed
 */
export function handshakeProblem(request: HandshakeRequest): number | undefined {
  const { method, requestHeaders } = request;
  if (method !== "GET") return 405;
  if (!hasToken(requestHeaders.get("connection") ?? "", "upgrade")) return 400;
  if ((requestHeaders.get("host") ?? "") === "") return 400;
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
 * Gives the head of the answer to an upgrade request that is refused, without what frames it.
 *
 * @param status its status
 * @param retryAfterSeconds when the client may try again, if ever
 * @returns name, value, name, value
 */
export function upgradeRefusal(status: number, retryAfterSeconds?: number): readonly string[] {
  const pairs = ["Content-Type", "text/plain"];
  // RFC 6455 4.4: which version there is. RFC 9110 15.5.22: which protocol; 15.5.6: which method.
  if (status === 426) pairs.push("Upgrade", "websocket");
  if (status === 426 || status === 400) pairs.push("Sec-WebSocket-Version", VERSION);
  if (status === 405) pairs.push("Allow", "GET");
  if (retryAfterSeconds !== undefined) pairs.push("Retry-After", String(retryAfterSeconds));
  return pairs;
}

/**
 * Gives the body of such an answer.
 *
 * @param status its status
 */
export function upgradeRefusalBody(status: number): string {
  return `${status} ${statusReason(status)}\r\n`;
}

function hasToken(list: string, token: string): boolean {
  return list.split(",").some((one) => one.trim().toLowerCase() === token);
}
