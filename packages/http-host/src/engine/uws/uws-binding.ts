/**
 * The part of uWebSockets.js that is used here, and loading it. The declarations describe what its
 * version 20.41 does, which is the oldest binary that has to work; where the package's own
 * declarations differ, these have been tried out.
 */
import { createRequire } from "node:module";
import { HostError } from "../../host-error.js";

/** What native calls take as text: strings are written as UTF-8, bytes as they are. */
export type NativeText = string | Uint8Array;

/** A request; valid until the handler that got it returns, throws after that. */
export interface NativeRequest {
  /** The method as sent. (`getMethod` changes it to lower case in place, so it is never called.) */
  getCaseSensitiveMethod(): string;
  /** The path, decoded from UTF-8. */
  getUrl(): string;
  /** What follows the `?`, decoded from UTF-8; undefined when there is no `?`. */
  getQuery(): string | undefined;
  /** The first value of that name, a byte string; empty when there is none. */
  getHeader(lowerCaseName: NativeText): string;
  /** Calls back for each field: name in lower case, value decoded from UTF-8. */
  forEach(callback: (name: string, value: string) => void): void;
  /** With true, in a handler: the next route that matches gets the request. */
  setYield(isYielded: boolean): void;
}

/** A response; valid until it is ended, closed or aborted, throws after that. */
export interface NativeResponse {
  /** Writes the status line; `200 OK` is written by itself. */
  writeStatus(line: NativeText): void;
  /** Writes `name: value` and a line break, whatever the two contain. */
  writeHeader(name: NativeText, value: NativeText): void;
  /** Writes the rest of the head and the whole body, and gives the connection back. */
  end(body: NativeText, closeConnection?: boolean): void;
  /** Ends without a body; without arguments there is no Content-Length either. */
  endWithoutBody(): void;
  /**
   * Writes a chunk of a body whose length is not known, after the head if it is the first; false
   * means that some of it is kept until more is written.
   */
  write(chunk: NativeText): boolean;
  /** Writes as much as the socket takes; [nothing is left waiting, the response is complete]. */
  tryEnd(rest: NativeText, totalBytes: number): [isFlushed: boolean, isComplete: boolean];
  /** Calls back, with the offset in the body, when the socket takes more; true means flushed. */
  onWritable(handler: (offset: number) => boolean): void;
  /** Calls back when the connection is lost before the end; one handler, the last one set. */
  onAborted(handler: () => void): void;
  /** Calls back with pieces of the body; each is valid during the call only. */
  onData(handler: (chunk: ArrayBuffer, isLast: boolean) => void): void;
  /** Closes the connection at once; the abort handler is called. */
  close(): void;
  /** Stops reading, and stops the connection's own timeout. */
  pause(): void;
  /** Reads again, and starts the connection's own timeout anew. */
  resume(): void;
  /** Runs the callback at once and sends what it writes in one go. */
  cork(callback: () => void): void;
  /** 4 or 16 bytes, network order. */
  getRemoteAddress(): ArrayBuffer;
  /**
   * Completes the handshake; `open` is called before it returns. What was written before, status
   * line included, is part of the response.
   */
  upgrade(
    properties: Readonly<Record<string, unknown>>,
    key: NativeText,
    protocol: NativeText,
    extensions: NativeText,
    context: NativeUpgradeContext,
  ): void;
}

/** What a request is upgraded with: given to the upgrade handler of a route, good inside it. */
export type NativeUpgradeContext = object;

/** A WebSocket; valid from `open` until `close` has been called, throws after that. */
export interface NativeWebSocket {
  /** Sends a message: 1 when the system took all of it, 0 when some of it waits. */
  send(message: NativeText, isBinary: boolean, isCompressed: boolean): number;
  /** Bytes that wait. */
  getBufferedAmount(): number;
  /** Sends a close frame; `close` is called before it returns. */
  end(code: number, reason: NativeText): void;
  /** Drops the connection; `close` is called before it returns. */
  close(): void;
  /** Sends a ping. */
  ping(): void;
  /** The properties given to `upgrade`. */
  readonly [property: string]: unknown;
}

/** What a WebSocket route is registered with, for good. */
export interface NativeWebSocketBehavior {
  /** Bytes; longer messages drop the connection. */
  maxPayloadLength: number;
  /** Seconds, 8 to 960; 0 for none. */
  idleTimeout: number;
  sendPingsAutomatically: boolean;
  /** Bytes that may wait; 0 for any number. */
  maxBackpressure: number;
  compression: number;
  /** A GET request that has a `Sec-WebSocket-Key` of 24 characters. */
  upgrade(response: NativeResponse, request: NativeRequest, context: NativeUpgradeContext): void;
  open(socket: NativeWebSocket): void;
  /** The bytes are good until this returns. Sends inside go out together. */
  message(socket: NativeWebSocket, data: ArrayBuffer, isBinary: boolean): void;
  ping(socket: NativeWebSocket): void;
  pong(socket: NativeWebSocket): void;
  /** 1006 and a text for a connection that was lost or dropped. */
  close(socket: NativeWebSocket, code: number, message: ArrayBuffer): void;
}

/** An open port of an app. */
export type NativeListenSocket = object;

/** Takes a request. */
export type NativeHandler = (response: NativeResponse, request: NativeRequest) => void;

/** A set of routes and the connections that use them. */
export interface NativeApp {
  get(pattern: string, handler: NativeHandler): void;
  head(pattern: string, handler: NativeHandler): void;
  post(pattern: string, handler: NativeHandler): void;
  put(pattern: string, handler: NativeHandler): void;
  patch(pattern: string, handler: NativeHandler): void;
  del(pattern: string, handler: NativeHandler): void;
  options(pattern: string, handler: NativeHandler): void;
  any(pattern: string, handler: NativeHandler): void;
  ws(pattern: string, behavior: NativeWebSocketBehavior): void;
  /** Calls back when a connection is accepted (1) and when it is gone (-1). */
  filter(callback: (response: NativeResponse, change: number) => void): void;
  /** Calls back before it returns: with false when it could not listen. */
  listen(
    host: string,
    port: number,
    options: number,
    callback: (socket: NativeListenSocket | false) => void,
  ): void;
  /** Closes every connection and every port at once. */
  close(): void;
}

/** What an app with TLS is made of. */
export interface NativeTlsOptions {
  readonly cert_file_name: string;
  readonly key_file_name: string;
  readonly passphrase?: string;
}

/** The module. */
export interface UwsModule {
  App(): NativeApp;
  /** Throws when the files are not a certificate and its key. TLS 1.2 is the least it speaks. */
  SSLApp(options: NativeTlsOptions): NativeApp;
  us_listen_socket_close(socket: NativeListenSocket): void;
  us_socket_local_port(socket: NativeListenSocket): number;
  /** `silent` leaves out the response field that names the software, for the whole thread. */
  _cfg(setting: "silent"): void;
  readonly DISABLED: number;
  /** Compression without memory of earlier messages. */
  readonly SHARED_COMPRESSOR: number;
  /** Without it two processes may share a port, and a port in use goes unnoticed. */
  readonly LIBUS_LISTEN_EXCLUSIVE_PORT: number;
}

/** The module and what it is called. */
export interface LoadedUws {
  /** The module, set up. */
  readonly uws: UwsModule;
  /** Name and version of the package it came from, and the Node ABI of its binary. */
  readonly description: string;
}

/** Read by the binary when it is loaded: the bytes of a head that arrives in several pieces. */
const HEAD_SIZE_VARIABLE = "UWS_HTTP_MAX_HEADERS_SIZE";

/** Loads a module of this package's dependencies. */
const require = (name: string): unknown => createRequire(import.meta.url)(name);

/** Loads the module, or throws what the loader throws. */
export type UwsLoader = () => unknown;

/** Loads the module as it is installed. At once: a program that opens a port waits for it. */
export const requireUws: UwsLoader = () => require("uWebSockets.js");

/**
 * Loads the module, which is an optional dependency with binaries for some platforms only.
 *
 * @param requestHeadBytesMax applies to the whole process, from the first call on
 * @param load loads it
 * @returns the module
 * @throws HostError ENGINE_UNAVAILABLE, with the loader's error as its cause
 */
export function loadUws(requestHeadBytesMax: number, load: UwsLoader): LoadedUws {
  process.env[HEAD_SIZE_VARIABLE] ??= String(requestHeadBytesMax);
  let uws: UwsModule;
  try {
    uws = load() as UwsModule;
  } catch (error) {
    throw HostError.of("ENGINE_UNAVAILABLE", "uws", describeLoadError(error)).causedBy(error);
  }
  uws._cfg("silent");
  return { uws, description: describePackage() };
}

/** Picks the line that says what is missing out of a loader's error. */
function describeLoadError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") {
    return "uWebSockets.js is not installed";
  }
  const lines = error.message.split("\n").filter((line) => line.trim() !== "");
  const detail = lines
    .at(1)
    ?.replace(/^Error: /, "")
    .replace(/ \(required by .*\)$/, "");
  const binary = `${process.platform}-${process.arch}, Node.js ${process.version}`;
  return `no uWebSockets.js binary for ${binary}${detail === undefined ? "" : ` (${detail})`}`;
}

function describePackage(): string {
  const { name, version } = require("uWebSockets.js/package.json") as Record<string, string>;
  return `uWebSockets.js (${name ?? "?"} ${version ?? "?"}, ABI ${process.versions.modules})`;
}
