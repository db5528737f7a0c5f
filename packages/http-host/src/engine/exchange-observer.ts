/**
 * Who watches requests from outside, for logs and figures. An engine without an observer does nothing
 * for it.
 */
import type { Exchange } from "./engine.js";
import { responseFraming } from "./response-framing.js";

/**
 * What became of a request: `answered` by the program; `timeout`, answered without it because it took
 * too long; `failed`, its callback raised an error; `dropped`, nobody could take it; `refused` by the
 * engine; `aborted`, the client left before its answer.
 */
export type RequestOutcome = "answered" | "timeout" | "failed" | "dropped" | "refused" | "aborted";

/** The end of a request. */
export interface RequestEnd {
  /** The request; undefined when not even its head was understood. */
  readonly exchange:
    Pick<Exchange, "method" | "target" | "requestHeader" | "requestHeaders"> | undefined;
  /** The peer's address. */
  readonly remoteAddress: string;
  /** The status that was sent, or 0 when none was. */
  readonly status: number;
  /** Bytes of the body that were handed over. */
  readonly bodyBytes: number;
  /** From its head to its answer, in milliseconds; of a stream to its end. */
  readonly durationMs: number;
  /** What became of it. */
  readonly outcome: RequestOutcome;
}

/** Watches. */
export interface ExchangeObserver {
  /** Whether it looks at the request's target, header fields and address, not only at the method. */
  readonly wantsDetails: boolean;
  /** The head of a request has arrived. */
  requestBegan(): void;
  /** A request has ended; one that is refused for its head never began. */
  requestEnded(end: RequestEnd): void;
  /** A connection was closed because there are too many. */
  connectionRefused(): void;
}

/**
 * Says what became of a request whose response is not whole: the client has left, unless it was cut off
 * here and somebody has said why.
 *
 * @param outcome what its exchange says
 */
export function abortOutcome(outcome: RequestOutcome): RequestOutcome {
  return outcome === "answered" ? "aborted" : outcome;
}

/** One request as it is watched. */
export class ObservedExchange {
  private readonly observer: ExchangeObserver;
  private readonly startedMs = performance.now();
  private isOver = false;

  /**
   * Begins.
   *
   * @param observer watches
   */
  constructor(observer: ExchangeObserver) {
    this.observer = observer;
    observer.requestBegan();
  }

  /** Whether the request must be kept as it is until its end. */
  get wantsDetails(): boolean {
    return this.observer.wantsDetails;
  }

  /** Ends, once. */
  end(exchange: Exchange, status: number, bodyBytes: number, outcome: RequestOutcome): void {
    if (this.isOver) return;
    this.isOver = true;
    const durationMs = performance.now() - this.startedMs;
    const remoteAddress = this.observer.wantsDetails ? exchange.remoteAddress : "";
    const isSent = responseFraming(exchange.method, status) === "body";
    this.observer.requestEnded({
      exchange,
      remoteAddress,
      status,
      bodyBytes: isSent ? bodyBytes : 0,
      durationMs,
      outcome,
    });
  }
}
