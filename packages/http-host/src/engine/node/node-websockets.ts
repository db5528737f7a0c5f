/**
 * The WebSockets of one port on node:http: their handshakes, and the watch over those that are open.
 */
import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { Duplex } from "node:stream";
import type { WebSocket, WebSocketServer } from "ws";
import type * as wsModule from "ws";
import { unmapAddress } from "../remote-address.js";
import { RequestHeaders } from "../request-headers.js";
import type { HeadInspection } from "../request-inspection.js";
import type { ResponseHead } from "../response-head.js";
import { handshakeProblem, upgradeRefusal } from "../websocket-handshake.js";
import { WebSocketHeartbeat } from "../websocket-heartbeat.js";
import {
  COMPRESSED_BYTES_MIN,
  type UpgradeAnswer,
  type UpgradeRequest,
  type WebSocketAcceptor,
} from "../websocket.js";
import { NodeWebSocket, type WebSocketOwner } from "./node-websocket.js";
import { sendLastResponse } from "./send-last.js";

const require = createRequire(import.meta.url);

/** Loads ws for the first port that lets WebSockets in, at once: a program waits for it. */
function loadWs(): typeof wsModule {
  return require("ws") as typeof wsModule;
}

/** What the WebSockets of a port need of its listener. */
export interface WebSocketsOwner {
  readonly isClosed: boolean;
  /** A request to upgrade was refused. */
  requestRefused(request: IncomingMessage, status: number): void;
  /** Counts a WebSocket that is open. */
  pendingStarted(): void;
  /** The other end of `pendingStarted`. */
  pendingEnded(): void;
  /** Reports a fault of a handler. */
  fault(error: unknown): void;
}

/** The WebSockets of a port. */
export class NodeWebSockets implements WebSocketOwner {
  private readonly owner: WebSocketsOwner;
  private acceptor: WebSocketAcceptor | undefined = undefined;
  private server: WebSocketServer | undefined = undefined;
  private heartbeat: WebSocketHeartbeat | undefined = undefined;
  private readonly sockets = new Set<NodeWebSocket>();
  /** The answer that is being written. */
  private answer: Extract<UpgradeAnswer, { kind: "accept" }> | undefined = undefined;

  constructor(owner: WebSocketsOwner) {
    this.owner = owner;
  }

  /** Sets who decides about upgrade requests from now on. */
  accept(acceptor: WebSocketAcceptor | undefined): void {
    this.acceptor = acceptor;
    if (acceptor === undefined) return;
    this.heartbeat = new WebSocketHeartbeat(acceptor.idleTimeoutMs);
    this.server = this.makeServer(acceptor);
  }

  /**
   * From the server: a request to go on with WebSocket.
   *
   * @param request the request
   * @param inspection what was found in its head
   * @param connection the connection, which the parser has let go of
   * @param rest what came behind the request
   */
  takeUpgrade(
    request: IncomingMessage,
    inspection: HeadInspection,
    connection: Duplex,
    rest: Buffer,
  ): void {
    const { acceptor, server } = this;
    if (this.owner.isClosed || acceptor === undefined || server === undefined) {
      this.refuse(request, connection, upgradeRefusal(this.owner.isClosed ? 503 : 426));
      return;
    }
    const requestHeaders = new RequestHeaders(request.rawHeaders);
    const { method = "", url: target = "" } = request;
    const problem = handshakeProblem({ method, requestHeaders }, inspection);
    if (problem !== undefined) {
      this.refuse(request, connection, upgradeRefusal(problem));
      return;
    }
    const remoteAddress = unmapAddress(request.socket.remoteAddress ?? "");
    const answer = this.decide(acceptor, { target, requestHeaders, remoteAddress });
    if (answer.kind === "refuse") {
      const { status, retryAfterSeconds } = answer;
      this.refuse(request, connection, upgradeRefusal(status, retryAfterSeconds));
      return;
    }
    this.answer = answer;
    // It may be one of several in a list; `ws` knows it only alone.
    request.headers.upgrade = "websocket";
    server.handleUpgrade(request, connection, rest, (socket: WebSocket) => {
      new NodeWebSocket(this, answer.handle(), socket).open();
    });
    this.answer = undefined;
  }

  /** Drops them all. */
  terminate(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  webSocketOpened(socket: NodeWebSocket): void {
    this.sockets.add(socket);
    this.owner.pendingStarted();
    this.heartbeat?.add(socket);
  }

  webSocketClosed(socket: NodeWebSocket): void {
    this.sockets.delete(socket);
    socket.heartbeat?.delete(socket);
    this.owner.pendingEnded();
  }

  fault(error: unknown): void {
    this.owner.fault(error);
  }

  private makeServer({ messageBytesMax, compresses }: WebSocketAcceptor): WebSocketServer {
    const server = new (loadWs().WebSocketServer)({
      noServer: true,
      clientTracking: false,
      maxPayload: messageBytesMax,
      // Its types do not know it. What a client does not read is limited above this layer.
      ...{ maxPendingAutoPongs: 0 },
      perMessageDeflate: compresses && {
        // As uWebSockets.js does: no memory of earlier messages, on either side.
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        threshold: COMPRESSED_BYTES_MIN,
      },
      handleProtocols: () => {
        const protocol = this.answer?.protocol ?? "";
        return protocol === "" ? false : protocol;
      },
    });
    server.on("headers", (lines: string[]) => {
      const pairs = this.answer?.pairs ?? [];
      for (let index = 0; index + 1 < pairs.length; index += 2) {
        lines.push(`${pairs[index] ?? ""}: ${pairs[index + 1] ?? ""}`);
      }
    });
    return server;
  }

  private decide(acceptor: WebSocketAcceptor, request: UpgradeRequest): UpgradeAnswer {
    try {
      return acceptor.upgrade(request);
    } catch (error) {
      this.owner.fault(error);
      return { kind: "refuse", status: 500, retryAfterSeconds: 1 };
    }
  }

  private refuse(request: IncomingMessage, connection: Duplex, head: ResponseHead): void {
    this.owner.requestRefused(request, head.status);
    sendLastResponse(connection, request.method ?? "", head);
  }
}
