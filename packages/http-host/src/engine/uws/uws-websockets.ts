/**
 * The WebSockets of one port on uWebSockets.js: their handshakes, and the watch over those that are
 * open.
 */
import { asciiOrBytes, byteStringOfDecoded } from "../byte-string.js";
import { formatAddress } from "../remote-address.js";
import { RequestHeaders } from "../request-headers.js";
import { type HeadInspection, inspectHead } from "../request-inspection.js";
import type { ResponseHead } from "../response-head.js";
import { type HandshakeRequest, handshakeProblem, upgradeRefusal } from "../websocket-handshake.js";
import { WebSocketHeartbeat } from "../websocket-heartbeat.js";
import type { UpgradeAnswer, UpgradeRequest, WebSocketAcceptor } from "../websocket.js";
import type { NativeRequest, NativeResponse, NativeUpgradeContext } from "./uws-binding.js";
import { copyHeaders } from "./uws-headers.js";
import { UwsWebSocket, type WebSocketOwner } from "./uws-websocket.js";
import type { UwsWebSocketRoutes } from "./uws-websocket-routes.js";

/** What the WebSockets of a port need of its listener. */
export interface WebSocketsOwner {
  readonly isClosed: boolean;
  readonly requestHeadBytesMax: number;
  /** Refuses a request to upgrade, in the turn in which it arrived. */
  refuseUpgrade(response: NativeResponse, request: NativeRequest, head: ResponseHead): void;
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

  /**
   * From the app: what the native parser takes for an upgrade request. What is none, or cannot be
   * followed, is passed on to the routes for plain requests.
   */
  takeUpgrade(
    response: NativeResponse,
    request: NativeRequest,
    context: NativeUpgradeContext,
  ): void {
    const { acceptor } = this;
    const pairs = copyHeaders(request);
    const target = targetOf(request);
    const { requestHeadBytesMax } = this.owner;
    const head = inspectHead(
      { method: "GET", target, pairs, needsHost: true },
      requestHeadBytesMax,
    );
    const requestHeaders = new RequestHeaders(pairs);
    const isWanted = head.asksForWebSocket && acceptor !== undefined && !this.owner.isClosed;
    if (!isWanted || handshakeProblem({ method: "GET", requestHeaders }, head) !== undefined) {
      request.setYield(true);
      return;
    }
    const remoteAddress = formatAddress(new Uint8Array(response.getRemoteAddress()));
    const answer = this.decide(acceptor, { target, requestHeaders, remoteAddress });
    if (answer.kind === "refuse") {
      const { status, retryAfterSeconds } = answer;
      this.owner.refuseUpgrade(response, request, upgradeRefusal(status, retryAfterSeconds));
    } else this.upgrade(acceptor, answer, response, requestHeaders, context);
  }

  /**
   * Gives the answer to a request that asks for WebSocket and that `takeUpgrade` has not taken.
   *
   * @param request the request
   * @param head what was found in its head
   */
  refusalOf(request: HandshakeRequest, head: HeadInspection): ResponseHead {
    if (this.owner.isClosed) return upgradeRefusal(503);
    if (this.acceptor === undefined) return upgradeRefusal(426);
    return upgradeRefusal(handshakeProblem(request, head) ?? 400);
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

  private decide(acceptor: WebSocketAcceptor, request: UpgradeRequest): UpgradeAnswer {
    try {
      return acceptor.upgrade(request);
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

function targetOf(request: NativeRequest): string {
  const query = request.getQuery();
  const path = request.getUrl();
  return byteStringOfDecoded(query === undefined ? path : `${path}?${query}`);
}
