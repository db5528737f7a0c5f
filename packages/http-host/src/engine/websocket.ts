/**
 * WebSockets as engines offer them (RFC 6455): the other half of the contract in `engine.ts`, checked
 * by one test suite too. An engine owns the handshake, frames, fragments, pings and the limits on
 * what arrives; who is let in, and what a full buffer means, is decided above it.
 */
import type { RequestHeaders } from "./request-headers.js";

/** A request to switch to the WebSocket protocol that is well-formed. */
export interface UpgradeRequest {
  /** The request target as sent, with its query, not decoded, a byte string. */
  readonly target: string;
  /** The header fields. */
  readonly requestHeaders: RequestHeaders;
  /** The peer's address without its port. */
  readonly remoteAddress: string;
}

/** What becomes of an upgrade request. */
export type UpgradeAnswer =
  /** It is refused with this status and `Retry-After`, for now. */
  | { readonly kind: "refuse"; readonly status: number; readonly retryAfterSeconds: number }
  /** The connection becomes a WebSocket. */
  | {
      readonly kind: "accept";
      /** One of those that the client offers; "" for none. */
      readonly protocol: string;
      /** Header fields of the response: name, value, name, value; valid and ASCII. */
      readonly pairs: readonly string[];
      /**
       * Called when the handshake is complete, which an engine may still refuse.
       *
       * @returns takes what happens on the WebSocket
       */
      readonly handle: () => WebSocketHandler;
    };

/** Decides about the upgrade requests of a port. */
export interface WebSocketAcceptor {
  /** Most bytes of a message from a client; a larger one closes the WebSocket with 1009. */
  readonly messageBytesMax: number;
  /** Silence after which a client is dropped, in milliseconds; it is pinged before that. */
  readonly idleTimeoutMs: number;
  /** Whether to agree on compression (RFC 7692) with clients that offer it. */
  readonly compresses: boolean;
  /** Decides about one request; exceptions from it reach `onFault`, and the client gets 500. */
  upgrade(request: UpgradeRequest): UpgradeAnswer;
}

/** Takes what happens on one WebSocket. Exceptions from it reach `onFault`. */
export interface WebSocketHandler {
  /** It is open; called once, before anything else. */
  opened(socket: EngineWebSocket): void;
  /** A whole message has arrived: a byte string, for text of valid UTF-8. */
  received(message: string, isBinary: boolean): void;
  /** A ping has been answered: what the client leaves unread may have become more. */
  pongSent?(): void;
  /**
   * It is closed; called once, after everything else, whoever closed it.
   *
   * @param code the peer's code or, when the peer sent none, why it was closed (RFC 6455 7.4.1):
   *   1005 for a closing without a code, 1006 for a lost connection
   * @param reason a byte string
   */
  closed(code: number, reason: string): void;
}

/** One WebSocket. */
export interface EngineWebSocket {
  /** True until it is closed from either side, or lost. */
  readonly isOpen: boolean;
  /** Bytes that were sent and that the system has not taken yet. */
  readonly bufferedBytes: number;
  /** Whether `pause` can stop the reading; uWebSockets.js has no way to. */
  readonly canPause: boolean;

  /**
   * Sends a message; nothing happens when it is not open.
   *
   * @param message ASCII text, or bytes, which must not be changed afterwards; for text they must
   *   be valid UTF-8
   * @param isBinary the kind of the message
   * @returns true when the system has taken all of it
   */
  send(message: string | Uint8Array, isBinary: boolean): boolean;

  /**
   * Closes it: sends a close frame and ends the connection; nothing happens when it is not open.
   *
   * @param code 1000 to 4999 as far as RFC 6455 7.4 lets an endpoint send it
   * @param reason valid UTF-8, at most 123 bytes, a byte string
   */
  close(code: number, reason: string): void;

  /** Drops the connection. */
  terminate(): void;

  /** Reads no further, where `canPause` says so; what is already read may still arrive. */
  pause(): void;

  /** Reads on. */
  resume(): void;
}

/** What a program is told of a message over the limit; the emulator's text. */
export const TOO_LARGE_REASON = "Message is too large";

/** What a program is told of text that is not UTF-8. */
export const INVALID_TEXT_REASON = "Invalid UTF-8 in a text message";

/** What a program is told of a message in too many fragments. */
export const TOO_MANY_FRAGMENTS_REASON = "Message has too many fragments";

/** Messages shorter than this are not compressed, in bytes: it would make them longer or no shorter. */
export const COMPRESSED_BYTES_MIN = 1024;

/** RFC 6455 7.4.1: what a closing means. */
export const CloseCode = {
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  noCode: 1005,
  lost: 1006,
  invalidText: 1007,
  policyViolation: 1008,
  tooLarge: 1009,
  tryAgainLater: 1013,
} as const;
