/**
 * The WebSockets of one port on uWebSockets.js: their handshakes, and the watch over those that are
 * open.
 */
import { asciiOrBytes, byteStringOfDecoded } from "../byte-string.js";
import { formatAddress } from "../remote-address.js";
import { RequestHeaders } from "../request-headers.js";
import { statusReason } from "../status-reasons.js";
import {
  asksForWebSocket,
  handshakeProblem,
  upgradeRefusal,
  upgradeRefusalBody,
} from "../websocket-handshake.js";
import { WebSocketHeartbeat } from "../websocket-heartbeat.js";
import type { UpgradeAnswer, WebSocketAcceptor } from "../websocket.js";
import type { NativeRequest, NativeResponse, NativeUpgradeContext } from "./uws-binding.js";
import { copyHeaders } from "./uws-headers.js";
import { UwsWebSocket, type WebSocketOwner } from "./uws-websocket.js";
import type { UwsWebSocketRoutes } from "./uws-websocket-routes.js";

/** What the WebSockets of a port need of its listener. */
export interface WebSocketsOwner {
  readonly isClosed: boolean;
  /** Counts a WebSocket that is open. */
  pendingStarted(): void;
  /** The other end of `pendingStarted`. */
  pendingEnded(): void;
  /** A connection that became a WebSocket is gone, of which the native layer does not tell. */
  connectionGone(): void;
  /** Reports a fault of a handler. */
  fault(error: unknown): void;
}

/** The WebSockets of a port. */
export class UwsWebSockets implements WebSocketOwner {
  /** Decides about upgrade requests; undefined while there is no WebSocket server. */
  acceptor: WebSocketAcceptor | undefined = undefined;

  private readonly owner: WebSocketsOwner;
  private heartbeat: WebSocketHeartbeat | undefined = undefined;

  constructor(owner: WebSocketsOwner) {
    this.owner = owner;
  }

  /** Sets who decides about upgrade requests from now on. */
  accept(acceptor: WebSocketAcceptor | undefined, routes: UwsWebSocketRoutes): void {
    this.acceptor = acceptor;
    if (acceptor === undefined) return;
    routes.ensure(acceptor);
    this.heartbeat = new WebSocketHeartbeat(acceptor.idleTimeoutMs);
  }

  /** From the app: what the native parser takes for an upgrade request. */
  takeUpgrade(
    response: NativeResponse,
    request: NativeRequest,
    context: NativeUpgradeContext,
  ): void {
    if (!asksForWebSocket(request.getHeader("upgrade"))) {
      request.setYield(true);
      return;
    }
    const headers = new RequestHeaders(copyHeaders(request));
    const { acceptor } = this;
    if (this.owner.isClosed || acceptor === undefined) {
      refuse(response, this.owner.isClosed ? 503 : 426);
      return;
    }
    const problem = handshakeProblem({ method: "GET", requestHeaders: headers });
    if (problem !== undefined) {
      refuse(response, problem);
      return;
    }
    const answer = this.decide(acceptor, response, request, headers);
    if (answer.kind === "refuse") refuse(response, answer.status, answer.retryAfterSeconds);
    else this.upgrade(acceptor, answer, response, headers, context);
  }

  /**
   * Refuses a request that asks for an upgrade and that the native parser does not take for one.
   *
   * @returns whether it was such a request
   */
  refuseMalformed(method: string, response: NativeResponse, request: NativeRequest): boolean {
    if (!asksForWebSocket(request.getHeader("upgrade"))) return false;
    const requestHeaders = new RequestHeaders(copyHeaders(request));
    refuse(response, handshakeProblem({ method, requestHeaders }) ?? 400);
    return true;
  }

  webSocketOpened(socket: UwsWebSocket): void {
    this.owner.pendingStarted();
    this.heartbeat?.add(socket);
  }

  webSocketClosed(socket: UwsWebSocket): void {
    socket.heartbeat?.delete(socket);
    this.owner.connectionGone();
    this.owner.pendingEnded();
  }

  fault(error: unknown): void {
    this.owner.fault(error);
  }

  private decide(
    acceptor: WebSocketAcceptor,
    response: NativeResponse,
    request: NativeRequest,
    requestHeaders: RequestHeaders,
  ): UpgradeAnswer {
    const query = request.getQuery();
    const url = query === undefined ? request.getUrl() : `${request.getUrl()}?${query}`;
    const remoteAddress = formatAddress(new Uint8Array(response.getRemoteAddress()));
    try {
      const target = byteStringOfDecoded(url);
      return acceptor.upgrade({ target, requestHeaders, remoteAddress });
    } catch (error) {
      this.owner.fault(error);
      return { kind: "refuse", status: 500, retryAfterSeconds: 1 };
    }
  }

  private upgrade(
    acceptor: WebSocketAcceptor,
    answer: Extract<UpgradeAnswer, { kind: "accept" }>,
    response: NativeResponse,
    headers: RequestHeaders,
    context: NativeUpgradeContext,
  ): void {
    const { messageBytesMax } = acceptor;
    const extensions = acceptor.compresses ? offeredCompression(headers) : "";
    const compresses = extensions !== "";
    const peer = new UwsWebSocket(this, answer.handle(), { messageBytesMax, compresses });
    const { pairs } = answer;
    response.writeStatus("101 Switching Protocols");
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      response.writeHeader(asciiOrBytes(pairs[index] ?? ""), asciiOrBytes(pairs[index + 1] ?? ""));
    }
    const key = headers.get("sec-websocket-key") ?? "";
    response.upgrade({ peer }, key, answer.protocol, extensions, context);
  }
}

/** The offers of RFC 7692 among those of a client: uWebSockets.js would take an older one too. */
function offeredCompression(headers: RequestHeaders): string {
  const offers = (headers.get("sec-websocket-extensions") ?? "").split(",");
  return offers.filter((offer) => /^\s*permessage-deflate\s*(?:;|$)/.test(offer)).join(",");
}

/** Answers and closes the connection. Must be called in the handler of the request. */
function refuse(response: NativeResponse, status: number, retryAfterSeconds?: number): void {
  response.writeStatus(`${status} ${statusReason(status)}`);
  const pairs = upgradeRefusal(status, retryAfterSeconds);
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    response.writeHeader(pairs[index] ?? "", pairs[index + 1] ?? "");
  }
  if (status === 426) response.writeHeader("Connection", "Upgrade");
  response.end(upgradeRefusalBody(status), true);
}
