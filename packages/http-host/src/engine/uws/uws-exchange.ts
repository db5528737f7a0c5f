/**
 * One request on uWebSockets.js. The native request is valid only until its handler returns, and
 * the native response only until it is ended or aborted; using either later throws. So everything
 * is read as late as possible, copied if the exchange outlives the turn (`leaveTurn`), and nothing
 * native is touched once `isReleased` is set.
 */
import { BodyAccumulator } from "../body-accumulator.js";
import { byteStringOfDecoded } from "../byte-string.js";
import type { Deadline } from "../deadline-list.js";
import { assertResponseSize } from "../engine-limits.js";
import type { Exchange } from "../engine.js";
import { formatAddress } from "../remote-address.js";
import { RequestHeaders } from "../request-headers.js";
import type { ResponseHead } from "../response-head.js";
import type { NativeRequest, NativeResponse } from "./uws-binding.js";
import { copyHeaders } from "./uws-headers.js";
import { sendRefusal, sendRefusalAndKeepReading, sendResponse } from "./uws-response.js";

/** What an exchange needs of the listener that it came in on. */
export interface ExchangeOwner {
  readonly responseBytesMax: number;
  readonly requestBodyBytesMax: number;
  /** True when connections should close after their response. */
  readonly isClosed: boolean;
  /** Hands a complete request to the program. */
  deliver(exchange: UwsExchange): void;
  /** The body is there, or the exchange is over: its deadline is off. */
  bodySettled(exchange: UwsExchange): void;
  /** The connection should be dropped soon, whether the client stops sending or not. */
  startLinger(exchange: UwsExchange): void;
  /** Counts an exchange that outlives its turn. */
  pendingStarted(): void;
  /** The other end of `pendingStarted`. */
  pendingEnded(): void;
  /** Reports a fault of a handler. */
  fault(error: unknown): void;
}

const NO_HEADERS = new RequestHeaders([]);

/** One request and its response. */
export class UwsExchange implements Exchange, Deadline {
  readonly method: string;
  requestBody = "";
  onAborted: (() => void) | undefined = undefined;
  expiresAtMs = 0;

  private readonly owner: ExchangeOwner;
  private readonly response: NativeResponse;
  /** Set while the native request is valid. */
  private request: NativeRequest | undefined;
  private state: "open" | "answered" | "aborted" = "open";
  /** True while one of our native callbacks for this socket runs: writes are corked already. */
  private isInTurn = true;
  /** True once the native response must not be used any more. */
  private isReleased = false;
  private isPending = false;
  private isWatched = false;
  private body: BodyAccumulator | undefined = undefined;
  private copiedTarget: string | undefined = undefined;
  private copiedHeaders: RequestHeaders | undefined = undefined;
  private copiedAddress: string | undefined = undefined;

  constructor(
    owner: ExchangeOwner,
    method: string,
    response: NativeResponse,
    request: NativeRequest,
  ) {
    this.owner = owner;
    this.method = method;
    this.response = response;
    this.request = request;
  }

  get target(): string {
    if (this.copiedTarget !== undefined) return this.copiedTarget;
    if (this.request === undefined) return "";
    const path = this.request.getUrl();
    const query = this.request.getQuery();
    const decoded = query === undefined ? path : `${path}?${query}`;
    return (this.copiedTarget = byteStringOfDecoded(decoded));
  }

  get requestHeaders(): RequestHeaders {
    if (this.copiedHeaders !== undefined) return this.copiedHeaders;
    if (this.request === undefined) return NO_HEADERS;
    return (this.copiedHeaders = new RequestHeaders(copyHeaders(this.request)));
  }

  get remoteAddress(): string {
    if (this.copiedAddress !== undefined) return this.copiedAddress;
    if (this.isReleased) return "";
    const bytes = new Uint8Array(this.response.getRemoteAddress());
    return (this.copiedAddress = formatAddress(bytes));
  }

  get isOpen(): boolean {
    return this.state === "open";
  }

  retain(): void {
    if (this.request === undefined) return;
    this.copiedTarget = this.target;
    this.copiedHeaders = this.requestHeaders;
    this.copiedAddress = this.remoteAddress;
  }

  respond(head: ResponseHead, body: string): boolean {
    if (this.state === "aborted") return false;
    if (this.state === "answered") throw new Error("the exchange has been answered before");
    assertResponseSize(body, this.owner.responseBytesMax);
    this.state = "answered";
    if (this.isInTurn) {
      this.send(head, body);
    } else {
      this.response.cork(() => {
        this.send(head, body);
      });
    }
    return true;
  }

  /** Ends the handler's turn: what lives on is copied, because the native request dies with it. */
  leaveTurn(): void {
    if (!this.isReleased) {
      if (this.state === "open") this.retain();
      this.watch();
      this.startPending();
    }
    this.request = undefined;
    this.isInTurn = false;
  }

  /** Begins to collect the body; the request is delivered when it is there. */
  receiveBody(): void {
    this.retain();
    this.watch();
    this.response.onData((chunk, isLast) => {
      this.takeChunk(chunk, isLast);
    });
    this.request = undefined;
    this.isInTurn = false;
  }

  /** Answers by itself while the client may still be sending, then waits for it to stop. */
  refuseAndLinger(status: number): void {
    this.settle();
    this.corked(() => {
      sendRefusalAndKeepReading(this.response, status);
    });
    this.owner.startLinger(this);
  }

  /** Answers by itself and closes the connection after that. */
  refuse(status: number): void {
    this.settle();
    this.corked(() => {
      this.release();
      sendRefusal(this.response, this.method, status);
    });
  }

  /** Closes the connection. */
  drop(): void {
    if (!this.isReleased) this.response.close();
  }

  /** Keeps the engine's own timeout of about ten seconds from closing a connection that we watch. */
  restartNativeTimeout(): void {
    if (this.isReleased) return;
    this.response.pause();
    this.response.resume();
  }

  /** A large response has been sent whole. */
  responseSent(): void {
    this.release();
  }

  private send(head: ResponseHead, body: string): void {
    const isClosing = this.owner.isClosed;
    if (sendResponse(this.response, this.method, head, body, isClosing, this)) this.release();
  }

  private settle(): void {
    this.state = "answered";
    this.body = undefined;
    this.owner.bodySettled(this);
  }

  private corked(write: () => void): void {
    if (this.isInTurn) write();
    else this.response.cork(write);
  }

  private takeChunk(chunk: ArrayBuffer, isLast: boolean): void {
    if (this.state !== "open") {
      // What was written in this turn goes out at its end; closing now would lose it.
      if (isLast) {
        setImmediate(() => {
          this.drop();
        });
      }
      return;
    }
    this.isInTurn = true;
    const bytesBefore = this.body?.byteCount ?? 0;
    if (bytesBefore + chunk.byteLength > this.owner.requestBodyBytesMax) {
      this.refuseAndLinger(413);
    } else if (!isLast) {
      if (chunk.byteLength > 0) (this.body ??= new BodyAccumulator()).append(new Uint8Array(chunk));
    } else {
      this.requestBody = this.joinBody(chunk);
      this.body = undefined;
      this.owner.bodySettled(this);
      this.startPending();
      this.owner.deliver(this);
    }
    this.isInTurn = false;
  }

  private joinBody(lastChunk: ArrayBuffer): string {
    if (this.body === undefined) return Buffer.from(lastChunk).toString("latin1");
    if (lastChunk.byteLength > 0) this.body.append(new Uint8Array(lastChunk));
    return this.body.toByteString();
  }

  private watch(): void {
    if (this.isWatched) return;
    this.isWatched = true;
    this.response.onAborted(() => {
      this.abort();
    });
  }

  private abort(): void {
    const wasOpen = this.state === "open";
    if (wasOpen) this.state = "aborted";
    this.body = undefined;
    this.owner.bodySettled(this);
    const wasPending = this.isPending;
    this.release();
    if (!wasOpen || !wasPending || this.onAborted === undefined) return;
    try {
      this.onAborted();
    } catch (error) {
      this.owner.fault(error);
    }
  }

  private startPending(): void {
    if (this.isReleased || this.isPending) return;
    this.isPending = true;
    this.owner.pendingStarted();
  }

  private release(): void {
    this.isReleased = true;
    if (!this.isPending) return;
    this.isPending = false;
    this.owner.pendingEnded();
  }
}
