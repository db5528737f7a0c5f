/**
 * One request on uWebSockets.js. The native request is valid only until its handler returns, and
 * the native response only until it is ended or aborted; using either later throws. So everything
 * is read as late as possible, copied if the exchange outlives the turn (`leaveDelivery`), and nothing
 * native is touched once `isReleased` is set. One is made for every request, so it is kept small.
 */
import { byteStringOfDecoded } from "../byte-string.js";
import type { DeadlineList } from "../deadline-list.js";
import { assertResponseSize } from "../engine-limits.js";
import type { Exchange } from "../engine.js";
import {
  abortOutcome,
  type ExchangeObserver,
  ObservedExchange,
  type RequestOutcome,
} from "../exchange-observer.js";
import { formatAddress } from "../remote-address.js";
import { type HeadInspection, inspectHead } from "../request-inspection.js";
import { RequestHeaders } from "../request-headers.js";
import { responseFraming } from "../response-framing.js";
import type { ResponseHead } from "../response-head.js";
import { BodilessStream, QueuedStream, type ResponseStream } from "../response-stream.js";
import { inLaterPollPhase, inPollPhase } from "./poll-phase.js";
import type { NativeRequest, NativeResponse } from "./uws-binding.js";
import { collectHeaders, headersNeedRequest, nativeName, restoreHeaders } from "./uws-headers.js";
import {
  sendLastChunk,
  sendLastResponse,
  sendRefusal,
  sendRefusalAndKeepReading,
  sendResponse,
  sendStreamHead,
} from "./uws-response.js";
import { type UwsStreamOwner, UwsStreamTransport } from "./uws-stream.js";

/** What an exchange needs of the listener that it came in on. */
export interface ExchangeOwner {
  readonly responseBytesMax: number;
  /** True when connections should close after their response. */
  readonly isClosed: boolean;
  /** Drops streams whose client takes nothing. */
  readonly stalls: DeadlineList<QueuedStream>;
  /** Watches, if anybody does. */
  readonly observer: ExchangeObserver | undefined;
  /** Counts an exchange that outlives its turn. */
  pendingStarted(): void;
  /** The other end of `pendingStarted`. */
  pendingEnded(): void;
  /** Reports a fault of a handler. */
  fault(error: unknown): void;
}

const NO_HEADERS = new RequestHeaders([]);
const NO_PAIRS: string[] = [];

/** One request and its response. */
export class UwsExchange implements Exchange, UwsStreamOwner {
  readonly method: string;
  requestBody = "";
  onAborted: (() => void) | undefined = undefined;
  outcome: RequestOutcome = "answered";

  /** The native response; not to be touched when `isReleased`. */
  readonly response: NativeResponse;
  private readonly owner: ExchangeOwner;
  /** Whether the connection is closed after the response: by the native layer itself, or by us. */
  private closing: "no" | "natively" | "by us" = "no";
  /** The header fields as the native layer gives them, while somebody may ask for them. */
  private decodedPairs = NO_PAIRS;
  /** Set while the native request is valid. */
  private request: NativeRequest | undefined;
  private state: "open" | "streaming" | "answered" | "aborted" = "open";
  private responseStream: QueuedStream | undefined = undefined;
  private streamStatus = 0;
  /** True while one of our native callbacks for this socket runs: writes are corked already. */
  private isInTurn = true;
  /** True once the native response must not be used any more. */
  private isReleased = false;
  private readonly observed: ObservedExchange | undefined;
  private isPending = false;
  private isWatched = false;
  private copiedTarget: string | undefined = undefined;
  private copiedHeaders: RequestHeaders | undefined = undefined;
  private copiedAddress: string | undefined = undefined;
  /** The peer's address as the native layer gives it, while somebody may ask for it. */
  private addressBytes: ArrayBuffer | undefined = undefined;
  /** True once what the native request says has been kept beyond its life. */
  private isKept = false;

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
    const { observer } = owner;
    this.observed = observer === undefined ? undefined : new ObservedExchange(observer);
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
    if (this.request === undefined && !this.isKept) return NO_HEADERS;
    const pairs = restoreHeaders(this.request, this.decodedPairs);
    return (this.copiedHeaders = new RequestHeaders(pairs));
  }

  requestHeader(lowerCaseName: string): string | undefined {
    if (this.request === undefined) return this.requestHeaders.get(lowerCaseName);
    const value = this.request.getHeader(nativeName(lowerCaseName));
    return value === "" ? undefined : value;
  }

  get remoteAddress(): string {
    if (this.copiedAddress !== undefined) return this.copiedAddress;
    if (this.isReleased && this.addressBytes === undefined) return "";
    const bytes = this.addressBytes ?? this.response.getRemoteAddress();
    return (this.copiedAddress = formatAddress(new Uint8Array(bytes)));
  }

  get isOpen(): boolean {
    return this.state === "open";
  }

  retain(): void {
    this.keepRequest();
    if (!this.isReleased) this.addressBytes ??= this.response.getRemoteAddress();
  }

  respond(head: ResponseHead, body: string): boolean {
    if (this.state === "aborted") return false;
    if (this.state === "answered") throw new Error("the exchange has been answered before");
    assertResponseSize(body, this.owner.responseBytesMax);
    this.state = "answered";
    this.observed?.end(this, head.status, body.length, this.outcome);
    if (this.isInTurn) this.send(head, body);
    else this.sendLater(head, body);
    return true;
  }

  stream(head: ResponseHead): ResponseStream {
    if (this.state === "aborted") return new BodilessStream();
    if (this.state !== "open") throw new Error("the exchange has been answered before");
    if (responseFraming(this.method, head.status) !== "body") {
      this.state = "answered";
      this.observed?.end(this, head.status, 0, this.outcome);
      if (this.isInTurn) this.send(head, undefined);
      else this.sendLater(head, undefined);
      return new BodilessStream();
    }
    this.state = "streaming";
    this.streamStatus = head.status;
    if (this.observed?.wantsDetails === true) this.retain();
    this.corked(() => {
      sendStreamHead(this.response, head, !this.isKeptOpen);
    });
    const transport = new UwsStreamTransport(this, () => {
      stream.transportReady();
      if (this.hasEndedStream) this.restartNativeTimeout();
    });
    const stream = new QueuedStream(transport, this.owner.stalls, () => {
      this.restartNativeTimeout();
    });
    return (this.responseStream = stream);
  }

  /** Answers by itself and closes the connection after that. */
  refuse(status: number): void {
    this.settle(status);
    this.corked(() => {
      this.release();
      sendRefusal(this.response, this.method, status);
    });
  }

  /**
   * Reads the head of the request; in the turn in which it arrived, before anything else is asked.
   *
   * @param bytesMax the most bytes of it
   */
  readHead(bytesMax: number): HeadInspection {
    const { request } = this;
    if (request !== undefined) this.decodedPairs = collectHeaders(request);
    const { method, target, decodedPairs: pairs } = this;
    return inspectHead({ method, target, pairs, needsHost: true }, bytesMax);
  }

  /**
   * Refuses a head that must not be acted on, in the turn in which it arrived. The response stays
   * open until the connection is closed: the native layer acts on what came behind a request unless
   * it still waits for its response, in which case it closes the connection.
   *
   * @param head status and header fields of the answer
   */
  refuseHead(head: ResponseHead): void {
    this.settle(head.status);
    this.watch();
    sendRefusalAndKeepReading(this.response, this.method, head);
    this.dropSoon();
    this.leaveTurn();
    this.forgetRequest();
  }

  /** The connection is to be closed after the response. */
  closeAfterResponse(): void {
    this.closing = "by us";
  }

  /** The native layer will close the connection after the response. */
  isClosedNatively(): void {
    this.closing = "natively";
  }

  /** The program is not to answer any more: the caller writes to the native response itself. */
  settle(status: number): void {
    this.state = "answered";
    this.observed?.end(this, status, 0, "refused");
  }

  /**
   * Writes in one go.
   *
   * @param write writes to the native response
   */
  corked(write: () => void): void {
    if (this.isInTurn) write();
    else this.response.cork(write);
  }

  /** Closes the connection, in a later turn if it cannot be done in this one. */
  drop(): void {
    if (this.isInTurn) this.dropNow();
    else {
      inPollPhase(() => {
        this.dropNow();
      });
    }
  }

  /** Keeps the engine's own timeout of about ten seconds from closing a connection that we watch. */
  restartNativeTimeout(): void {
    if (this.isReleased) return;
    this.response.pause();
    this.response.resume();
  }

  /** A native callback for this socket begins: writes are corked. */
  enterTurn(): void {
    this.isInTurn = true;
  }

  /** The native callback ends before the program got the request. */
  leaveTurn(): void {
    this.isInTurn = false;
  }

  /** The native callback ends in which the program got the request: what lives on is prepared. */
  leaveDelivery(): void {
    if (!this.isReleased) this.outliveTurn();
    this.forgetRequest();
    this.isInTurn = false;
  }

  /** Begins to wait for the body: copies the rest and watches the connection. */
  awaitBody(receiver: { bodyLost(): void }): void {
    if (this.observed?.wantsDetails === true) this.retain();
    else this.keepRequest();
    this.forgetRequest();
    this.isWatched = true;
    this.response.onAborted(() => {
      receiver.bodyLost();
      this.abort();
    });
  }

  /** A large response has been sent whole. */
  responseSent(): void {
    this.release();
  }

  /** From the stream: all of it has been handed over. */
  endStream(): void {
    this.state = "answered";
    const bytes = this.responseStream?.writtenBytes ?? 0;
    this.observed?.end(this, this.streamStatus, bytes, this.outcome);
    this.endCorked(() => {
      if (this.closing === "by us" && !this.owner.isClosed) {
        sendLastChunk(this.response, bytes > 0);
        this.restartNativeTimeout();
        this.stopPending();
      } else {
        this.release();
        this.response.end("");
      }
    });
  }

  private outliveTurn(): void {
    if (this.observed?.wantsDetails === true) this.retain();
    else if (this.state === "open") this.keepRequest();
    if (!this.isWatched) this.watch();
    if (!this.isPending && !this.hasEndedStream) {
      this.isPending = true;
      this.owner.pendingStarted();
    }
  }

  /** Then only the client has something left to do, if the connection is still there. */
  private get hasEndedStream(): boolean {
    return this.state === "answered" && this.responseStream !== undefined;
  }

  private watch(): void {
    this.isWatched = true;
    this.response.onAborted(() => {
      this.abort();
    });
  }

  private forgetRequest(): void {
    this.request = undefined;
    if (!this.isKept) this.decodedPairs = NO_PAIRS;
  }

  /** What was written in this turn goes out at its end; closing now would lose it. */
  private dropSoon(): void {
    inLaterPollPhase(() => {
      this.drop();
    });
  }

  private keepRequest(): void {
    if (this.request === undefined || this.isKept) return;
    this.copiedTarget = this.target;
    if (headersNeedRequest(this.decodedPairs)) this.copiedHeaders = this.requestHeaders;
    this.isKept = true;
  }

  private send(head: ResponseHead, body: string | undefined): void {
    if (this.closing === "by us" && !this.owner.isClosed) {
      if (sendLastResponse(this.response, this.method, head, body)) this.release();
      else this.dropSoon();
      return;
    }
    const isClosing = !this.isKeptOpen;
    if (sendResponse(this.response, this.method, head, body, isClosing, this)) this.release();
  }

  private sendLater(head: ResponseHead, body: string | undefined): void {
    if (this.isKeptOpen) {
      this.response.cork(() => {
        this.send(head, body);
      });
      return;
    }
    const copy = head.copy();
    this.endCorked(() => {
      this.send(copy, body);
    });
  }

  /** Whether the connection goes on after the response. */
  private get isKeptOpen(): boolean {
    return this.closing === "no" && !this.owner.isClosed;
  }

  /** Writes the end of a response: in a turn in which the connection may be closed if it will be. */
  private endCorked(write: () => void): void {
    if (this.isInTurn) write();
    else if (this.isKeptOpen) this.response.cork(write);
    else {
      inPollPhase(() => {
        if (!this.isReleased) this.response.cork(write);
      });
    }
  }

  private dropNow(): void {
    if (this.isReleased) return;
    this.response.close();
    if (!this.isWatched) this.abort();
  }

  private abort(): void {
    const wasDelivered = this.isPending;
    this.release();
    if (this.state === "answered") return;
    this.state = "aborted";
    const bytes = this.responseStream?.writtenBytes ?? 0;
    this.observed?.end(this, this.streamStatus, bytes, abortOutcome(this.outcome));
    this.responseStream?.connectionLost();
    if (!wasDelivered || this.onAborted === undefined) return;
    try {
      this.onAborted();
    } catch (error) {
      this.owner.fault(error);
    }
  }

  private release(): void {
    this.isReleased = true;
    this.stopPending();
  }

  private stopPending(): void {
    if (!this.isPending) return;
    this.isPending = false;
    this.owner.pendingEnded();
  }
}
