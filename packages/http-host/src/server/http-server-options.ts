/**
 * What the HTTP server of a computer is made with: whose it is, its limits, and how a port may differ.
 */
import type { Computer } from "@craftos-http/event-loop";
import type { LuaError } from "@craftos-http/interpreter";
import type { Repeat } from "../engine/deadline-list.js";
import { DEFAULT_ENGINE_LIMITS, type EngineLimits } from "../engine/engine-limits.js";
import type { Engine } from "../engine/engine.js";
import type { ExchangeObserver } from "../engine/exchange-observer.js";
import type { TlsFiles } from "../engine/tls-files.js";
import { DEFAULT_WEB_SOCKET_LIMITS, type WebSocketLimits } from "./websocket-limits.js";

/** What is told to people. */
export interface HttpServerLog {
  /** A port was opened: its address, the engine that serves it, and whether it speaks TLS. */
  listening(address: string, engine: string, speaksTls: boolean): void;
  /** Something odd in a program. */
  warning(text: string): void;
  /** An error in a callback: which request, and the error with its traceback. */
  callbackError(request: string, error: LuaError): void;
}

/** Limits of the server beside those of the engine. */
export interface HttpServerLimits extends EngineLimits, WebSocketLimits {
  /** How long a request may go unanswered before what was written is sent, in milliseconds. */
  readonly answerTimeoutMs: number;
  /** Bytes of a streamed response that may wait for its client; then the program waits. */
  readonly streamBufferBytesMax: number;
}

/** The limits when nothing else is said (HTTP-API 2, 7). */
export const DEFAULT_HTTP_SERVER_LIMITS: HttpServerLimits = Object.freeze({
  ...DEFAULT_ENGINE_LIMITS,
  ...DEFAULT_WEB_SOCKET_LIMITS,
  answerTimeoutMs: 15_000,
  streamBufferBytesMax: 1024 * 1024,
});

/** Which of the processes that run a program one is. */
export interface WorkerPlace {
  /** Its number, from 1. */
  readonly index: number;
  /** How many there are. */
  readonly count: number;
}

/** How a server is made. */
export interface HttpServerOptions {
  /** Whose program it serves. */
  readonly computer: Pick<
    Computer,
    | "deliver"
    | "deliverNow"
    | "queueEvent"
    | "read"
    | "emit"
    | "isObserved"
    | "hasRoom"
    | "whenRoom"
    | "startTimer"
    | "cancelTimer"
    | "end"
  >;
  /** Gives the engine, when the first port is opened. */
  readonly engine: () => Engine;
  /** The address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** The certificate that ports speak TLS with unless told otherwise; default plain HTTP. */
  readonly tls?: TlsFiles | undefined;
  /** Which of how many processes that run the program this is; default the only one. */
  readonly worker?: WorkerPlace | undefined;
  /** Told of every request. */
  readonly observer?: ExchangeObserver | undefined;
  /**
   * Gives the contents of a file of the computer, for certificates that its program names; throws
   * HostError CERTIFICATE_NOT_READABLE. Without it a program cannot name any.
   */
  readonly readFile?: (path: string) => Buffer;
  /** Limits that differ from {@link DEFAULT_HTTP_SERVER_LIMITS}. */
  readonly limits?: Partial<HttpServerLimits>;
  /** Whether to believe a proxy about the client's address; default false. */
  readonly trustsProxy?: boolean;
  /** Headers, in lower case, whose values are kept out of recordings. */
  readonly redactedHeaders?: ReadonlySet<string>;
  /** Whose time the wait for an answer is counted in; default Node's. */
  readonly repeat?: Repeat;
  /** Told what people should know. */
  readonly log: HttpServerLog;
}

/** How one port differs from the others (HTTP-API 4). */
export interface PortOptions {
  /** The address to listen on. */
  readonly host?: string;
  /** Most bytes of a request's body. */
  readonly requestBodyBytesMax?: number;
  /** How long a request may go unanswered, in milliseconds. */
  readonly answerTimeoutMs?: number;
  /** The certificate, as files of the computer; false for none. */
  readonly tls?: TlsFiles | false;
}
