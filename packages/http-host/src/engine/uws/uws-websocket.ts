/**
 * One WebSocket on uWebSockets.js. The native object is valid from `open` to `close`; using it later
 * throws, so it is let go of when either side closes.
 *
 * uWebSockets.js answers what breaks the protocol by dropping the connection, without a close frame,
 * and says why in a text. It cannot be told to read no further.
 */
import { asciiOrBytes, byteStringOf } from "../byte-string.js";
import {
  CloseCode,
  COMPRESSED_BYTES_MIN,
  type EngineWebSocket,
  INVALID_TEXT_REASON,
  TOO_LARGE_REASON,
  type WebSocketHandler,
} from "../websocket.js";
import type { HeartbeatMember, WebSocketHeartbeat } from "../websocket-heartbeat.js";
import type { NativeWebSocket } from "./uws-binding.js";

/** What `send` gives when the system has taken everything. */
const ALL_TAKEN = 1;

/** What a WebSocket needs of the listener that it came in on. */
export interface WebSocketOwner {
  /** It is open. */
  webSocketOpened(socket: UwsWebSocket): void;
  /** It is closed. */
  webSocketClosed(socket: UwsWebSocket): void;
  /** Reports a fault of a handler. */
  fault(error: unknown): void;
}

/** How a WebSocket differs from others of its port. */
export interface UwsWebSocketSettings {
  readonly messageBytesMax: number;
  /** Whether the client has agreed on compression. */
  readonly compresses: boolean;
}

/** One WebSocket. */
export class UwsWebSocket implements EngineWebSocket, HeartbeatMember {
  readonly canPause = false;
  readonly isPaused = false;
  isHeard = true;
  isPinged = false;
  heartbeat: WebSocketHeartbeat | undefined = undefined;

  private readonly owner: WebSocketOwner;
  private readonly handler: WebSocketHandler;
  private readonly messageBytesMax: number;
  private readonly compresses: boolean;
  private native: NativeWebSocket | undefined = undefined;

  constructor(owner: WebSocketOwner, handler: WebSocketHandler, settings: UwsWebSocketSettings) {
    this.owner = owner;
    this.handler = handler;
    this.messageBytesMax = settings.messageBytesMax;
    this.compresses = settings.compresses;
  }

  get isOpen(): boolean {
    return this.native !== undefined;
  }

  get bufferedBytes(): number {
    return this.native?.getBufferedAmount() ?? 0;
  }

  send(message: string | Uint8Array, isBinary: boolean): boolean {
    const { native } = this;
    if (native === undefined) return false;
    const isCompressed = this.compresses && message.length >= COMPRESSED_BYTES_MIN;
    return native.send(message, isBinary, isCompressed) === ALL_TAKEN;
  }

  close(code: number, reason: string): void {
    this.native?.end(code, asciiOrBytes(reason));
  }

  terminate(): void {
    this.native?.close();
  }

  pause(): void {
    // There is no way to; see `canPause`.
  }

  resume(): void {
    // It is never paused.
  }

  ping(): void {
    this.native?.ping();
  }

  /** From the app: it is open. */
  takeOpened(native: NativeWebSocket): void {
    this.native = native;
    this.owner.webSocketOpened(this);
    try {
      this.handler.opened(this);
    } catch (error) {
      this.owner.fault(error);
    }
  }

  /** From the app: a message, whose bytes are good until this returns. */
  takeMessage(data: ArrayBuffer, isBinary: boolean): void {
    this.isHeard = true;
    if (data.byteLength > this.messageBytesMax) {
      this.close(CloseCode.tooLarge, TOO_LARGE_REASON);
      return;
    }
    try {
      this.handler.received(byteStringOf(data), isBinary);
    } catch (error) {
      this.owner.fault(error);
    }
  }

  /** From the app: a ping, which has been answered. */
  takePing(): void {
    this.isHeard = true;
    try {
      this.handler.pongSent?.();
    } catch (error) {
      this.owner.fault(error);
    }
  }

  /** From the app: it is closed, by whomever. */
  takeClosed(code: number, message: ArrayBuffer): void {
    this.native = undefined;
    const text = byteStringOf(message);
    const [shownCode, reason] = code === CloseCode.lost ? whyDropped(text) : [code, text];
    this.owner.webSocketClosed(this);
    try {
      this.handler.closed(shownCode, reason);
    } catch (error) {
      this.owner.fault(error);
    }
  }
}

/** Tells why uWebSockets.js has dropped a connection by the text that it gives. */
function whyDropped(text: string): readonly [code: number, reason: string] {
  if (text.includes("too big")) return [CloseCode.tooLarge, TOO_LARGE_REASON];
  if (text.includes("UTF-8")) return [CloseCode.invalidText, INVALID_TEXT_REASON];
  return [CloseCode.lost, ""];
}
