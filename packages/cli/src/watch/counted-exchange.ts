/**
 * An exchange that says when it is over, so that the requests of one program can be told from those of
 * the next on the same port.
 */
import type {
  Exchange,
  RequestHeaders,
  ResponseHead,
  ResponseStream,
} from "@craftos-http/http-host";

/** Wraps an exchange. */
export class CountedExchange implements Exchange {
  onAborted: (() => void) | undefined = undefined;
  readonly #exchange: Exchange;
  readonly #over: () => void;
  #isOver = false;

  /**
   * Wraps it.
   * @param exchange - the engine's
   * @param over - called once, when it is answered or its client has left
   */
  constructor(exchange: Exchange, over: () => void) {
    this.#exchange = exchange;
    this.#over = over;
    exchange.onAborted = () => {
      this.end();
      this.onAborted?.();
    };
  }

  get method(): string {
    return this.#exchange.method;
  }

  get target(): string {
    return this.#exchange.target;
  }

  get requestHeaders(): RequestHeaders {
    return this.#exchange.requestHeaders;
  }

  get requestBody(): string {
    return this.#exchange.requestBody;
  }

  get remoteAddress(): string {
    return this.#exchange.remoteAddress;
  }

  get isOpen(): boolean {
    return this.#exchange.isOpen;
  }

  get outcome(): Exchange["outcome"] {
    return this.#exchange.outcome;
  }

  set outcome(outcome: Exchange["outcome"]) {
    this.#exchange.outcome = outcome;
  }

  requestHeader(lowerCaseName: string): string | undefined {
    return this.#exchange.requestHeader(lowerCaseName);
  }

  retain(): void {
    this.#exchange.retain();
  }

  respond(head: ResponseHead, body: string): boolean {
    const wasTaken = this.#exchange.respond(head, body);
    this.end();
    return wasTaken;
  }

  stream(head: ResponseHead): ResponseStream {
    const stream = this.#exchange.stream(head);
    const over = (): void => this.end();
    return {
      get isOpen() {
        return stream.isOpen;
      },
      get bufferedBytes() {
        return stream.bufferedBytes;
      },
      get onDrained() {
        return stream.onDrained;
      },
      set onDrained(listener) {
        stream.onDrained = listener;
      },
      write: (bytes) => stream.write(bytes),
      end: () => {
        stream.end();
        over();
      },
      abort: () => {
        stream.abort();
        over();
      },
    };
  }

  /** It is over. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#over();
  }
}
