/**
 * What an HTTP engine is: the contract that every transport fulfils and one test suite checks. An
 * engine owns sockets and HTTP framing; it knows nothing of Lua, events or handles. Bodies, header
 * values and targets are byte strings (JavaScript strings whose characters are bytes, 0 to 255).
 * WebSockets are in `websocket.ts`.
 */
import type { EngineLimits } from "./engine-limits.js";
import type { ExchangeObserver, RequestOutcome } from "./exchange-observer.js";
import type { RequestHeaders } from "./request-headers.js";
import type { ResponseHead } from "./response-head.js";
import type { ResponseStream } from "./response-stream.js";
import type { TlsFiles } from "./tls-files.js";
import type { WebSocketAcceptor } from "./websocket.js";

/**
 * One request and the response that it waits for. It is handed to `onRequest` when the body has
 * arrived whole. It may be answered in the same turn, which is the fast path, or at any time later.
 */
export interface Exchange {
  /** The method as the client sent it: methods are case-sensitive (RFC 9110 9.1). */
  readonly method: string;
  /** The request target as sent, with its query, not decoded (RFC 9112 3.2), a byte string. */
  readonly target: string;
  /** The header fields; first use may copy them out of the engine, later uses cost nothing. */
  readonly requestHeaders: RequestHeaders;
  /**
   * One header field, without copying the others.
   *
   * @param lowerCaseName its name
   * @returns its value, or its first when it came several times; undefined when it did not come
   */
  requestHeader(lowerCaseName: string): string | undefined;
  /** The body, whole, without any transfer coding, a byte string; empty when there was none. */
  readonly requestBody: string;
  /**
   * The peer's address without its port: `127.0.0.1`, `2001:db8::1` (RFC 5952); an IPv4 address
   * mapped into IPv6 is given as IPv4. Read it (or call `retain`) before answering: it may be empty
   * afterwards, because the connection has been handed back.
   */
  readonly remoteAddress: string;
  /** True until the exchange is answered, or its stream begun, or the client has left. */
  readonly isOpen: boolean;
  /**
   * Called once if the client leaves before `respond` was called or the stream was ended; never
   * after. May be set at any time until then.
   */
  onAborted: (() => void) | undefined;
  /** What an observer is told when it is answered; `answered` unless somebody knows better. */
  outcome: RequestOutcome;

  /**
   * Copies what can only be read while the exchange is open, or in the turn in which it arrived.
   * Target and headers of an exchange that is still open at the end of that turn are copied by
   * themselves. Call this before answering for one that will be looked at later; without it, what
   * was not read before may be empty then.
   */
  retain(): void;

  /**
   * Answers, in one write. `Date` and `Content-Length` are added. A response to HEAD and one with
   * status 204, 205 or 304 is sent without the body; HEAD reports the body's length
   * (RFC 9110 9.3.2, 15.3.5, 15.4.5). The head must not be changed until this returns.
   *
   * @param head status, reason and header fields
   * @param body the body, a byte string
   * @returns true when the response was taken, false when the client has left: it is dropped then
   * @throws HostError RESPONSE_TOO_LARGE, after which the exchange is still open
   * @throws Error when the exchange was answered before (a mistake of the caller)
   */
  respond(head: ResponseHead, body: string): boolean;

  /**
   * Answers with a body that is sent while it is being made: chunked in HTTP/1.1 (RFC 9112 7.1),
   * ended by closing the connection in HTTP/1.0. uWebSockets.js sends the head together with the
   * first byte of the body. The head must not be changed until this returns.
   *
   * @param head status, reason and header fields
   * @returns takes the body; not open when the client has left
   * @throws Error when the exchange was answered before (a mistake of the caller)
   */
  stream(head: ResponseHead): ResponseStream;
}

/** Takes a request. Exceptions from it reach `onFault`, and the client gets 500. */
export type RequestHandler = (exchange: Exchange) => void;

/** Where and how to listen. */
export interface ListenOptions {
  /** An IPv4 or IPv6 address, or `localhost`, which is 127.0.0.1. Names are not looked up. */
  readonly host: string;
  /** 0 to 65535; 0 lets the system choose. */
  readonly port: number;
  /** Limits that differ from DEFAULT_ENGINE_LIMITS. */
  readonly limits?: Partial<EngineLimits>;
  /** The certificate to speak TLS with; without one the port speaks plain HTTP. */
  readonly tls?: TlsFiles | undefined;
  /**
   * Whether others of this process may listen on the same port, each getting a share of the
   * connections; default false. The caller has to see that nobody else listens there.
   */
  readonly isShared?: boolean;
  /** Told of every request. */
  readonly observer?: ExchangeObserver | undefined;
  /**
   * Called with what a handler threw: a fault in our own code, not an operating error. Without it
   * the error is thrown in a turn of its own, so that it surfaces as an uncaught exception.
   */
  readonly onFault?: (fault: unknown) => void;
}

/** An open port. */
export interface Listener {
  /** The address listened on, never a name. */
  readonly host: string;
  /** The port listened on, never 0. */
  readonly port: number;
  /**
   * Requests handed to the handler and not yet answered, large responses still being sent, and open
   * WebSockets.
   */
  readonly pendingCount: number;

  /**
   * Stops accepting at once; the port is free when this returns. Requests handed to the handler
   * can still be answered, and their connections close after that. Requests that arrive later on a
   * connection which is still open get 503. Idle connections are closed. Calling it again does
   * nothing.
   */
  close(): void;

  /**
   * Lets WebSockets in on this port, or no longer. Without it a request to upgrade gets 426. Those
   * that are open stay open, also when the port is closed: whoever let them in closes them.
   *
   * @param acceptor decides about requests from now on; undefined to refuse them
   */
  acceptWebSockets(acceptor: WebSocketAcceptor | undefined): void;

  /**
   * Reads the certificate again, for connections that come from now on; those that are open stay.
   * Without TLS, or on a closed port, nothing happens.
   *
   * @throws HostError CERTIFICATE_NOT_READABLE, CERTIFICATE_INVALID; the old one stays
   */
  reloadTls(): void;

  /** Closes, and drops every connection at once; pending exchanges become aborted. */
  terminate(): void;

  /**
   * Waits for the end of the work.
   *
   * @returns a promise that is fulfilled when the listener is closed and nothing is pending
   */
  drained(): Promise<void>;
}

/** A way to serve HTTP. */
export interface Engine {
  /** Which engine it is. */
  readonly name: EngineName;
  /** Name and version for people: `uWebSockets.js (uwebsockets 3.0.6)`, `node:http (v20.20.2)`. */
  readonly description: string;

  /**
   * Opens a port, at once: when this returns, the port accepts connections and its number is known.
   *
   * @param options where, and with which limits
   * @param onRequest takes each request
   * @returns the open port
   * @throws HostError ADDRESS_IN_USE, ADDRESS_NOT_AVAILABLE, PERMISSION_DENIED, HOST_INVALID,
   *   PORT_OUT_OF_RANGE, LIMIT_OUT_OF_RANGE, LISTEN_FAILED, CERTIFICATE_NOT_READABLE,
   *   CERTIFICATE_INVALID, PORT_NOT_SHARED
   */
  listen(options: ListenOptions, onRequest: RequestHandler): Listener;
}

/** The engines there are. */
export type EngineName = "uws" | "node";
