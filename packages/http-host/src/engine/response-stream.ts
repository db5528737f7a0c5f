/**
 * A response that is sent while it is still being made. What the client's system does not take yet is
 * kept here, in order; the transport below never gets more than one piece that it has to keep. So the
 * memory of a response is what `bufferedBytes` says, and whoever writes can wait.
 */
import { bytesOf } from "./byte-string.js";
import { DeadlineEntry, type DeadlineList } from "./deadline-list.js";

/** How much a transport is handed at a time, in bytes. */
const PIECE_BYTES_MAX = 64 * 1024;

/** A response whose head has been sent. */
export interface ResponseStream {
  /** True until it is ended or aborted, or the client has left; false when it has no body. */
  readonly isOpen: boolean;
  /** Bytes written that the client's system has not taken. */
  readonly bufferedBytes: number;
  /** Called each time everything that was written has been taken after some of it was not. */
  onDrained: (() => void) | undefined;

  /**
   * Sends bytes as soon as the client takes them; nothing happens when it is not open. A response to
   * HEAD and one with status 204, 205 or 304 has no body: its bytes are thrown away.
   *
   * @param bytes a byte string
   */
  write(bytes: string): void;

  /** Ends the response when everything has been sent; again or later nothing happens. */
  end(): void;

  /** Closes the connection, so that the client knows that something is missing. */
  abort(): void;
}

/** What carries the bytes of one stream. */
export interface StreamTransport {
  /**
   * Sends a piece.
   *
   * @returns false when part of it had to be kept: `QueuedStream.transportReady` is to be called
   *   when more can be sent
   */
  sendPiece(bytes: Uint8Array): boolean;
  /** Runs a function at once; what it sends goes out in one go. */
  together(send: () => void): void;
  /** Everything has been sent: ends the message. Nothing of the transport is used after it. */
  finish(): void;
  /** Closes the connection at once. */
  drop(): void;
}

/** A stream over a transport. It is in the list `stalls` while the client takes nothing. */
export class QueuedStream extends DeadlineEntry implements ResponseStream {
  onDrained: (() => void) | undefined = undefined;
  private readonly transport: StreamTransport;
  private readonly stalls: DeadlineList<QueuedStream>;
  private readonly onTick: (() => void) | undefined;
  private readonly pieces: Uint8Array[] = [];
  private queuedBytes = 0;
  /** Bytes that the transport has been handed. */
  writtenBytes = 0;
  /** Bytes of the piece that the transport has to keep; 0 when it can be handed more. */
  private keptBytes = 0;
  private state: "open" | "ending" | "over" = "open";

  /**
   * Begins a stream whose head has been handed over.
   *
   * @param transport carries the bytes
   * @param stalls drops it when the client takes nothing for too long
   * @param onTick called now and then while the client takes nothing
   */
  constructor(transport: StreamTransport, stalls: DeadlineList<QueuedStream>, onTick?: () => void) {
    super();
    this.transport = transport;
    this.stalls = stalls;
    this.onTick = onTick;
  }

  get isOpen(): boolean {
    return this.state === "open";
  }

  get bufferedBytes(): number {
    return this.queuedBytes + this.keptBytes;
  }

  write(text: string): void {
    if (this.state !== "open" || text === "") return;
    const bytes = bytesOf(text);
    this.queuedBytes += bytes.length;
    for (let start = 0; start < bytes.length; start += PIECE_BYTES_MAX) {
      this.pieces.push(bytes.subarray(start, start + PIECE_BYTES_MAX));
    }
    this.send();
  }

  end(): void {
    if (this.state !== "open") return;
    this.state = "ending";
    this.send();
  }

  abort(): void {
    if (this.state === "over") return;
    this.connectionLost();
    this.transport.drop();
  }

  /** From the transport: it can be handed more. */
  transportReady(): void {
    if (this.state === "over" || this.keptBytes === 0) return;
    this.keptBytes = 0;
    this.cancelDeadline();
    this.send();
    if (this.bufferedBytes === 0) this.onDrained?.();
  }

  /** From the transport: the client has left. */
  connectionLost(): void {
    if (this.state === "over") return;
    this.state = "over";
    this.pieces.length = 0;
    this.queuedBytes = this.keptBytes = 0;
    this.cancelDeadline();
    this.onDrained?.();
  }

  /** From the list of stalls: the client still takes nothing. */
  tick(): void {
    this.onTick?.();
  }

  private send(): void {
    const { transport, pieces } = this;
    if (this.keptBytes > 0) return;
    transport.together(() => {
      let piece: Uint8Array | undefined;
      while (this.keptBytes === 0 && (piece = pieces.shift()) !== undefined) {
        this.queuedBytes -= piece.length;
        this.writtenBytes += piece.length;
        if (!transport.sendPiece(piece)) this.keptBytes = piece.length;
      }
      if (this.state === "ending" && this.bufferedBytes === 0) this.finish();
    });
    if (this.keptBytes > 0 && this.state !== "over") this.stalls.add(this);
  }

  private finish(): void {
    this.state = "over";
    this.transport.finish();
  }
}

/**
 * The stream of a response that has no body and is complete with its head, or of a client that has
 * left: nobody takes anything.
 */
export class BodilessStream implements ResponseStream {
  readonly isOpen = false;
  readonly bufferedBytes = 0;
  onDrained: (() => void) | undefined = undefined;

  write(_bytes: string): void {
    // RFC 9110 6.4.1: no body.
  }

  end(): void {
    // It has ended.
  }

  abort(): void {
    // As above.
  }
}
