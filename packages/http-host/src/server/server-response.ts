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
import { ResponseHead, type SetHeaderOutcome } from "../engine/response-head.js";
import { refusalBody, refusalHead } from "../engine/response-framing.js";
import { BodilessStream } from "../engine/response-stream.js";
import { HostError } from "../host-error.js";
import { CLOSED_MESSAGE } from "./request-handle.js";
import type { RoomSource } from "./room-wait.js";
import { StreamedBody, type StreamWatcher } from "./streamed-body.js";

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
export interface ResponseWatcher extends StreamWatcher {
  /** Which request it answers, for the event that ends a wait. */
  readonly number: number;
  /** It is known what will be sent: nothing that the program does changes it any more. */
  responseSettled(): void;
  /** The program is done with it, by closing it or otherwise: what it would have sent. */
  responseFinished(head: ResponseHead, body: string): void;
  /** It is sent from now on while it is being made; it will never be settled. */
  streamBegan(head: ResponseHead, body: string): void;
}

/** The head of every response of which nothing was set yet. Never changed. */
const PLAIN_HEAD = new ResponseHead();

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
  #head = PLAIN_HEAD;
  #body = "";
  #isClosed = false;
  #isSettled = false;
  #isFinished = false;
  #isHeld = true;
  /** Set once it is sent while it is being made. */
  #streamed: StreamedBody | null = null;

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

  /** Its body, if it is sent while it is being made. */
  get streamed(): StreamedBody | null {
    return this.#streamed;
  }

  /** Which request it answers. */
  get number(): number {
    return this.#watcher.number;
  }

  /** Adds to the body. Says whether the program should see to it that there is room for more. */
  write(text: string): boolean {
    this.#checkOpen();
    if (this.#isFinished) return false;
    const streamed = this.#streamed;
    // What a stream has before is on its way; the program waits while that is too much.
    const length = streamed === null ? this.#body.length + text.length : text.length;
    if (length > this.#owner.responseBytesMax) {
      raiseAt(`response is larger than the limit of ${this.#owner.responseBytesMax} bytes`, 1);
    }
    if (streamed === null) this.#body += text;
    else streamed.write(text);
    return streamed !== null;
  }

  /** `flush()`: sends the head and what was written, and from now on what is written. */
  flush(): void {
    this.#checkOpen();
    if (this.#isFinished || this.#streamed !== null) return;
    const [head, body] = [this.#head, this.#body];
    // What is set later has no effect.
    this.#head = PLAIN_HEAD;
    this.#body = "";
    this.#watcher.streamBegan(head, body);
    const max = this.#owner.streamBufferBytesMax;
    // Without the program it may have been settled before, which the program does not know yet.
    const exchange = this.#isSettled ? NO_EXCHANGE : this.#exchange;
    this.#streamed = new StreamedBody(exchange, this.#watcher, max, head, body);
    if (!this.#isHeld) this.#streamed.start();
  }

  /** See {@link RoomSource.mustWait}. */
  mustWait(): boolean {
    return !this.#isFinished && this.#streamed !== null && this.#streamed.mustWait();
  }

  /** See {@link RoomSource.roomResult}: whether there still is a client. */
  roomResult(): LuaResult {
    return !this.#isFinished && this.#streamed !== null && this.#streamed.isTaken();
  }

  /** Sets the status. */
  setStatus(code: LuaValue, reason: LuaValue): void {
    this.#checkOpen();
    const status = expectNumber(1, code);
    const phrase = reason === undefined ? undefined : expectString(2, reason);
    try {
      this.#writableHead().setStatus(status, phrase);
    } catch (error) {
      throwForProgram(error);
    }
  }

  /** Sets a header: one value, or a table of them to send it several times. */
  setHeader(name: LuaValue, value: LuaValue): void {
    this.#checkOpen();
    const key = expectString(1, name);
    const values = headerValues(value);
    let outcome: SetHeaderOutcome;
    try {
      outcome = this.#writableHead().setHeader(key, values);
    } catch (error) {
      throwForProgram(error);
    }
    if (outcome === "ignored") this.#owner.headerIgnored(key);
  }

  #writableHead(): ResponseHead {
    if (this.#head === PLAIN_HEAD) this.#head = new ResponseHead();
    return this.#head;
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
    if (this.#finishStreamed(false)) return;
    this.#refuse(status, retryAfterSeconds);
    this.#finish();
  }

  /**
   * Sends what there is; nobody can wait for the program any longer. The program may go on, without
   * effect.
   */
  settleWithoutProgram(): void {
    if (this.#streamed === null) this.#settle();
  }

  /** As {@link settleWithoutProgram}, with an error instead of what was written. */
  failWithoutProgram(status: number, retryAfterSeconds?: number): void {
    if (this.#isSettled || this.#streamed !== null) return;
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
    else this.#streamed?.start();
  }

  /** Ends a stream; says whether it is one. */
  #finishStreamed(isWhole: boolean): boolean {
    if (this.#streamed === null) return false;
    this.#isFinished = true;
    this.#streamed.finish(isWhole);
    return true;
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
    if (this.#finishStreamed(true)) return;
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

/** What a program is told of a status or header that cannot be sent. */
const MESSAGES: Readonly<Record<string, string>> = {
  STATUS_OUT_OF_RANGE: "bad argument #1 (status code out of range)",
  REASON_INVALID: "bad argument #2 (control character in reason)",
  HEADER_NAME_INVALID: "bad argument #1 (invalid header name)",
  HEADER_VALUE_INVALID: "bad argument #2 (control character in header value)",
};

function throwForProgram(error: unknown): never {
  const message = error instanceof HostError ? MESSAGES[error.code] : undefined;
  if (message === undefined) throw error;
  raiseAt(message, 1);
}

/** Stands for the exchange of a response that has been sent without the program. */
const NO_EXCHANGE: Pick<Exchange, "stream"> = { stream: () => new BodilessStream() };

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
