/**
 * Declarations of the HTTP client: what CraftOS's own declarations lack of it (the table forms, the
 * other methods, `seek`, the reason of a status, the events), and all of it where they are missing.
 */

/** The methods of HTTP that can be requested. */
export type HttpMethod = "GET" | "POST" | "HEAD" | "OPTIONS" | "PUT" | "DELETE" | "PATCH" | "TRACE";

/** Header fields by their names. */
export type HttpHeaders = Readonly<Record<string, string | number>>;

/** A request. Strings are bytes, one character each. */
export interface HttpRequestOptions {
  /** Where to: `http://` or `https://`. */
  url: string;
  /** The body. */
  body?: string;
  /** Header fields beside those that are always sent. */
  headers?: HttpHeaders;
  /** Whether `read()` without a count gives a number; false by default. */
  binary?: boolean;
  /** GET by default, or POST if there is a body. */
  method?: HttpMethod;
  /** Whether redirects are followed; true by default. */
  redirect?: boolean;
  /** Seconds that the server may do nothing, at most 60; 30 by default, 0 for any time. */
  timeout?: number;
}

/** A GET request: without a body. */
export type HttpGetOptions = Omit<HttpRequestOptions, "body">;

/** A request with a body. */
export type HttpPostOptions = HttpRequestOptions & {
  /** The body. */
  body: string;
};

/** A WebSocket to open. */
export interface WebSocketOptions {
  /** Where to: `ws://` or `wss://`. */
  url: string;
  /** Header fields of the handshake. */
  headers?: HttpHeaders;
  /** Seconds that the server may take, at most 60; 30 by default, 0 for any time. */
  timeout?: number;
}

/**
 * What a server answered, as a read handle with what HTTP adds. After `close()` every use fails with
 * `attempt to use a closed file`.
 * @noSelf
 */
export interface HttpAnswer {
  /**
   * Reads from the body.
   * @param count - how many bytes at most
   * @returns the bytes, or undefined at the end
   */
  read(count: number): string | undefined;
  /**
   * Reads one byte of the body.
   * @returns the byte, as a number from a binary handle, or undefined at the end
   */
  read(): string | number | undefined;

  /**
   * Reads a line of the body.
   * @param withTrailing - whether to keep what ends the line; false by default
   * @returns the line, or undefined at the end
   */
  readLine(withTrailing?: boolean): string | undefined;

  /** Reads the rest of the body: `""` at the end. */
  readAll(): string;

  /**
   * Moves to another place of the body.
   * @param whence - from where; `cur` by default
   * @param offset - by how many bytes; 0 by default
   * @returns the new position, or undefined and why not
   */
  seek(
    whence?: "set" | "cur" | "end",
    offset?: number,
  ): LuaMultiReturn<[position: number] | [position: undefined, problem: string]>;

  /** Closes it. */
  close(): void;

  /** The status and its reason phrase. */
  getResponseCode(): LuaMultiReturn<[status: number, reason: string]>;

  /**
   * The header fields: a new table each time, names in canonical case (`Content-Type`), found in any
   * case. Fields that were sent several times are joined by `, `.
   */
  getResponseHeaders(): Record<string, string | undefined>;
}

/**
 * A WebSocket that the program has opened. When it is closed every use fails with `attempt to use a
 * closed file`.
 * @noSelf
 */
export interface OpenedWebSocket {
  /**
   * Waits for a message, unless one is there already.
   * @param timeout - seconds; for ever by default
   * @returns the message and whether it is binary; undefined when the time was over or it was closed
   */
  receive(
    timeout?: number,
  ): LuaMultiReturn<[message: string, isBinary: boolean] | [message: undefined]>;

  /**
   * Sends a message.
   * @param message - text has to be UTF-8
   * @param isBinary - whether it is binary; false by default
   * @returns false when the server leaves too much unread
   */
  send(message: string | number, isBinary?: boolean): boolean;

  /**
   * Closes it.
   * @param code - 1000 by default
   * @param reason - at most 123 bytes
   */
  close(code?: number, reason?: string): void;
}

/** What a request gives: the answer; or why it failed, and the answer if there is one. */
export type HttpResult = LuaMultiReturn<
  [answer: HttpAnswer] | [answer: undefined, problem: string, failed?: HttpAnswer]
>;

/** What beginning something gives: whether it could begin, or why not. */
export type HttpBegun = LuaMultiReturn<[isBegun: true] | [isBegun: false, problem: string]>;

/** The events of the client, by their names. */
export interface HttpClientEvents {
  /** A request was answered. */
  http_success: [event: "http_success", url: string, answer: HttpAnswer];
  /** A request failed. */
  http_failure: [event: "http_failure", url: string, problem: string, failed?: HttpAnswer];
  /** A URL was checked. */
  http_check: [event: "http_check", url: string, isAllowed: boolean, problem?: string];
  /** A WebSocket is open. */
  websocket_success: [event: "websocket_success", url: string, socket: OpenedWebSocket];
  /** A WebSocket could not be opened. */
  websocket_failure: [event: "websocket_failure", url: string, problem: string];
  /** A message has arrived. */
  websocket_message: [event: "websocket_message", url: string, message: string, isBinary: boolean];
  /** A WebSocket was closed by the server or lost. */
  websocket_closed: [event: "websocket_closed", url: string, reason?: string, code?: number];
}

declare global {
  /**
   * What CraftOS offers for HTTP.
   * @noSelf
   */
  // eslint-disable-next-line @typescript-eslint/no-namespace -- only a namespace merges with CraftOS's own
  namespace http {
    /**
     * Begins a request; `http_success` or `http_failure` tells how it went.
     * @param options - the request
     * @throws `Too many ongoing HTTP requests`, and errors for arguments
     */
    function request(options: HttpRequestOptions): HttpBegun;
    function request(
      url: string,
      body?: string,
      headers?: HttpHeaders,
      binary?: boolean,
    ): HttpBegun;

    /**
     * Makes a GET request and waits for the answer.
     * @param options - the request
     */
    function get(options: HttpGetOptions): HttpResult;
    function get(url: string, headers?: HttpHeaders, binary?: boolean): HttpResult;

    /**
     * Makes a POST request and waits for the answer.
     * @param options - the request
     */
    function post(options: HttpPostOptions): HttpResult;
    function post(url: string, body: string, headers?: HttpHeaders, binary?: boolean): HttpResult;

    /** Makes a HEAD request and waits for the answer, which has no body. */
    function head(options: HttpRequestOptions): HttpResult;
    function head(url: string, body?: string, headers?: HttpHeaders, binary?: boolean): HttpResult;

    /** Makes an OPTIONS request and waits for the answer. */
    function options(options: HttpRequestOptions): HttpResult;
    function options(
      url: string,
      body?: string,
      headers?: HttpHeaders,
      binary?: boolean,
    ): HttpResult;

    /** Makes a PUT request and waits for the answer. */
    function put(options: HttpRequestOptions): HttpResult;
    function put(url: string, body?: string, headers?: HttpHeaders, binary?: boolean): HttpResult;

    /** Makes a PATCH request and waits for the answer. */
    function patch(options: HttpRequestOptions): HttpResult;
    function patch(url: string, body?: string, headers?: HttpHeaders, binary?: boolean): HttpResult;

    /** Makes a TRACE request and waits for the answer. */
    function trace(options: HttpRequestOptions): HttpResult;
    function trace(url: string, body?: string, headers?: HttpHeaders, binary?: boolean): HttpResult;

    /** Waits until it is known whether a URL may be requested, and if not, why. */
    function checkURL(
      url: string,
    ): LuaMultiReturn<[isAllowed: true] | [isAllowed: false, problem: string]>;

    /** Begins to check a URL; `http_check` tells whether it may be requested. */
    function checkURLAsync(url: string): HttpBegun;

    /**
     * Opens a WebSocket and waits until it is open.
     * @param options - where to
     * @throws `Too many websockets already open`, and errors for arguments
     */
    function websocket(
      options: WebSocketOptions,
    ): LuaMultiReturn<[socket: OpenedWebSocket] | [socket: false, problem: string]>;
    function websocket(
      url: string,
      headers?: HttpHeaders,
    ): LuaMultiReturn<[socket: OpenedWebSocket] | [socket: false, problem: string]>;

    /** Begins to open a WebSocket; `websocket_success` or `websocket_failure` tells how it went. */
    function websocketAsync(options: WebSocketOptions): HttpBegun;
    function websocketAsync(url: string, headers?: HttpHeaders): HttpBegun;
  }

  /**
   * What of it has a name that is a word of TypeScript's.
   * @noSelf
   */
  // eslint-disable-next-line @typescript-eslint/no-namespace -- as above
  namespace http {
    /** Makes a DELETE request and waits for the answer. */
    function deleteMethod(options: HttpRequestOptions): HttpResult;
    function deleteMethod(
      url: string,
      body?: string,
      headers?: HttpHeaders,
      binary?: boolean,
    ): HttpResult;
    export { deleteMethod as delete };
  }
}
