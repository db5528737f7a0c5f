/**
 * The body of a response that is sent while the program makes it. What is written in one turn goes out
 * together. While the request is being delivered nothing goes out, as with any response.
 *
 * Whatever depends on the client goes to the program through `readOutside`, and nothing else does, so
 * that a recording knows it.
 */
import type { Exchange } from "../engine/engine.js";
import type { ResponseHead } from "../engine/response-head.js";
import type { ResponseStream } from "../engine/response-stream.js";

/** So much is not kept for the end of the turn, in bytes. */
const TURN_BYTES_MAX = 64 * 1024;

/** Who waits for a streamed response. */
export interface StreamWatcher {
  /** The client gets it, and the program is not done with it. */
  streamOpened(): void;
  /** More of it. */
  streamWritten(text: string): void;
  /** The program is done with it; or it was cut off, because of an error. */
  streamFinished(isWhole: boolean): void;
  /** The client has taken what was written, or has left: a wait is over. */
  streamHasRoom(): void;
  /** Reads something that only the outside knows. */
  readOutside(source: string, get: () => boolean): boolean;
}

/** A body in the making. */
export class StreamedBody {
  readonly #exchange: Pick<Exchange, "stream">;
  readonly #watcher: StreamWatcher;
  readonly #bufferBytesMax: number;
  readonly #head: ResponseHead;
  #pending: string;
  /** The engine's part; null while nothing goes out. */
  #stream: ResponseStream | null = null;
  #sendIsDue = false;
  /** Whether the program waits for the client to take more. */
  #isAwaited = false;
  /** How it ended, if that was before anything went out. */
  #ending: "whole" | "cut off" | null = null;

  /**
   * Begins a body; `start` lets it go out.
   * @param exchange - what it answers
   * @param watcher - told of it
   * @param bufferBytesMax - so much may wait for the client before the program does
   * @param head - status and header fields
   * @param written - what was written before
   */
  constructor(
    exchange: Pick<Exchange, "stream">,
    watcher: StreamWatcher,
    bufferBytesMax: number,
    head: ResponseHead,
    written: string,
  ) {
    this.#exchange = exchange;
    this.#watcher = watcher;
    this.#bufferBytesMax = bufferBytesMax;
    this.#head = head;
    this.#pending = written;
  }

  /** Lets it go out. */
  start(): void {
    const stream = this.#exchange.stream(this.#head);
    this.#stream = stream;
    if (stream.isOpen && this.#ending === null) this.#watcher.streamOpened();
    stream.write(this.#takePending());
    stream.onDrained = () => {
      this.clientTookAll();
    };
    if (this.#ending !== null) this.#end(stream, this.#ending);
    else this.clientTookAll();
  }

  /** Adds to it. */
  write(text: string): void {
    this.#watcher.streamWritten(text);
    // A client that has left takes nothing, and nothing is kept for it.
    if (this.#stream?.isOpen === false) return;
    this.#pending += text;
    this.#sendSoon();
  }

  /** Whether the program has to wait; after true, `streamHasRoom` will be called. */
  mustWait(): boolean {
    this.#isAwaited = this.#watcher.readOutside("http response room", () => {
      // What is little goes out at the end of the turn, unless the program is to wait for it.
      const isMuch = this.#pending.length >= TURN_BYTES_MAX;
      if (isMuch || this.#unsent > this.#bufferBytesMax) this.#sendPending();
      return this.#unsent > this.#bufferBytesMax;
    });
    return this.#isAwaited;
  }

  /** Whether there is a client who takes more. */
  isTaken(): boolean {
    return this.#watcher.readOutside("http client there", () => this.#stream?.isOpen !== false);
  }

  /** The program is done with it. */
  finish(isWhole: boolean): void {
    this.#watcher.streamFinished(isWhole);
    const ending = isWhole ? "whole" : "cut off";
    if (this.#stream === null) this.#ending = ending;
    else this.#end(this.#stream, ending);
  }

  /** Cuts it off: nobody can end it in an orderly way any more. */
  abort(): void {
    this.#stream?.abort();
  }

  /** The client has taken everything, or has left. */
  clientTookAll(): void {
    if (this.#stream?.isOpen === false) this.#pending = "";
    if (!this.#isAwaited || this.#unsent > this.#bufferBytesMax) return;
    this.#isAwaited = false;
    this.#watcher.streamHasRoom();
  }

  #end(stream: ResponseStream, ending: "whole" | "cut off"): void {
    stream.write(this.#takePending());
    if (ending === "whole") stream.end();
    else stream.abort();
  }

  /** Bytes that the client has yet to take. */
  get #unsent(): number {
    if (this.#stream === null) return this.#pending.length;
    return this.#stream.isOpen ? this.#pending.length + this.#stream.bufferedBytes : 0;
  }

  #takePending(): string {
    const text = this.#pending;
    this.#pending = "";
    return text;
  }

  #sendPending(): void {
    this.#stream?.write(this.#takePending());
  }

  #sendSoon(): void {
    if (this.#stream === null || this.#sendIsDue) return;
    if (this.#pending.length >= TURN_BYTES_MAX) {
      this.#sendPending();
      return;
    }
    this.#sendIsDue = true;
    queueMicrotask(() => {
      this.#sendIsDue = false;
      this.#sendPending();
    });
  }
}
