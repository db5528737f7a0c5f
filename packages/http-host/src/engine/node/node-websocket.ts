/**
 * One WebSocket on node:http, with the package `ws` for frames and fragments.
 */
import type { WebSocket } from "ws";
import { bytesOf } from "../byte-string.js";
import {
  CloseCode,
  COMPRESSED_BYTES_MIN,
  type EngineWebSocket,
  INVALID_TEXT_REASON,
  TOO_LARGE_REASON,
  TOO_MANY_FRAGMENTS_REASON,
  type WebSocketHandler,
} from "../websocket.js";
import type { HeartbeatMember, WebSocketHeartbeat } from "../websocket-heartbeat.js";

/** What a WebSocket needs of the listener that it came in on. */
export interface WebSocketOwner {
  /** It is open. */
  webSocketOpened(socket: NodeWebSocket): void;
  /** It is closed. */
  webSocketClosed(socket: NodeWebSocket): void;
  /** Reports a fault of a handler. */
  fault(error: unknown): void;
}

/** How long a peer may take to answer our close frame, in milliseconds, before it is dropped. */
const CLOSE_TIMEOUT_MS = 2_000;

/** One WebSocket. */
export class NodeWebSocket implements EngineWebSocket, HeartbeatMember {
  readonly canPause = true;
  isHeard = true;
  isPinged = false;
  heartbeat: WebSocketHeartbeat | undefined = undefined;

  private readonly owner: WebSocketOwner;
  private readonly handler: WebSocketHandler;
  private readonly socket: WebSocket;
  /** Why we closed it, when the peer broke the protocol. */
  private failure: readonly [code: number, reason: string] | undefined = undefined;
  private closeTimer: NodeJS.Timeout | undefined = undefined;

  constructor(owner: WebSocketOwner, handler: WebSocketHandler, socket: WebSocket) {
    this.owner = owner;
    this.handler = handler;
    this.socket = socket;
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  get isPaused(): boolean {
    return this.socket.isPaused;
  }

  get bufferedBytes(): number {
    return this.socket.bufferedAmount;
  }

  /** Begins to take what happens on it. */
  open(): void {
    const { socket } = this;
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      this.takeMessage(data, isBinary);
    });
    socket.on("ping", () => {
      this.takePing();
    });
    socket.on("pong", () => {
      this.isHeard = true;
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      this.failure ??= whyFailed(error.code ?? "");
    });
    socket.once("close", (code: number, reason: Buffer) => {
      this.takeClosed(code, reason);
    });
    this.owner.webSocketOpened(this);
    try {
      this.handler.opened(this);
    } catch (error) {
      this.owner.fault(error);
    }
  }

  send(message: string | Uint8Array, isBinary: boolean): boolean {
    if (!this.isOpen) return false;
    const compress = message.length >= COMPRESSED_BYTES_MIN;
    this.socket.send(message, { binary: isBinary, compress });
    return this.socket.bufferedAmount === 0;
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.socket.close(code, bytesOf(reason));
    this.socket.resume();
    this.closeTimer = setTimeout(() => {
      this.socket.terminate();
    }, CLOSE_TIMEOUT_MS).unref();
  }

  terminate(): void {
    this.socket.terminate();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  ping(): void {
    if (this.isOpen) this.socket.ping();
  }

  private takeMessage(data: Buffer, isBinary: boolean): void {
    this.isHeard = true;
    if (!this.isOpen) return;
    try {
      this.handler.received(data.toString("latin1"), isBinary);
    } catch (error) {
      this.owner.fault(error);
    }
  }

  private takePing(): void {
    this.isHeard = true;
    try {
      this.handler.pongSent?.();
    } catch (error) {
      this.owner.fault(error);
    }
  }

  private takeClosed(code: number, reason: Buffer): void {
    clearTimeout(this.closeTimer);
    const [shownCode, text] = this.failure ?? [code, reason.toString("latin1")];
    this.owner.webSocketClosed(this);
    try {
      this.handler.closed(shownCode, text);
    } catch (error) {
      this.owner.fault(error);
    }
  }
}

/** Tells why `ws` closes a WebSocket; undefined when the connection was lost. */
function whyFailed(code: string): readonly [code: number, reason: string] | undefined {
  if (!code.startsWith("WS_ERR_")) return undefined;
  if (code === "WS_ERR_INVALID_UTF8") return [CloseCode.invalidText, INVALID_TEXT_REASON];
  if (code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") return [CloseCode.tooLarge, TOO_LARGE_REASON];
  if (code === "WS_ERR_TOO_MANY_BUFFERED_PARTS") {
    return [CloseCode.policyViolation, TOO_MANY_FRAGMENTS_REASON];
  }
  return [CloseCode.protocolError, ""];
}
