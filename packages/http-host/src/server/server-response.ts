/**
 * One response of a program: what was set and written, until it is sent, or its stream. The handle
 * through which a program uses it is in `response-handle.ts`.
 */
import { expectNumber, expectString, raiseBadArgument } from "@craftos-http/event-loop";
import {
  type LuaResult,
  LuaTable,
  type LuaValue,
  raiseAt,
  rawToString,
} from "@craftos-http/interpreter";
import type { Exchange } from "../engine/engine.js";
import { ResponseHead } from "../engine/response-head.js";
import { refusalBody, refusalHead } from "../engine/response-framing.js";
import type { ResponseStream } from "../engine/response-stream.js";
import { HostError } from "../host-error.js";
import { CLOSED_MESSAGE } from "./request-handle.js";
import type { RoomSource } from "./room-wait.js";

/** So much of a streamed body is not kept for the end of the turn. */
const TURN_BYTES_MAX = 64 * 1024;

/** What a response needs of the server. */
export interface ResponseOwner {
  /** Most bytes that a response may have, or that may be written at once to one that streams. */
  readonly responseBytesMax: number;
  /** So many bytes may wait for a client that takes a streamed response slowly. */
  readonly streamBufferBytesMax: number;
  /** Tells people that a program sets a header which only the server sends. */
  headerIgnored(name: string): void;
}

/** Who waits for a response. */
export interface ResponseWatcher {
  /** It is known what will be sent: nothing that the program does changes it any more. */
  responseSettled(): void;
  /** The program is done with it, by closing it or otherwise: what it would have sent. */
  responseFinished(head: ResponseHead, body: string): void;
  /** It is sent from now on while it is being made; it will never be settled. */
  streamBegan(head: ResponseHead, body: string): void;
  /** More of a stream's body. */
  streamWritten(text: string): void;
  /** The program is done with a stream; or it was cut off, because of an error. */
  streamFinished(isWhole: boolean): void;
  /** Reads something that only the outside knows. */
  readOutside(source: string, get: () => boolean): boolean;
  /** Which request it answers, for the event that ends a wait. */
  readonly number: number;
  /** The client of a stream has taken what was written, or has left: a wait is over. */
  streamHasRoom(): void;
}

/**
 * One response: what was set and written, until it is sent.
 *
 * It is settled once: by the program that closes it, or without it when it takes too long or fails.
 * While the request is being delivered a settled response is held back, so that the request can be
 * read to the end of that turn; it would go out no earlier anyway.
 *
 * What the program sees of it is finished apart: when it takes too long, that happens at the
 * program's next wait, so that a recording of the run need not know the moment.
 */
export class ServerResponse implements RoomSource {
  readonly #owner: ResponseOwner;
  readonly #exchange: Exchange;
  readonly #watcher: ResponseWatcher;
  #head = new ResponseHead();
  #body = "";
  #isClosed = false;
  #isSettled = false;
  #isFinished = false;
  #isHeld = true;
  #isStreaming = false;
  /** The engine's part of a stream; null while it is held back. */
  #stream: ResponseStream | null = null;
  /** The head of a stream: what is set later changes another. */
  #streamHead: ResponseHead | null = null;
  /** Whether `#body` goes to the stream at the end of this turn. */
  #sendIsDue = false;
  /** Whether the program waits for the client to take more. */
  #isAwaited = false;
  #isCutOff = false;
  readonly #sendWritten = (): void => {
    this.#sendIsDue = false;
    this.#stream?.write(this.#takeWritten());
  };

  /**
   * Makes a response that nothing was written to, held back.
   * @param owner - the server
   * @param exchange - what it answers
   * @param watcher - told when it is settled
   */
  constructor(owner: ResponseOwner, exchange: Exchange, watcher: ResponseWatcher) {
    this.#owner = owner;
    this.#exchange = exchange;
    this.#watcher = watcher;
  }

  /** Whether nothing that the program does has an effect any more. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Whether it is known what will be sent. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  #checkOpen(): void {
    if (this.#isClosed) raiseAt(CLOSED_MESSAGE, 1);
  }

  /** Whether it is sent while it is being made. */
  get isStreaming(): boolean {
    return this.#isStreaming;
  }

  /** Which request it answers. */
  get number(): number {
    return this.#watcher.number;
  }

  /** Adds to the body. Says whether the program should see to it that there is room for more. */
  write(text: string): boolean {
    this.#checkOpen();
    if (this.#isFinished) return false;
    // What a stream has before is on its way; the program waits while that is too much.
    const length = this.#isStreaming ? text.length : this.#body.length + text.length;
    if (length > this.#owner.responseBytesMax) {
      raiseAt(`response is larger than the limit of ${this.#owner.responseBytesMax} bytes`, 1);
    }
    if (!this.#isStreaming) {
      this.#body += text;
      return false;
    }
    this.#watcher.streamWritten(text);
    // A client that has left takes nothing, and nothing is kept for it.
    if (this.#stream?.isOpen === false) return true;
    this.#body += text;
    this.#sendSoon();
    return true;
  }

  /** `flush()`: sends the head and what was written, and from now on what is written. */
  flush(): void {
    this.#checkOpen();
    if (this.#isFinished || this.#isStreaming) return;
    this.#isStreaming = true;
    this.#streamHead = this.#head;
    this.#head = new ResponseHead();
    this.#watcher.streamBegan(this.#streamHead, this.#body);
    if (!this.#isHeld) this.#beginStream();
  }

  /** See {@link RoomSource.mustWait}. */
  mustWait(): boolean {
    if (this.#isFinished || !this.#isStreaming) return false;
    const max = this.#owner.streamBufferBytesMax;
    this.#isAwaited = this.#watcher.readOutside("http response room", () => {
      this.#stream?.write(this.#takeWritten());
      return this.#unsent > max;
    });
    return this.#isAwaited;
  }

  /** See {@link RoomSource.roomResult}: whether there still is a client. */
  roomResult(): LuaResult {
    if (this.#isFinished) return false;
    return this.#watcher.readOutside("http client there", () => this.#stream?.isOpen !== false);
  }

  /** Bytes of a stream that the client has yet to take. */
  get #unsent(): number {
    if (this.#stream === null) return this.#body.length;
    return this.#stream.isOpen ? this.#body.length + this.#stream.bufferedBytes : 0;
  }

  #beginStream(): void {
    const stream = this.#exchange.stream(this.#streamHead ?? this.#head);
    this.#stream = stream;
    stream.write(this.#takeWritten());
    stream.onDrained = () => {
      this.clientTookAll();
    };
    if (this.#isAwaited) this.clientTookAll();
  }

  /** The client has taken everything, or has left. */
  clientTookAll(): void {
    if (this.#stream?.isOpen === false) this.#body = "";
    if (!this.#isAwaited || this.#unsent > this.#owner.streamBufferBytesMax) return;
    this.#isAwaited = false;
    this.#watcher.streamHasRoom();
  }

  #takeWritten(): string {
    const text = this.#body;
    this.#body = "";
    return text;
  }

  /** What is written in one turn goes out together. */
  #sendSoon(): void {
    if (this.#stream === null || this.#sendIsDue) return;
    if (this.#body.length >= TURN_BYTES_MAX) {
      this.#stream.write(this.#takeWritten());
    } else {
      this.#sendIsDue = true;
      queueMicrotask(this.#sendWritten);
    }
  }

  /** Cuts a stream off: nobody can end it in an orderly way any more. */
  abortStream(): void {
    this.#stream?.abort();
  }

  /** Sets the status. */
  setStatus(code: LuaValue, reason: LuaValue): void {
    this.#checkOpen();
    const status = expectNumber(1, code);
    const phrase = reason === undefined ? undefined : expectString(2, reason);
    this.#valid(() => this.#head.setStatus(status, phrase), {
      STATUS_OUT_OF_RANGE: "bad argument #1 (status code out of range)",
      REASON_INVALID: "bad argument #2 (control character in reason)",
    });
  }

  /** Sets a header: one value, or a table of them to send it several times. */
  setHeader(name: LuaValue, value: LuaValue): void {
    this.#checkOpen();
    const key = expectString(1, name);
    const values = headerValues(value);
    const outcome = this.#valid(() => this.#head.setHeader(key, values), {
      HEADER_NAME_INVALID: "bad argument #1 (invalid header name)",
      HEADER_VALUE_INVALID: "bad argument #2 (control character in header value)",
    });
    if (outcome === "ignored") this.#owner.headerIgnored(key);
  }

  #valid<T>(set: () => T, messages: Readonly<Record<string, string>>): T {
    try {
      return set();
    } catch (error) {
      const message = error instanceof HostError ? messages[error.code] : undefined;
      if (message === undefined) throw error;
      raiseAt(message, 1);
    }
  }

  /** `close()`: sends it, unless it was settled without the program. */
  close(): void {
    this.#checkOpen();
    this.#isClosed = true;
    this.#finish();
  }

  /** Answers with an error instead of what was written, unless the program is done with it. */
  fail(status: number, retryAfterSeconds?: number): void {
    if (this.#isFinished) return;
    if (!this.#isSettled) this.#exchange.outcome = status === 500 ? "failed" : "dropped";
    if (this.#isStreaming) {
      this.#finishStream(false);
      return;
    }
    this.#refuse(status, retryAfterSeconds);
    this.#finish();
  }

  /**
   * Sends what there is; nobody can wait for the program any longer. The program may go on, without
   * effect.
   */
  settleWithoutProgram(): void {
    if (!this.#isStreaming) this.#settle();
  }

  /** As {@link settleWithoutProgram}, with an error instead of what was written. */
  failWithoutProgram(status: number, retryAfterSeconds?: number): void {
    if (this.#isSettled || this.#isStreaming) return;
    if (this.#exchange.outcome === "answered") this.#exchange.outcome = "dropped";
    const [head, body] = [this.#head, this.#body];
    this.#refuse(status, retryAfterSeconds);
    this.#settle();
    // The program, which knows nothing of it, goes on with its own.
    [this.#head, this.#body] = [head, body];
  }

  /** From here on the program's part has no effect on the program either. */
  abandon(): void {
    this.#isFinished = true;
    this.#body = "";
  }

  /** Holds it back no longer. */
  release(): void {
    this.#isHeld = false;
    if (this.#isSettled) this.#send();
    else if (this.#isStreaming) this.#releaseStream();
  }

  #releaseStream(): void {
    this.#beginStream();
    if (!this.#isFinished) return;
    if (this.#isCutOff) this.#stream?.abort();
    else this.#stream?.end();
  }

  #finishStream(isWhole: boolean): void {
    this.#isFinished = true;
    this.#watcher.streamFinished(isWhole);
    this.#isCutOff = !isWhole;
    const stream = this.#stream;
    if (stream === null) return;
    stream.write(this.#takeWritten());
    if (isWhole) stream.end();
    else stream.abort();
  }

  #refuse(status: number, retryAfterSeconds?: number): void {
    this.#head = refusalHead(status);
    if (retryAfterSeconds !== undefined) {
      this.#head.setHeader("Retry-After", String(retryAfterSeconds));
    }
    this.#body = refusalBody(status);
  }

  /** The program is done with it. */
  #finish(): void {
    if (this.#isFinished) return;
    if (this.#isStreaming) {
      this.#finishStream(true);
      return;
    }
    this.#isFinished = true;
    this.#watcher.responseFinished(this.#head, this.#body);
    this.#settle();
    if (!this.#isHeld) this.#body = "";
  }

  #settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#watcher.responseSettled();
    if (!this.#isHeld) this.#send();
  }

  #send(): void {
    if (this.#exchange.isOpen) this.#exchange.respond(this.#head, this.#body);
    if (this.#isFinished) this.#body = "";
  }
}

/** Converts the value of a header. */
function headerValues(value: LuaValue): string | string[] {
  if (typeof value === "string") return value;
  if (typeof value === "number") return rawToString(value);
  if (!(value instanceof LuaTable)) return raiseBadArgument(2, "string", value);
  const values: string[] = [];
  for (let position = 1; position <= value.length(); position++) {
    const one = value.getNumber(position);
    if (typeof one !== "string" && typeof one !== "number") {
      raiseAt(`bad argument #2 (string expected at index ${position})`, 1);
    }
    values.push(rawToString(one));
  }
  return values;
}
