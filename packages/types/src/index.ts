/**
 * Declarations of the server API for CraftOS programs written in TypeScript (TypeScriptToLua).
 * Types only: nothing here exists at run time. Beside the declarations of CraftOS itself
 * (`@jackmacwindows/craftos-types`) they add to its `http` and `os`; without them they stand alone.
 * @module @craftos-http/types
 */
/// <reference types="@typescript-to-lua/language-extensions" preserve="true" />
// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- modules of other names cannot be imported
/// <reference path="../src/cc-modules.d.ts" preserve="true" />
// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- as above
/// <reference path="../src/craftos-web.d.ts" preserve="true" />
export type { CraftosEvent, CraftosEvents } from "./events.js";
export type {
  HttpAnswer,
  HttpBegun,
  HttpClientEvents,
  HttpGetOptions,
  HttpHeaders,
  HttpMethod,
  HttpPostOptions,
  HttpRequestOptions,
  HttpResult,
  OpenedWebSocket,
  WebSocketOptions,
} from "./http-client.js";
export type { PeripheralKind } from "./periphemu.js";
export type {
  WebSocketClient,
  WebSocketHeaders,
  WebSocketServer,
  WebSocketServerClosedEvent,
  WebSocketServerConnectEvent,
  WebSocketServerMessageEvent,
  WebSocketServerOptions,
} from "./websocket-server.js";

/**
 * A request, as a read handle with what HTTP adds. Strings are bytes, one character each. After
 * `close()` every `read` fails with `attempt to use a closed file`.
 * @noSelf
 */
export interface HttpRequest {
  /**
   * Reads from the body.
   * @param count - how many bytes at most; 1 by default
   * @returns the bytes, or undefined at the end
   */
  read(count?: number): string | undefined;

  /**
   * Reads a line of the body.
   * @param withTrailing - whether to keep what ends the line; false by default
   * @returns the line, or undefined at the end
   */
  readLine(withTrailing?: boolean): string | undefined;

  /**
   * Reads the rest of the body.
   * @returns the bytes, `""` the first time for an empty body; undefined after the end
   */
  readAll(): string | undefined;

  /** Closes the request for reading. The response stays open. */
  close(): void;

  /** The request target with its query, as sent and not decoded: `/path?a=1`. */
  getURL(): string;

  /** The method, as sent: `GET`. */
  getMethod(): string;

  /**
   * The header fields: a new table each time, names in canonical case (`Content-Type`), found in any
   * case. Fields that were sent several times are joined by `, `, cookies by `; `.
   */
  getRequestHeaders(): Record<string, string | undefined>;

  /** The client's address, without its port. */
  getRemoteAddress(): string;
}

/**
 * A response, as a write handle with what HTTP adds. Nothing is sent before `close()` or `flush()`;
 * after `close()` every use fails with `attempt to use a closed file`.
 * @noSelf
 */
export interface HttpResponse {
  /** Adds to the body. After `flush()` it waits, as `sleep` does, for a client that reads slowly. */
  write(...values: (string | number)[]): void;

  /** Adds to the body, and a line feed. */
  writeLine(...values: (string | number)[]): void;

  /**
   * Sets the status; 200 by default.
   * @param code - a whole number from 200 to 599
   * @param reason - instead of the standard phrase
   */
  setStatusCode(code: number, reason?: string): void;

  /**
   * Sets a header field, in place of what it was set to before. `Content-Length`,
   * `Transfer-Encoding` and `Connection` are the server's: setting them does nothing but warn.
   * @param name - the field's name
   * @param value - its value; several are sent as several fields, such as `Set-Cookie`
   */
  setResponseHeader(name: string, value: string | number | readonly (string | number)[]): void;

  /**
   * Sends the head and what was written so far, and from now on what is written: `close()` ends the
   * response, however long that takes. Waits, as `sleep` does, while the client has yet to take more
   * than a megabyte.
   * @returns whether somebody takes more: false when the client has left, or there is no body
   */
  flush(): boolean;

  /** Sends the response, or ends it after `flush()`. */
  close(): void;
}

/** How a port differs from what the command was told. */
export interface HttpListenerOptions {
  /** The address to listen on: IPv4, IPv6 or `localhost`. */
  host?: string;
  /** Most bytes of a request's body; larger ones get 413. */
  maxBodyBytes?: number;
  /** Seconds until a response that nobody closed is sent with what was written. */
  timeout?: number;
  /** The certificate to speak TLS with, as files of the computer; false for plain HTTP. */
  tls?: HttpTlsOptions | false;
}

/** A certificate and its private key: PEM files of the computer. */
export interface HttpTlsOptions {
  /** The file with the certificate, those of its issuers behind it. */
  cert: string;
  /** The file with the key. */
  key: string;
  /** What the key is encrypted with. */
  passphrase?: string;
}

/** The values of the event that a request on a port of `http.addListener` queues. */
export type HttpRequestEvent = [
  event: "http_request",
  port: number,
  request: HttpRequest,
  response: HttpResponse,
];

/**
 * Takes a request in a coroutine of its own, so it may wait. When it gives true the listener stops.
 * An error in it is answered with 500, and the server goes on.
 */
export type HttpRequestCallback = (
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- TypeScriptToLua's sign for a function without self
  this: void,
  request: HttpRequest,
  response: HttpResponse,
) => boolean | undefined;

declare global {
  /**
   * What CraftOS offers for HTTP.
   * @noSelf
   */
  // eslint-disable-next-line @typescript-eslint/no-namespace -- only a namespace merges with CraftOS's own
  namespace http {
    /**
     * Serves a port until a callback gives true, or the event `server_stop` is queued; with a port
     * as its argument, that port's only.
     * @param port - 0 to 65535
     * @param callback - takes each request
     * @throws `Could not open server: Address already in use: 127.0.0.1:8080` and the like
     */
    function listen(port: number, callback: HttpRequestCallback): void;

    /**
     * Opens a port in the background: each request queues an event `http_request`. A port that is
     * open already stays open.
     * @param port - 0 to 65535; 0 is for any that is free
     * @param options - how the port differs
     * @returns for 0 the port's number, else nothing
     * @throws `Could not open server: Address already in use: 127.0.0.1:8080` and the like
     */
    function addListener(port: 0, options?: HttpListenerOptions): number;
    function addListener(port: number, options?: HttpListenerOptions): number | undefined;

    /**
     * Closes a port, at once. Requests that were taken can still be answered; ports that are not
     * open are ignored.
     * @param port - as `addListener` gave it, or as it was asked for
     */
    function removeListener(port: number): void;

    /**
     * Tells which of how many processes that run the program this is (`--workers`); 1 and 1 for the
     * only one.
     */
    function getWorker(): LuaMultiReturn<[index: number, count: number]>;
  }
}
