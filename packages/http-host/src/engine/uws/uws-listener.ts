/**
 * One open port on uWebSockets.js: the count of its connections, and the requests whose body is
 * still arriving. It has an app to itself while it is open, because an app's connections can only
 * be closed together.
 */
import { DeadlineList } from "../deadline-list.js";
import { type EngineLimits, LINGER_TIMEOUT_MS } from "../engine-limits.js";
import type { Listener, RequestHandler } from "../engine.js";
import type { ExchangeObserver } from "../exchange-observer.js";
import { reportFault } from "../fault.js";
import type { ListenAddress } from "../listen-address.js";
import type { HeadInspection } from "../request-inspection.js";
import { refusalBody, refusalHead } from "../response-framing.js";
import type { ResponseHead } from "../response-head.js";
import type { QueuedStream } from "../response-stream.js";
import type { WebSocketAcceptor } from "../websocket.js";
import type { TlsFiles } from "../tls-files.js";
import type { AppUser, UwsAppPool } from "./uws-app-pool.js";
import type {
  NativeRequest,
  NativeResponse,
  NativeUpgradeContext,
  UwsModule,
} from "./uws-binding.js";
import { inLaterPollPhase } from "./poll-phase.js";
import { type ReceiverOwner, UwsBodyReceiver } from "./uws-body-receiver.js";
import { type ExchangeOwner, UwsExchange } from "./uws-exchange.js";
import { nativeName } from "./uws-headers.js";
import { UwsPort } from "./uws-port.js";
import { UwsWebSockets } from "./uws-websockets.js";

/** The native layer closes a connection after 8 to 12 seconds without data; stay below that. */
const NATIVE_TIMEOUT_RESTART_MS = 4_000;

const CONNECTION = nativeName("connection");

/** What a listener is made of. */
export interface UwsListenerOptions {
  readonly address: ListenAddress;
  readonly tls: TlsFiles | undefined;
  readonly isShared: boolean;
  readonly limits: EngineLimits;
  readonly onRequest: RequestHandler;
  readonly onFault: ((fault: unknown) => void) | undefined;
  readonly observer: ExchangeObserver | undefined;
}

/** An open port. */
export class UwsListener implements Listener, AppUser, ExchangeOwner, ReceiverOwner {
  readonly host: string;
  readonly port: number;
  readonly responseBytesMax: number;
  readonly requestBodyBytesMax: number;
  readonly requestHeadBytesMax: number;
  readonly stalls: DeadlineList<QueuedStream>;
  readonly observer: ExchangeObserver | undefined;
  isClosed = false;
  pendingCount = 0;

  private readonly webSockets = new UwsWebSockets(this);
  private readonly nativePort: UwsPort;
  private readonly connectionsMax: number;
  private readonly onRequest: RequestHandler;
  private readonly onFault: ((fault: unknown) => void) | undefined;
  private readonly receiving: DeadlineList<UwsBodyReceiver>;
  private readonly lingering: DeadlineList<UwsBodyReceiver>;
  private connectionCount = 0;
  private isTerminated = false;
  private isFinishing = false;
  /** True once the app has been given back: it may be another listener's by now. */
  private isFinished = false;
  private readonly drainWaiters: (() => void)[] = [];

  /**
   * Opens the port.
   *
   * @param uws the native module
   * @param apps where to get an app
   * @param options where to listen, and what to call
   * @throws HostError when the port cannot be opened
   */
  constructor(uws: UwsModule, apps: UwsAppPool, options: UwsListenerOptions) {
    const { address, limits } = options;
    this.host = address.host;
    this.responseBytesMax = limits.responseBytesMax;
    this.requestBodyBytesMax = limits.requestBodyBytesMax;
    this.connectionsMax = limits.connectionsMax;
    this.requestHeadBytesMax = limits.requestHeadBytesMax;
    this.onRequest = options.onRequest;
    this.onFault = options.onFault;
    this.observer = options.observer;
    this.receiving = new DeadlineList({
      timeoutMs: limits.requestTimeoutMs,
      tickMs: NATIVE_TIMEOUT_RESTART_MS,
      onExpired: (receiver) => {
        receiver.expire();
      },
      onTick: (receiver) => {
        receiver.restartNativeTimeout();
      },
    });
    this.lingering = new DeadlineList({
      timeoutMs: LINGER_TIMEOUT_MS,
      tickMs: LINGER_TIMEOUT_MS,
      onExpired: (receiver) => {
        receiver.drop();
      },
    });
    this.stalls = new DeadlineList({
      timeoutMs: limits.stallTimeoutMs,
      tickMs: NATIVE_TIMEOUT_RESTART_MS,
      onExpired: (stream) => {
        stream.abort();
      },
      onTick: (stream) => {
        stream.tick();
      },
    });
    this.nativePort = new UwsPort(uws, apps, this, options);
    this.port = this.nativePort.number;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.nativePort.stopListening();
    for (const receiver of this.receiving) receiver.refuse(503);
    this.finishIfDrained();
  }

  reloadTls(): void {
    if (this.isClosed) return;
    this.nativePort.reloadTls((app) => {
      const { acceptor } = this.webSockets;
      if (acceptor !== undefined) app.webSocketRoutes.ensure(acceptor);
    });
  }

  terminate(): void {
    this.isTerminated = true;
    this.close();
    this.scheduleFinish();
  }

  async drained(): Promise<void> {
    if (this.isFinished) return;
    await new Promise<void>((resolve) => this.drainWaiters.push(resolve));
  }

  deliver(exchange: UwsExchange): void {
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

  startLinger(receiver: UwsBodyReceiver): void {
    this.lingering.add(receiver);
  }

  pendingStarted(): void {
    this.pendingCount++;
  }

  pendingEnded(): void {
    this.pendingCount--;
    if (this.isClosed) this.finishIfDrained();
  }

  fault(error: unknown): void {
    reportFault(this.onFault, error);
  }

  acceptWebSockets(acceptor: WebSocketAcceptor | undefined): void {
    if (!this.isFinished) this.webSockets.accept(acceptor, this.nativePort.app.webSocketRoutes);
  }

  get webSocketSettings(): WebSocketAcceptor | undefined {
    return this.webSockets.acceptor;
  }

  /** From the app: a request to switch to WebSocket has arrived. */
  takeUpgrade(
    response: NativeResponse,
    request: NativeRequest,
    context: NativeUpgradeContext,
  ): void {
    this.webSockets.takeUpgrade(response, request, context);
  }

  /** From the app: a request has arrived. */
  take(method: string, response: NativeResponse, request: NativeRequest): void {
    const exchange = new UwsExchange(this, method, response, request);
    const head = exchange.readHead(this.requestHeadBytesMax);
    if (head.problem !== 0) {
      exchange.refuseHead(refusalHead(head.problem));
      return;
    }
    if (head.asksForWebSocket) {
      exchange.refuseHead(this.webSockets.refusalOf(exchange, head));
      return;
    }
    // The native layer sees to it itself when nothing else is asked for, in large responses too.
    if (head.asksToClose) {
      if (request.getHeader(CONNECTION) === "close") exchange.isClosedNatively();
      else exchange.closeAfterResponse();
    }
    if (head.isChunked || head.contentLength !== "") {
      this.takeWithBody(exchange, head);
    } else {
      this.deliver(exchange);
      exchange.leaveDelivery();
    }
  }

  /** From the WebSockets: refuses a well-formed request to switch, in the turn in which it arrived. */
  refuseUpgrade(response: NativeResponse, request: NativeRequest, head: ResponseHead): void {
    const exchange = new UwsExchange(this, "GET", response, request);
    exchange.refuseHead(head);
  }

  /** From the app: a connection has come or gone. */
  connectionChanged(response: NativeResponse, change: number): void {
    this.connectionCount += change;
    if (change <= 0 || this.connectionCount <= this.connectionsMax) return;
    this.observer?.connectionRefused();
    response.close();
  }

  connectionGone(): void {
    this.connectionCount--;
  }

  private takeWithBody(exchange: UwsExchange, head: HeadInspection): void {
    const receiver = new UwsBodyReceiver(this, exchange, head.isChunked);
    receiver.start();
    if (this.isClosed) receiver.refuse(503);
    else if (Number(head.contentLength) > this.requestBodyBytesMax) receiver.refuse(413);
    else this.receiving.add(receiver);
    exchange.leaveTurn();
  }

  private finishIfDrained(): void {
    if (this.pendingCount === 0) this.scheduleFinish();
  }

  /**
   * Drops the connections that are left, in a turn of its own: by then what was written has gone
   * out, and a request whose handler is running now has been counted if it is still to be answered.
   */
  private scheduleFinish(): void {
    if (this.isFinishing || this.isFinished) return;
    this.isFinishing = true;
    inLaterPollPhase(() => {
      this.isFinishing = false;
      if (this.pendingCount === 0 || this.isTerminated) this.finish();
    });
  }

  private finish(): void {
    this.isFinished = true;
    this.receiving.clear();
    this.lingering.clear();
    this.stalls.clear();
    this.nativePort.close();
    for (const wake of this.drainWaiters.splice(0)) wake();
  }
}
