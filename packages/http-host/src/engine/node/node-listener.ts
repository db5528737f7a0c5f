/**
 * One open port on node:http: what becomes of each request that its server gives, and when its connections
 * may go. The listening socket is bound before the server gets it, so that opening a port is done when the
 * constructor returns.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { DeadlineList } from "../deadline-list.js";
import type { EngineLimits } from "../engine-limits.js";
import type { Listener, RequestHandler } from "../engine.js";
import type { ExchangeObserver } from "../exchange-observer.js";
import { reportFault } from "../fault.js";
import { type ListenAddress, addressInUse, bindSocket } from "../listen-address.js";
import { unmapAddress } from "../remote-address.js";
import { RequestHeaders } from "../request-headers.js";
import { type HeadInspection, inspectHead } from "../request-inspection.js";
import { refusalBody, refusalHead } from "../response-framing.js";
import type { QueuedStream } from "../response-stream.js";
import { readTlsFiles, type TlsFiles } from "../tls-files.js";
import type { WebSocketAcceptor } from "../websocket.js";
import { type ExchangeOwner, NodeExchange } from "./node-exchange.js";
import { headWithoutUpgrade } from "./ignored-upgrade.js";
import { makeServer } from "./make-server.js";
import { NodeWebSockets } from "./node-websockets.js";
import { answerOn, refuseMalformed, refuseOn } from "./refuse-connection.js";

/** What a listener is made of. */
export interface NodeListenerOptions {
  readonly address: ListenAddress;
  readonly tls: TlsFiles | undefined;
  readonly isShared: boolean;
  readonly limits: EngineLimits;
  readonly onRequest: RequestHandler;
  readonly onFault: ((fault: unknown) => void) | undefined;
  readonly observer: ExchangeObserver | undefined;
}

/** An open port. */
export class NodeListener implements Listener, ExchangeOwner {
  readonly host: string;
  readonly port: number;
  readonly responseBytesMax: number;
  readonly requestBodyBytesMax: number;
  readonly stalls: DeadlineList<QueuedStream>;
  readonly observer: ExchangeObserver | undefined;
  isClosed = false;
  pendingCount = 0;

  private readonly webSockets = new NodeWebSockets(this);
  private readonly server: Server | TlsServer;
  private readonly tls: TlsFiles | undefined;
  private readonly onRequest: RequestHandler;
  private readonly onFault: ((fault: unknown) => void) | undefined;
  /** Connections that a request has come in on, with those whose response has not gone out. */
  private readonly connections = new Map<Socket, Set<NodeExchange>>();
  /** Connections on which a request was refused: nothing behind it is looked at. */
  private readonly distrusted = new WeakSet<Socket>();
  /**
   * What came in behind a request whose body is there but has not been collected, by connection: a
   * program gets requests in their order (RFC 9112 9.3.2).
   */
  private readonly waiting = new Map<Socket, (readonly [IncomingMessage, ServerResponse])[]>();
  private readonly requestHeadBytesMax: number;
  private readonly receiving = new Set<NodeExchange>();
  private readonly drainWaiters: (() => void)[] = [];

  /**
   * Opens the port.
   *
   * @param options where to listen, and what to call
   * @throws HostError when the port cannot be opened
   */
  constructor(options: NodeListenerOptions) {
    const { address, limits, tls } = options;
    this.host = address.host;
    this.tls = tls;
    this.responseBytesMax = limits.responseBytesMax;
    this.requestBodyBytesMax = limits.requestBodyBytesMax;
    this.requestHeadBytesMax = limits.requestHeadBytesMax;
    this.onRequest = options.onRequest;
    this.onFault = options.onFault;
    this.observer = options.observer;
    this.stalls = new DeadlineList({
      timeoutMs: limits.stallTimeoutMs,
      tickMs: limits.stallTimeoutMs,
      onExpired: (stream) => {
        stream.abort();
      },
    });
    this.server = makeServer(limits, tls);
    this.server.on("request", (request, response) => {
      this.remember(request.socket);
      this.take(request, response);
    });
    this.server.on("checkContinue", (request, response) => {
      this.remember(request.socket);
      this.takeExpectingContinue(request, response);
    });
    this.server.on("clientError", (error, connection) => {
      const status = refuseMalformed(error, connection);
      if (status !== undefined) this.tellRefused(status, connection);
    });
    this.server.on("connect", (request, connection) => {
      this.takeConnect(request, connection);
    });
    this.server.on("drop", () => this.observer?.connectionRefused());
    this.server.on("upgrade", (request, connection, rest) => {
      this.takeUpgrade(request, connection, rest);
    });
    this.port = this.open(address, options.isShared);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    // Not `http.Server`'s own: it destroys connections whose response is still being sent.
    process.getBuiltinModule("node:net").Server.prototype.close.call(this.server);
    for (const exchange of this.receiving) exchange.refuseAndLinger(503);
    this.closeIdleConnections();
    this.wakeIfDrained();
  }

  acceptWebSockets(acceptor: WebSocketAcceptor | undefined): void {
    this.webSockets.accept(acceptor);
  }

  reloadTls(): void {
    if (this.tls === undefined || this.isClosed) return;
    (this.server as TlsServer).setSecureContext(readTlsFiles(this.tls));
  }

  terminate(): void {
    this.close();
    this.webSockets.terminate();
    this.server.closeAllConnections();
  }

  async drained(): Promise<void> {
    if (this.isClosed && this.pendingCount === 0) return;
    await new Promise<void>((resolve) => this.drainWaiters.push(resolve));
  }

  deliver(exchange: NodeExchange): void {
    if (this.isClosed) {
      exchange.refuse(503);
      return;
    }
    try {
      this.onRequest(exchange);
    } catch (error) {
      this.fault(error);
      if (exchange.isOpen) exchange.respond(refusalHead(500), refusalBody(500));
    }
  }

  refused(connection: Socket): void {
    this.distrusted.add(connection);
  }

  bodySettled(exchange: NodeExchange, connection: Socket): void {
    if (!this.receiving.delete(exchange)) return;
    // The program gets that request first.
    process.nextTick(() => {
      const waiting = this.waiting.get(connection) ?? [];
      this.waiting.delete(connection);
      if (connection.destroyed) return;
      for (const [request, response] of waiting) this.take(request, response);
    });
  }

  finished(exchange: NodeExchange, connection: Socket): void {
    this.connections.get(connection)?.delete(exchange);
  }

  pendingStarted(): void {
    this.pendingCount++;
  }

  pendingEnded(): void {
    this.pendingCount--;
    if (!this.isClosed) return;
    this.closeIdleConnections();
    this.wakeIfDrained();
  }

  fault(error: unknown): void {
    reportFault(this.onFault, error);
  }

  private open(address: ListenAddress, isShared: boolean): number {
    // A failure to listen is also reported as an event in a later turn; it is known before that.
    this.server.on("error", () => undefined);
    this.server.listen(bindSocket(address, isShared));
    if (!this.server.listening) throw addressInUse(address);
    return (this.server.address() as AddressInfo).port;
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    if (this.distrusted.has(socket)) return;
    const waiting = this.waiting.get(socket);
    if (waiting !== undefined) {
      waiting.push([request, response]);
      return;
    }
    const exchange = new NodeExchange(this, request, response);
    this.connections.get(socket)?.add(exchange);
    const problem = this.headProblem(request);
    if (problem !== 0) {
      exchange.refuse(problem);
      return;
    }
    const { "content-length": contentLength, "transfer-encoding": coding } = request.headers;
    if (coding === undefined && (contentLength === undefined || contentLength === "0")) {
      exchange.deliver();
      return;
    }
    this.receiving.add(exchange);
    this.waiting.set(socket, []);
    exchange.receiveBody();
    if (this.isClosed) exchange.refuseAndLinger(503);
    else if (Number(contentLength ?? 0) > this.requestBodyBytesMax) exchange.refuseAndLinger(413);
  }

  /** RFC 9110 10.1.1: the client waits for leave to send its body. */
  private takeExpectingContinue(request: IncomingMessage, response: ServerResponse): void {
    if (this.distrusted.has(request.socket)) return;
    const length = Number(request.headers["content-length"] ?? 0);
    const isTaken = length <= this.requestBodyBytesMax && !this.isClosed;
    if (isTaken && this.headProblem(request) === 0) response.writeContinue();
    this.take(request, response);
  }

  /** A request to go on with another protocol, on a connection that the parser has let go of. */
  private takeUpgrade(request: IncomingMessage, connection: Duplex, rest: Buffer): void {
    const { socket } = request;
    this.whenFree(socket, connection, () => {
      const head = this.inspect(request);
      if (head.asksForWebSocket && request.httpVersionMinor > 0) {
        // It is no idle connection, whatever it has answered.
        this.connections.delete(socket);
        this.webSockets.takeUpgrade(request, head, connection, rest);
        return;
      }
      connection.unshift(Buffer.concat([headWithoutUpgrade(request), rest]));
      socket.setTimeout(0); // a time that it may be idle would go on through the request
      this.server.emit(this.tls === undefined ? "connection" : "secureConnection", socket);
    });
  }

  /** A request for a tunnel, on a connection that the parser has let go of (RFC 9110 9.3.6). */
  private takeConnect(request: IncomingMessage, connection: Duplex): void {
    this.whenFree(request.socket, connection, () => {
      if (refuseOn(connection, 501)) this.requestRefused(request, 501);
    });
  }

  /**
   * Goes on with a connection that the parser has let go of: whoever gets it next would answer before
   * those who have it. Nothing happens when it is being closed.
   */
  private whenFree(socket: Socket, connection: Duplex, then: () => void): void {
    if (this.distrusted.has(socket)) {
      // Nobody listens to it any more.
      connection.on("error", ignore).resume();
      return;
    }
    const answer = answerOn(socket);
    if (answer === undefined) {
      then();
      return;
    }
    connection.on("error", ignore);
    answer.once("close", () => {
      if (connection.destroyed) return; // its error may come yet
      connection.off("error", ignore);
      this.whenFree(socket, connection, then);
    });
  }

  requestRefused(request: IncomingMessage, status: number): void {
    const { method = "", url: target = "", rawHeaders, socket } = request;
    const requestHeaders = new RequestHeaders(rawHeaders);
    const requestHeader = (name: string): string | undefined => requestHeaders.get(name);
    this.observer?.requestBegan();
    this.observer?.requestEnded({
      exchange: { method, target, requestHeaders, requestHeader },
      remoteAddress: unmapAddress(socket.remoteAddress ?? ""),
      ...{ status, bodyBytes: 0, durationMs: 0, outcome: "refused" },
    });
  }

  private inspect(request: IncomingMessage): HeadInspection {
    const { method = "", url: target = "", rawHeaders: pairs, httpVersionMinor } = request;
    const head = { method, target, pairs, needsHost: httpVersionMinor > 0 };
    return inspectHead(head, this.requestHeadBytesMax);
  }

  /** The status to refuse a request with for its head; 0 when there is nothing wrong. */
  private headProblem(request: IncomingMessage): number {
    return request.httpVersionMajor === 1 ? this.inspect(request).problem : 505;
  }

  private tellRefused(status: number, connection: Duplex): void {
    for (const exchange of this.receiving) {
      if (exchange.hasConnection(connection)) {
        exchange.refusedElsewhere(status);
        return;
      }
    }
    const remoteAddress = unmapAddress(
      (connection as Duplex & { remoteAddress?: string }).remoteAddress ?? "",
    );
    const about = { exchange: undefined, remoteAddress, status, bodyBytes: 0, durationMs: 0 };
    this.observer?.requestEnded({ ...about, outcome: "refused" });
  }

  private remember(connection: Socket): void {
    if (this.connections.has(connection)) return;
    const exchanges = new Set<NodeExchange>();
    this.connections.set(connection, exchanges);
    connection.once("close", () => {
      this.connections.delete(connection);
      // node:http tells only the response that was next of it, not those behind that.
      for (const exchange of exchanges) exchange.finish();
    });
  }

  /** Ends the connections that no request or response is under way on. */
  private closeIdleConnections(): void {
    for (const connection of this.connections.keys()) {
      if (answerOn(connection) === undefined && connection.writableLength === 0) connection.end();
    }
  }

  private wakeIfDrained(): void {
    if (this.pendingCount === 0) for (const wake of this.drainWaiters.splice(0)) wake();
  }
}

function ignore(): void {
  // The connection's end is all that matters.
}
