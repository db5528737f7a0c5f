/**
 * One request on node:http. The message objects live as long as the exchange does, so nothing has
 * to be copied; the body is collected before the request is delivered.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { BodyAccumulator } from "../body-accumulator.js";
import type { DeadlineList } from "../deadline-list.js";
import { assertResponseSize, LINGER_TIMEOUT_MS } from "../engine-limits.js";
import type { Exchange } from "../engine.js";
import {
  abortOutcome,
  type ExchangeObserver,
  ObservedExchange,
  type RequestOutcome,
} from "../exchange-observer.js";
import { unmapAddress } from "../remote-address.js";
import { RequestHeaders } from "../request-headers.js";
import type { ResponseHead } from "../response-head.js";
import { refusalBody, refusalHead } from "../response-framing.js";
import { BodilessStream, QueuedStream, type ResponseStream } from "../response-stream.js";
import { sendResponse, writeResponse, writeStreamHead } from "./node-response.js";

/** What an exchange needs of the listener that it came in on. */
export interface ExchangeOwner {
  readonly responseBytesMax: number;
  readonly requestBodyBytesMax: number;
  /** True when connections should close after their response. */
  readonly isClosed: boolean;
  /** Drops streams whose client takes nothing. */
  readonly stalls: DeadlineList<QueuedStream>;
  /** Watches, if anybody does. */
  readonly observer: ExchangeObserver | undefined;
  /** Hands a complete request to the program. */
  deliver(exchange: NodeExchange): void;
  /** A request was refused, after which its connection is closed. */
  refused(connection: Socket): void;
  /** The body has arrived, or the exchange is over. */
  bodySettled(exchange: NodeExchange, connection: Socket): void;
  /** The response has gone out, or never will. */
  finished(exchange: NodeExchange, connection: Socket): void;
  /** Counts an exchange that was handed to the program. */
  pendingStarted(): void;
  /** The other end of `pendingStarted`. */
  pendingEnded(): void;
  /** Reports a fault of a handler. */
  fault(error: unknown): void;
}

/** One request and its response. */
export class NodeExchange implements Exchange {
  readonly method: string;
  readonly target: string;
  readonly remoteAddress: string;
  requestBody = "";
  onAborted: (() => void) | undefined = undefined;
  outcome: RequestOutcome = "answered";

  private readonly owner: ExchangeOwner;
  private readonly request: IncomingMessage;
  private readonly response: ServerResponse;
  private state: "open" | "streaming" | "answered" | "aborted" = "open";
  private responseStream: QueuedStream | undefined = undefined;
  private streamStatus = 0;
  private readonly observed: ObservedExchange | undefined;
  private isPending = false;
  private headers: RequestHeaders | undefined = undefined;

  constructor(owner: ExchangeOwner, request: IncomingMessage, response: ServerResponse) {
    this.owner = owner;
    this.request = request;
    this.response = response;
    this.method = request.method ?? "";
    this.target = request.url ?? "";
    this.remoteAddress = unmapAddress(request.socket.remoteAddress ?? "");
    const { observer } = owner;
    this.observed = observer === undefined ? undefined : new ObservedExchange(observer);
    response.once("close", () => {
      this.finish();
    });
  }

  get requestHeaders(): RequestHeaders {
    return (this.headers ??= new RequestHeaders(this.request.rawHeaders));
  }

  requestHeader(lowerCaseName: string): string | undefined {
    return this.requestHeaders.get(lowerCaseName);
  }

  get isOpen(): boolean {
    return this.state === "open";
  }

  retain(): void {
    // Nothing is lost when the turn ends.
  }

  respond(head: ResponseHead, body: string): boolean {
    if (this.state === "aborted") return false;
    if (this.state === "answered") throw new Error("the exchange has been answered before");
    assertResponseSize(body, this.owner.responseBytesMax);
    this.state = "answered";
    this.observed?.end(this, head.status, body.length, this.outcome);
    sendResponse(this.response, this.method, head, body, this.owner.isClosed);
    if ((this.response.socket?.writableLength ?? 0) > 0) this.dropIfStalled();
    return true;
  }

  stream(head: ResponseHead): ResponseStream {
    if (this.state === "aborted") return new BodilessStream();
    if (this.state !== "open") throw new Error("the exchange has been answered before");
    const { request, response } = this;
    if (!writeStreamHead(response, this.method, head, this.owner.isClosed)) {
      this.state = "answered";
      this.observed?.end(this, head.status, 0, this.outcome);
      return new BodilessStream();
    }
    this.state = "streaming";
    this.streamStatus = head.status;
    const stream = new QueuedStream(
      {
        sendPiece: (bytes) => response.write(bytes),
        together: (send) => {
          send();
        },
        finish: () => {
          this.state = "answered";
          this.observed?.end(this, head.status, stream.writtenBytes, this.outcome);
          response.end();
        },
        drop: () => {
          request.socket.destroy();
        },
      },
      this.owner.stalls,
    );
    response.on("drain", () => {
      stream.transportReady();
    });
    return (this.responseStream = stream);
  }

  /** Hands the request on at once: it has no body. */
  deliver(): void {
    this.isPending = true;
    this.owner.pendingStarted();
    this.owner.deliver(this);
  }

  /** Collects the body; the request is delivered when it is there. */
  receiveBody(): void {
    const { request, owner } = this;
    let body: BodyAccumulator | undefined = new BodyAccumulator();
    request.on("data", (chunk: Buffer) => {
      if (body === undefined) return;
      if (this.state === "open" && body.byteCount + chunk.length <= owner.requestBodyBytesMax) {
        body.append(chunk);
        return;
      }
      body = undefined;
      if (this.state === "open") this.refuseAndLinger(413);
    });
    request.once("end", () => {
      if (body === undefined || this.state !== "open") return;
      this.requestBody = body.toByteString();
      owner.bodySettled(this, request.socket);
      this.deliver();
    });
  }

  /** Answers by itself and closes the connection after that. */
  refuse(status: number): void {
    this.settle(status);
    sendResponse(this.response, this.method, refusalHead(status), refusalBody(status), true);
  }

  /**
   * Answers by itself while the client may still be sending, and closes the connection when it has
   * stopped. Closing at once would make the client's system drop the answer unread
   * (RFC 9112 9.6).
   */
  refuseAndLinger(status: number): void {
    this.settle(status);
    const { request, response } = this;
    writeResponse(response, this.method, refusalHead(status), refusalBody(status), true);
    const end = (): void => {
      clearTimeout(timer);
      response.end();
    };
    const timer = setTimeout(end, LINGER_TIMEOUT_MS).unref();
    if (request.complete) end();
    else {
      request.once("end", end);
      request.once("close", end);
      request.resume();
    }
  }

  /** Whether it came in on a connection. */
  hasConnection(connection: Duplex): boolean {
    return this.request.socket === connection;
  }

  /** The server has answered by itself while the body was arriving. */
  refusedElsewhere(status: number): void {
    this.settle(status);
  }

  private settle(status: number): void {
    this.state = "answered";
    this.observed?.end(this, status, 0, "refused");
    const { socket } = this.request;
    this.owner.refused(socket);
    this.owner.bodySettled(this, socket);
  }

  /** Drops the connection when the client takes nothing of a response that did not go out at once. */
  private dropIfStalled(): void {
    const { response } = this;
    response.setTimeout(this.owner.stalls.timeoutMs);
    // Before node:http sets the time that the connection may be idle.
    response.prependOnceListener("finish", () => response.socket?.setTimeout(0));
  }

  /** The response has gone out, or the connection is closed. */
  finish(): void {
    this.owner.finished(this, this.request.socket);
    const wasOpen = this.state === "open" || this.state === "streaming";
    if (wasOpen) {
      this.state = "aborted";
      const bytes = this.responseStream?.writtenBytes ?? 0;
      this.observed?.end(this, this.streamStatus, bytes, abortOutcome(this.outcome));
    }
    this.responseStream?.connectionLost();
    this.owner.bodySettled(this, this.request.socket);
    if (!this.isPending) return;
    this.isPending = false;
    this.owner.pendingEnded();
    if (!wasOpen || this.onAborted === undefined) return;
    try {
      this.onAborted();
    } catch (error) {
      this.owner.fault(error);
    }
  }
}
