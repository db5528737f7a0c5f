/**
 * What a computer's WebSockets may take, with their defaults (HTTP-API 7).
 */
import { HostError } from "../host-error.js";

const KIB = 1024;
const MIB = 1024 * KIB;

/** The limits of WebSockets. */
export interface WebSocketLimits {
  /** Bytes of a message, either way; a larger one from a client closes with 1009. */
  readonly webSocketMessageBytesMax: number;
  /** Silence after which a client is dropped, in milliseconds; it is pinged before that. */
  readonly webSocketIdleTimeoutMs: number;
  /** Bytes that a client may leave unread; while there are more, `send` gives false. */
  readonly webSocketBufferBytesMax: number;
  /** Bytes that a client leaves unread before it is closed with 1013. */
  readonly webSocketUnreadBytesMax: number;
  /** Bytes of messages that are kept for a handle; then its socket is read no further. */
  readonly webSocketQueueBytesMax: number;
  /**
   * Bytes of messages that wait for room where reading cannot be stopped, which is so with
   * uWebSockets.js; a client that sends more is closed with 1013.
   */
  readonly webSocketBacklogBytesMax: number;
}

/** The limits when nothing else is said. */
export const DEFAULT_WEB_SOCKET_LIMITS: WebSocketLimits = Object.freeze({
  webSocketMessageBytesMax: 128 * KIB,
  webSocketIdleTimeoutMs: 60_000,
  webSocketBufferBytesMax: MIB,
  webSocketUnreadBytesMax: 4 * MIB,
  webSocketQueueBytesMax: MIB,
  webSocketBacklogBytesMax: 16 * MIB,
});

/**
 * Picks these limits out of all limits, and checks them.
 * @param limits - those that differ from the defaults, and others
 * @returns all limits of WebSockets
 * @throws HostError LIMIT_OUT_OF_RANGE
 */
export function resolveWebSocketLimits(limits: Partial<WebSocketLimits>): WebSocketLimits {
  const resolved = { ...DEFAULT_WEB_SOCKET_LIMITS };
  for (const name of Object.keys(resolved) as (keyof WebSocketLimits)[]) {
    const value = limits[name] ?? resolved[name];
    if (!Number.isSafeInteger(value) || value < 1) {
      throw HostError.of("LIMIT_OUT_OF_RANGE", name, String(value));
    }
    resolved[name] = value;
  }
  return resolved;
}
