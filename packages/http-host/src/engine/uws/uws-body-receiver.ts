/**
 * The body of one request on uWebSockets.js, while it arrives. It ends in one of four ways: the
 * request is delivered, refused for its size, refused for its slowness, or the client leaves. After
 * a refusal what still arrives is thrown away until the client stops or its time is up.
 */
import { BodyAccumulator } from "../body-accumulator.js";
import { byteStringOf } from "../byte-string.js";
import { DeadlineEntry } from "../deadline-list.js";
import { refusalHead } from "../response-framing.js";
import { inLaterPollPhase } from "./poll-phase.js";
import type { UwsExchange } from "./uws-exchange.js";
import { sendRefusalAndKeepReading } from "./uws-response.js";

/** What a receiver needs of the listener that the request came in on. */
export interface ReceiverOwner {
  readonly requestBodyBytesMax: number;
  /** Hands a complete request to the program. */
  deliver(exchange: UwsExchange): void;
  /** The connection should be dropped soon, whether the client stops sending or not. */
  startLinger(receiver: UwsBodyReceiver): void;
}

/** Collects a body and hands the exchange on. */
export class UwsBodyReceiver extends DeadlineEntry {
  private readonly owner: ReceiverOwner;
  private readonly exchange: UwsExchange;
  private readonly isChunked: boolean;
  private body: BodyAccumulator | undefined = undefined;

  constructor(owner: ReceiverOwner, exchange: UwsExchange, isChunked: boolean) {
    super();
    this.owner = owner;
    this.exchange = exchange;
    this.isChunked = isChunked;
  }

  /** Begins; must be called in the turn in which the request arrived. */
  start(): void {
    this.exchange.awaitBody(this);
    this.exchange.response.onData((chunk, isLast) => {
      this.exchange.enterTurn();
      this.takeChunk(chunk, isLast);
      this.exchange.leaveTurn();
    });
  }

  /** From the exchange: the client has left. */
  bodyLost(): void {
    this.body = undefined;
    this.cancelDeadline();
  }

  /** Answers while the client may still be sending, then waits for it to stop. */
  refuse(status: number): void {
    const { exchange } = this;
    this.body = undefined;
    this.cancelDeadline();
    exchange.settle(status);
    exchange.corked(() => {
      sendRefusalAndKeepReading(exchange.response, exchange.method, refusalHead(status));
    });
    this.owner.startLinger(this);
  }

  /** The time is up: answers and closes, since the client is not sending. */
  expire(): void {
    this.body = undefined;
    this.exchange.refuse(408);
  }

  /** Closes the connection. */
  drop(): void {
    this.exchange.drop();
  }

  /** Keeps the engine's own timeout from closing the connection meanwhile. */
  restartNativeTimeout(): void {
    this.exchange.restartNativeTimeout();
  }

  private takeChunk(chunk: ArrayBuffer, isLast: boolean): void {
    const { exchange, owner } = this;
    if (!exchange.isOpen) {
      if (isLast) this.dropSoon();
      return;
    }
    const bytesBefore = this.body?.byteCount ?? 0;
    if (bytesBefore + chunk.byteLength > owner.requestBodyBytesMax) {
      this.refuse(413);
      if (isLast) this.dropSoon();
    } else if (isLast) {
      exchange.requestBody = this.joinBody(chunk);
      this.body = undefined;
      if (this.isChunked) this.deliverLater();
      else this.deliver();
    } else if (chunk.byteLength > 0) {
      (this.body ??= new BodyAccumulator()).append(new Uint8Array(chunk));
    }
  }

  private deliver(): void {
    this.cancelDeadline();
    this.owner.deliver(this.exchange);
    this.exchange.leaveDelivery();
  }

  /**
   * The native parser takes malformed chunks for good ones, and may see a request in what is left of
   * them. It closes the connection instead when the request before it still waits for its response,
   * and what arrives later is not looked at when that response is the last one.
   */
  private deliverLater(): void {
    this.exchange.closeAfterResponse();
    // The response may be given, and the connection closed, before this returns.
    inLaterPollPhase(() => {
      if (this.exchange.isOpen) this.deliver();
    });
  }

  private joinBody(lastChunk: ArrayBuffer): string {
    if (this.body === undefined) return byteStringOf(lastChunk);
    if (lastChunk.byteLength > 0) this.body.append(new Uint8Array(lastChunk));
    return this.body.toByteString();
  }

  /** What was written in this turn goes out at its end; closing now would lose it. */
  private dropSoon(): void {
    inLaterPollPhase(() => {
      this.drop();
    });
  }
}
