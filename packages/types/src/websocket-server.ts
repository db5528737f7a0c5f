/**
 * Declarations of WebSocket servers: their handles, options and events. Types only, as `index.ts`.
 */
/// <reference types="@typescript-to-lua/language-extensions" preserve="true" />

/**
 * A client of a WebSocket server. Strings are bytes, one character each. After the program's `close()`
 * every use fails with `attempt to use a closed file`.
 * @noSelf
 */
export interface WebSocketClient {
  /** Its number, which its events carry. */
  readonly clientID: number;

  /**
   * Sends a message: text, which must be UTF-8, or bytes.
   * @param message - what to send
   * @param binary - whether it is bytes; text by default
   * @returns false when the client is gone, or leaves too much unread
   * @throws `Message is too large`, or that it is not valid UTF-8
   */
  send(message: string | number, binary?: boolean): boolean;

  /**
   * Waits for a message; those that came while nobody waited are there, in order.
   * @param timeout - how many seconds to wait at most; for ever by default
   * @returns the message and whether it is bytes; nothing when the time is over or the client is gone
   */
  receive(
    timeout?: number,
  ): LuaMultiReturn<[message: string, binary: boolean] | [message: undefined]>;

  /**
   * Closes the WebSocket.
   * @param code - 1000 by default
   * @param reason - UTF-8, at most 123 bytes
   */
  close(code?: number, reason?: string): void;

  /** The request target with its query, as sent and not decoded. */
  getURL(): string;

  /** The header fields of the handshake's request: a new table each time, found in any case. */
  getRequestHeaders(): Record<string, string | undefined>;

  /** The client's address, without its port. */
  getRemoteAddress(): string;

  /** The subprotocol that was agreed on, if any. */
  getProtocol(): string | undefined;
}

/**
 * A WebSocket server. After `close()` every use fails with `attempt to use a closed file`.
 * @noSelf
 */
export interface WebSocketServer {
  /** Its port. */
  readonly port: number;

  /**
   * Waits for the next client; those that came before are there, in order.
   * @param timeout - how many seconds to wait at most; for ever by default
   * @returns nothing when the time is over or the server is closed
   */
  listen(timeout?: number): WebSocketClient | undefined;

  /** Lets nobody in any more, and closes every client with 1001. */
  close(): void;

  /**
   * Sends a message to every client.
   * @param message - what to send
   * @param binary - whether it is bytes; text by default
   * @param except - one that does not get it
   * @returns how many got it
   */
  broadcast(message: string | number, binary?: boolean, except?: WebSocketClient | number): number;
}

/** Header fields of the handshake's response in place of options; several values are several fields. */
export type WebSocketHeaders = Record<string, string | number | readonly (string | number)[]> & {
  [option in keyof WebSocketServerOptions]?: never;
};

/** How a WebSocket server differs from what the command was told. */
export interface WebSocketServerOptions {
  /** The address to listen on, if the port is not open yet: IPv4, IPv6 or `localhost`. */
  host?: string;
  /** Header fields of the handshake's response. */
  headers?: Record<string, string | number | readonly (string | number)[]>;
  /** Subprotocols, the preferred first. */
  protocols?: readonly string[];
  /** Whether to compress messages for clients that can; false by default. */
  compression?: boolean;
  /** Most bytes of a message, either way. */
  maxMessageBytes?: number;
  /** Seconds of silence after which a client is dropped; it is pinged meanwhile. */
  idleTimeout?: number;
}

/** The values of the event when a client has connected. */
export type WebSocketServerConnectEvent = [
  event: "websocket_server_connect",
  port: number,
  client: WebSocketClient,
];

/** The values of the event when a client has sent a message. */
export type WebSocketServerMessageEvent = [
  event: "websocket_server_message",
  clientID: number,
  message: string,
  binary: boolean,
];

/** The values of the event when a client is gone, whoever closed it. */
export type WebSocketServerClosedEvent = [
  event: "websocket_server_closed",
  clientID: number,
  reason: string,
  code: number,
];

declare global {
  /**
   * What CraftOS offers for HTTP.
   * @noSelf
   */
  // eslint-disable-next-line @typescript-eslint/no-namespace -- only a namespace merges with CraftOS's own
  namespace http {
    /**
     * Lets WebSockets in on a port, which may serve HTTP too.
     * @param port - 0 to 65535; 0 is for any that is free
     * @param options - options, or header fields of the handshake's response
     * @returns the server; or nothing and why
     */
    function websocketServer(
      port: number,
      options?: WebSocketServerOptions | WebSocketHeaders,
    ): LuaMultiReturn<[server: WebSocketServer] | [server: undefined, reason: string]>;

    /**
     * Waits for the next WebSocket client on a port, which is opened if it is not open.
     * @param port - 0 to 65535
     * @returns the client; nothing when the server is stopped; or nothing and why
     */
    function websocket(
      port: number,
    ): LuaMultiReturn<[client: WebSocketClient] | [client: undefined, reason?: string]>;
  }
}
