/**
 * The WebSockets of one port on node:http: their handshakes, and the watch over those that are open.
 */
import { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { unmapAddress } from "../remote-address.js";
import { RequestHeaders } from "../request-headers.js";
import { statusReason } from "../status-reasons.js";
import {
  asksForWebSocket,
  handshakeProblem,
  upgradeRefusal,
  upgradeRefusalBody,
} from "../websocket-handshake.js";
import { WebSocketHeartbeat } from "../websocket-heartbeat.js";
import {
  COMPRESSED_BYTES_MIN,
  type UpgradeAnswer,
  type UpgradeRequest,
  type WebSocketAcceptor,
} from "../websocket.js";
import { NodeWebSocket, type WebSocketOwner } from "./node-websocket.js";
import { sendLast } from "./send-last.js";

/** What the WebSockets of a port need of its listener. */
export interface WebSocketsOwner {
  readonly isClosed: boolean;
  /** Counts a WebSocket that is open. */
  pendingStarted(): void;
  /** The other end of `pendingStarted`. */
  pendingEnded(): void;
  /** Reports a fault of a handler. */
  fault(error: unknown): void;
}

/**
 * A request that node:http hands over as an upgrade only if it asks for WebSocket: a client that
 * would like to speak HTTP/2, as curl does, is served as if it did not (RFC 9110 7.8).
 */
export class UpgradableRequest extends IncomingMessage {
  /** What the parser says. Set by the base class's constructor, before fields would be. */
  declare private parsedUpgrade: boolean | null;

  /** Asked and set by node:http. */
  get upgrade(): boolean | null {
    if (this.parsedUpgrade !== true || this.method === "CONNECT") return this.parsedUpgrade;
    return asksForWebSocket(this.headers.upgrade);
  }

  set upgrade(isUpgrade: boolean | null) {
    this.parsedUpgrade = isUpgrade;
  }
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

  /** From the server: a request to upgrade, and what came behind it. */
  takeUpgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    const { acceptor, server } = this;
    if (this.owner.isClosed || acceptor === undefined || server === undefined) {
      refuse(connection, this.owner.isClosed ? 503 : 426);
      return;
    }
    const requestHeaders = new RequestHeaders(request.rawHeaders);
    const problem = handshakeProblem({ method: request.method ?? "", requestHeaders });
    if (problem !== undefined) {
      refuse(connection, problem);
      return;
    }
    const answer = this.decide(acceptor, {
      target: request.url ?? "",
      requestHeaders,
      remoteAddress: unmapAddress(request.socket.remoteAddress ?? ""),
    });
    if (answer.kind === "refuse") {
      refuse(connection, answer.status, answer.retryAfterSeconds);
      return;
    }
    this.answer = answer;
    server.handleUpgrade(request, connection, head, (socket: WebSocket) => {
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
    const server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: messageBytesMax,
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
}

/** Answers and closes the connection, which the parser has let go of. */
function refuse(connection: Duplex, status: number, retryAfterSeconds?: number): void {
  const body = upgradeRefusalBody(status);
  const lines = [`HTTP/1.1 ${status} ${statusReason(status)}`];
  const pairs = upgradeRefusal(status, retryAfterSeconds);
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    lines.push(`${pairs[index] ?? ""}: ${pairs[index + 1] ?? ""}`);
  }
  lines.push(`Date: ${new Date().toUTCString()}`);
  lines.push(`Connection: ${status === 426 ? "Upgrade, close" : "close"}`);
  lines.push(`Content-Length: ${body.length}`, "", body);
  sendLast(connection, lines.join("\r\n"));
}
