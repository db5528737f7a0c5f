/**
 * What carries a computer's requests out and brings answers back: the network, or a test's stand-in.
 * Texts are byte strings.
 */
import type { WebSocketHandler } from "../engine/websocket.js";
import type { ClientFailure } from "./client-failure.js";

/** A request as it goes out. */
export interface OutgoingRequest {
  /** Where to. */
  readonly url: URL;
  /** In capitals. */
  readonly method: string;
  /** Name, value, name, value: well formed, without those that frame the message. */
  readonly headers: readonly string[];
  /** The body; undefined for none. */
  readonly body: string | undefined;
  /** Whether redirects are followed. */
  readonly followsRedirects: boolean;
  /** How long the server may do nothing, in milliseconds; 0 for any time. */
  readonly timeoutMs: number;
}

/** An answer, whatever its status. */
export interface IncomingResponse {
  /** 200 to 999. */
  readonly status: number;
  /** Its reason phrase. */
  readonly reason: string;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  /** The body, without the coding that it came in. */
  readonly body: string;
  /** Why it counts as a failure although its status does not say so. */
  readonly problem?: string;
}

/** A WebSocket as it is asked for. */
export interface OutgoingHandshake {
  /** `ws:` or `wss:`. */
  readonly url: URL;
  /** Name, value, name, value: well formed. */
  readonly headers: readonly string[];
  /** How long the server may do nothing before it is open, in milliseconds; 0 for any time. */
  readonly timeoutMs: number;
  /** Most bytes of a message from the server. */
  readonly messageBytesMax: number;
}

/** Carries requests. A computer has one. */
export interface HttpTransport {
  /**
   * Makes a request and follows redirects.
   * @param request - what to send
   * @param done - called once with the answer, or with why there is none
   * @returns a function that gives the request up: nobody wants to know any more
   */
  request(
    request: OutgoingRequest,
    done: (outcome: IncomingResponse | ClientFailure) => void,
  ): () => void;

  /**
   * Finds out whether a URL could be requested.
   * @param url - `http:` or `https:`
   * @param done - called once with why not, or null
   */
  check(url: URL, done: (failure: ClientFailure | null) => void): void;

  /**
   * Opens a WebSocket.
   * @param handshake - what to send
   * @param handler - takes what happens on it
   * @param failed - called once if it cannot be opened; then the handler is told nothing
   * @returns a function that gives it up while it is not open
   */
  openSocket(
    handshake: OutgoingHandshake,
    handler: WebSocketHandler,
    failed: (failure: ClientFailure) => void,
  ): () => void;

  /** Drops every connection. */
  close(): void;
}
