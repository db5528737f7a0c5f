/**
 * The server side of one computer's `http`: its open ports, and each request's way from the engine
 * to the program. What the program sees is in `http-library.ts` and the handles.
 */
import type { ComputerEvent, PlainData } from "@craftos-http/event-loop";
import { type LuaError, type LuaFunction, type LuaResult, raise } from "@craftos-http/interpreter";
import type { EngineLimits } from "../engine/engine-limits.js";
import type { Engine, Exchange, Listener } from "../engine/engine.js";
import type { ResponseHead } from "../engine/response-head.js";
import type { TlsFiles } from "../engine/tls-files.js";
import { refusalBody, refusalHead } from "../engine/response-framing.js";
import { HostError } from "../host-error.js";
import { peerAddress, proxiedAddress } from "./client-address.js";
import {
  DEFAULT_HTTP_SERVER_LIMITS,
  type HttpServerLimits,
  type HttpServerOptions,
  type PortOptions,
} from "./http-server-options.js";
import { ListenCall, type ListenCallOwner, STOP_EVENT } from "./listen-call.js";
import { OpenPort } from "./open-port.js";
import {
  RecordedExchange,
  recordedListener,
  recordedRequest,
  type RecordedRequest,
  redactHeaders,
} from "./recorded-exchange.js";
import {
  describeResponse,
  RESPONSE_DESTINATION,
  STREAM_DESTINATION,
  STREAM_END_DESTINATION,
  STREAM_PART_DESTINATION,
} from "./recorded-response.js";
import {
  EXPIRED_EVENT,
  makeExpiry,
  REQUEST_EVENT,
  RequestEvent,
  type RequestOwner,
  RETRY_AFTER_SECONDS,
} from "./request-event.js";
import { makeRequestContext, type RequestContext } from "./request-handle.js";
import { watchClient, watchStreamClient } from "./watch-client.js";
import { ROOM_EVENT } from "./room-wait.js";
import { resolveWebSocketLimits } from "./websocket-limits.js";
import { type PortOwner, WebSocketServers } from "./websocket-servers.js";

/** HOST: an event that only wakes: a port was closed under a call of `http.listen`. */
const CLOSED_EVENT = "http_listener_closed";

/** What a plain request to a port gets that is for WebSockets only (RFC 9110 15.5.22). */
const WEB_SOCKETS_ONLY = refusalHead(426);
WEB_SOCKETS_ONLY.setHeader("Upgrade", "websocket");

/** What opening a port gave: where it is, or why it is not open. */
type Opening = { readonly host: string; readonly port: number } | { readonly problem: string };

/** The ports and requests of one computer. */
export class HttpServer implements RequestOwner, ListenCallOwner, PortOwner {
  /** The WebSocket servers of the computer. */
  readonly webSockets: WebSocketServers;
  readonly responseBytesMax: number;
  readonly streamBufferBytesMax: number;
  readonly #options: HttpServerOptions;
  readonly #host: string;
  readonly #limits: HttpServerLimits;
  readonly #engineLimits: EngineLimits;
  readonly #ports = new Map<number, OpenPort>();
  /** Ports that are closed but have requests in flight. */
  readonly #draining = new Set<OpenPort>();
  #engine: Engine | null = null;
  /** See {@link RequestOwner.requestContext}. */
  readonly requestContext: RequestContext;
  /** Headers that the program was told it cannot set: once each, however many responses do. */
  readonly #ignoredHeaders = new Set<string>();
  readonly #redactedHeaders: ReadonlySet<string>;
  /** How many requests the computer has taken up. */
  #requestCount = 0;
  /** The ports of a recording, also those that are closed, the last of each number. */
  readonly #recordedPorts = new Map<number, OpenPort>();
  /** Requests of a recording that are not finished, by their number. */
  readonly #revived = new Map<number, RequestEvent>();

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#host = options.host ?? "127.0.0.1";
    this.#limits = { ...DEFAULT_HTTP_SERVER_LIMITS, ...options.limits };
    const { answerTimeoutMs, streamBufferBytesMax, ...engineLimits } = this.#limits;
    this.#engineLimits = engineLimits;
    for (const [name, value] of Object.entries({ answerTimeoutMs, streamBufferBytesMax })) {
      if (!Number.isSafeInteger(value) || value < 1) {
        throw HostError.of("LIMIT_OUT_OF_RANGE", name, String(value));
      }
    }
    this.responseBytesMax = this.#limits.responseBytesMax;
    this.streamBufferBytesMax = streamBufferBytesMax;
    this.#redactedHeaders = options.redactedHeaders ?? new Set();
    const addressOf = options.trustsProxy === true ? proxiedAddress : peerAddress;
    // To find it takes as long as everything else about a request, and few programs ask: so it is
    // recorded when one does (bench events).
    this.requestContext = makeRequestContext((exchange) =>
      options.computer.read("http client address", () => addressOf(exchange)),
    );
    const context = {
      computer: options.computer,
      limits: resolveWebSocketLimits(this.#limits),
      redactedHeaders: this.#redactedHeaders,
      ...this.requestContext,
    };
    this.webSockets = new WebSocketServers(context, this);
  }

  // ---- What natives use

  /**
   * `http.addListener`: opens a port, or keeps it open.
   * @returns the port's number
   * @param options - how the port differs, if it is not open yet
   * @throws LuaError `Could not open server: ...`
   */
  addListener(number: number, options: PortOptions = {}): number {
    const port = this.#ports.get(number) ?? this.#open(number, options);
    port.isBackground = true;
    return port.number;
  }

  /** `http.removeListener`: closes a port; unknown ones are ignored. */
  removeListener(number: number): void {
    this.webSockets.closeImplicit(number);
    const port = this.#ports.get(number);
    if (port === undefined) return;
    // The listen call notices with the next event; there may be no other for a long time.
    if (port.listenCall !== null) this.#options.computer.queueEvent([CLOSED_EVENT, number]);
    port.isBackground = false;
    if (port.webSocketServer === null) this.#close(port);
    else port.listenCall = null;
  }

  /**
   * `http.listen`: opens a port and serves it until it is stopped. A call for a port that another
   * call serves takes it over: that one may be in a coroutine that is never resumed again, as
   * `parallel.waitForAny` leaves behind, and nobody can know.
   * @returns what the native returns
   * @throws LuaError `Could not open server: ...`
   */
  listen(number: number, callback: LuaFunction): LuaResult {
    const port = this.#ports.get(number) ?? this.#open(number, {});
    if (port.listenCall !== null) {
      this.#options.log.warning(`port ${port.number} is taken over by another call of http.listen`);
    }
    const call = new ListenCall(this, port, callback);
    port.listenCall = call;
    try {
      return call.run();
    } catch (error) {
      // It was called where nothing can be waited for.
      this.endListenCall(call, port);
      throw error;
    }
  }

  /** `http.getWorker`: which of how many processes that run the program this is, from 1. */
  get worker(): { readonly index: number; readonly count: number } {
    return this.#options.worker ?? { index: 1, count: 1 };
  }

  /** See {@link ListenCallOwner}. */
  endListenCall(call: ListenCall, port: OpenPort): void {
    if (port.listenCall !== call) return;
    port.listenCall = null;
    this.closeUnlessWanted(port);
  }

  /** See {@link PortOwner}. */
  closeUnlessWanted(port: OpenPort): void {
    if (!port.isWanted) this.#close(port);
  }

  /** See {@link PortOwner}. */
  openPort(number: number, options: PortOptions): OpenPort | string {
    return this.#ports.get(number) ?? this.#tryOpen(number, options);
  }

  /** See {@link PortOwner}. */
  queueEvent(values: readonly [name: string, port: number]): void {
    this.#options.computer.queueEvent(values);
  }

  /** See {@link ListenCallOwner}. */
  requestsWaiting(port: OpenPort): number {
    // Some of them the computer has not taken up, which is nothing that a recording knows.
    return this.#options.computer.read("http requests waiting", () => port.waitingCount);
  }

  /** See {@link ListenCallOwner}. */
  callbackFailed(error: LuaError, request: RequestEvent): void {
    this.#options.log.callbackError(request.describeForPeople(), error);
    request.response.fail(500);
  }

  /** See {@link ResponseOwner}. */
  headerIgnored(name: string): void {
    const key = name.toLowerCase();
    if (this.#ignoredHeaders.has(key)) return;
    this.#ignoredHeaders.add(key);
    this.#options.log.warning(`header '${name}' is set by the server; the program's is ignored`);
  }

  // ---- What hosts use

  /**
   * Reads the certificates of open ports again, for connections that come from now on. One that is
   * broken is not taken, which is said.
   */
  reloadTls(): void {
    for (const port of this.#ports.values()) {
      try {
        port.reloadTls();
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        const { log } = this.#options;
        log.warning(`port ${port.number} keeps the certificate it has: ${error.message}`);
      }
    }
  }

  /**
   * Stops accepting, and lets every `http.listen` end as after `server_stop`. The program goes on
   * and can answer what is in flight.
   * @returns a promise that is fulfilled when nothing is in flight any more
   */
  async drain(): Promise<void> {
    const ports = [...this.#draining, ...this.#ports.values()];
    for (const port of this.#ports.values()) port.stopAccepting();
    this.#options.computer.deliver(this.#makeStopEvent());
    await Promise.all(ports.map((port) => port.drained()));
  }

  /**
   * Ends serving: what the program has not answered gets 503; what it has answered still goes out.
   * @param timeoutMs - after this, connections are dropped
   */
  async close(timeoutMs = 5_000): Promise<void> {
    this.webSockets.closeWithoutProgram();
    for (const port of [...this.#ports.values()]) this.#close(port);
    const ports = [...this.#draining];
    if (ports.length === 0) return;
    for (const { unanswered, streams } of ports) {
      for (const event of unanswered) {
        event.response.failWithoutProgram(503, RETRY_AFTER_SECONDS);
      }
      for (const event of [...streams]) event.response.streamed?.abort();
    }
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([Promise.all(ports.map((port) => port.drained())), timeout]);
    clearTimeout(timer);
    for (const port of this.#draining) port.terminate();
  }

  // ---- Ports

  #open(number: number, options: PortOptions): OpenPort {
    const port = this.#tryOpen(number, options);
    return typeof port === "string" ? raise(`Could not open server: ${port}`) : port;
  }

  /** Gives the port, or why it cannot be opened. */
  #tryOpen(number: number, options: PortOptions): OpenPort | string {
    const answerTimeoutMs = options.answerTimeoutMs ?? this.#limits.answerTimeoutMs;
    const opened: { listener?: Listener } = {};
    const opening = this.#options.computer.read("http port", (): Opening => {
      try {
        const listener = this.#listen(number, options, (exchange) => {
          this.#take(port, exchange);
        });
        opened.listener = listener;
        return { host: listener.host, port: listener.port };
      } catch (error) {
        if (error instanceof HostError) return { problem: error.message };
        throw error;
      }
    });
    if ("problem" in opening) return opening.problem;
    const { host, port: openedNumber } = opening;
    const { listener } = opened;
    const port = new OpenPort(
      listener ?? recordedListener(host, openedNumber),
      answerTimeoutMs,
      (event) => {
        this.#answerFor(event, answerTimeoutMs);
      },
      this.#options.repeat,
    );
    this.#ports.set(port.number, port);
    port.isRecorded = listener === undefined;
    if (listener === undefined) this.#recordedPorts.set(port.number, port);
    else this.#sayListening(port, this.#tlsFor(options) !== undefined);
    return port;
  }

  #sayListening(port: OpenPort, speaksTls: boolean): void {
    this.#options.log.listening(port.address, this.#engine?.description ?? "", speaksTls);
  }

  #listen(number: number, options: PortOptions, take: (exchange: Exchange) => void): Listener {
    const engineLimits = this.#engineLimits;
    const { host = this.#host } = options;
    const requestBodyBytesMax = options.requestBodyBytesMax ?? engineLimits.requestBodyBytesMax;
    const limits = { ...engineLimits, requestBodyBytesMax };
    const tls = this.#tlsFor(options);
    this.#engine ??= this.#options.engine();
    const { observer } = this.#options;
    return this.#engine.listen({ host, port: number, limits, tls, observer }, take);
  }

  /** The certificate of a port: the host's, or one in files of the computer. */
  #tlsFor({ tls }: PortOptions): TlsFiles | undefined {
    if (tls === undefined) return this.#options.tls;
    return tls === false ? undefined : { ...tls, read: this.#options.readFile ?? readNothing };
  }

  #close(port: OpenPort): void {
    if (!port.isOpen) return;
    this.#ports.delete(port.number);
    this.#draining.add(port);
    port.close();
    void port.drained().then(() => this.#draining.delete(port));
  }

  // ---- Requests

  #take(port: OpenPort, exchange: Exchange): void {
    if (port.webSocketServer !== null && !port.takesRequests) {
      exchange.respond(WEB_SOCKETS_ONLY, refusalBody(426));
      return;
    }
    const event = new RequestEvent(this, port, exchange);
    const { response } = event;
    if (port.listenCall !== null) port.announce(event);
    if (this.#options.computer.deliverNow(event)) {
      // Whoever still has the handles may look at the request later. That is not so where it
      // matters most: after a callback of `http.listen` that has returned and closed the response.
      if (!event.isForgotten) exchange.retain();
      if (response.streamed !== null) watchStreamClient(event);
      else if (!response.isSettled) watchClient(event);
    } else {
      port.unannounce(event);
      event.onDiscarded();
    }
    response.release();
  }

  /** See {@link RequestOwner}. */
  requestTakenUp(event: RequestEvent): number {
    const number = ++this.#requestCount;
    if (event.exchange instanceof RecordedExchange) this.#revived.set(number, event);
    return number;
  }

  /** See {@link RequestOwner}. */
  responseFinished(event: RequestEvent, head: ResponseHead, body: string): void {
    const { computer } = this.#options;
    if (!computer.isObserved) return;
    const { number } = event;
    const response = describeResponse(number, head, body, this.#redactedHeaders);
    computer.emit(RESPONSE_DESTINATION, response);
    this.#revived.delete(number);
  }

  /** See {@link RequestOwner}. */
  streamBegan(event: RequestEvent, head: ResponseHead, body: string): void {
    const { computer } = this.#options;
    if (!computer.isObserved) return;
    const response = describeResponse(event.number, head, body, this.#redactedHeaders);
    computer.emit(STREAM_DESTINATION, response);
  }

  /** See {@link RequestOwner}. */
  streamWritten(event: RequestEvent, text: string): void {
    const { computer } = this.#options;
    if (computer.isObserved) computer.emit(STREAM_PART_DESTINATION, [event.number, text]);
  }

  /** See {@link RequestOwner}. */
  streamFinished(event: RequestEvent, isWhole: boolean): void {
    event.port.streams.delete(event);
    const { computer } = this.#options;
    if (!computer.isObserved) return;
    computer.emit(STREAM_END_DESTINATION, [event.number, isWhole]);
    this.#revived.delete(event.number);
  }

  /** See {@link RequestOwner}. */
  streamHasRoom(event: RequestEvent): void {
    const { computer } = this.#options;
    if (computer.deliver({ values: [ROOM_EVENT, event.number] }) || computer.end !== null) return;
    computer.whenRoom(() => {
      this.streamHasRoom(event);
    });
  }

  /** See {@link RequestOwner}. */
  readOutside(source: string, get: () => boolean): boolean {
    return this.#options.computer.read(source, get);
  }

  // ---- Recordings

  /** See {@link RequestOwner}. */
  describeRequest({ port, exchange }: RequestEvent): RecordedRequest {
    const { method, target, requestBody, requestHeaders } = exchange;
    const headers = redactHeaders(requestHeaders.pairs, this.#redactedHeaders);
    return [port.number, method, target, requestBody, headers];
  }

  /**
   * Makes an event of this server again that a recording has described.
   * @param name - the event's name
   * @param description - what the event's `describe` gave
   * @returns null when it is none of this server's, or its port was not opened
   */
  revive(name: string, description: PlainData): ComputerEvent | null {
    if (name === STOP_EVENT) return this.#makeStopEvent();
    const webSocketEvent = this.webSockets.revive(name, description);
    if (webSocketEvent !== null) return webSocketEvent;
    if (name === EXPIRED_EVENT) {
      const event = this.#revived.get(description as number);
      return event === undefined ? null : makeExpiry(event);
    }
    const request = name === REQUEST_EVENT ? recordedRequest(description) : null;
    const port = request === null ? undefined : this.#recordedPorts.get(request[0]);
    if (request === null || port === undefined) return null;
    const exchange = new RecordedExchange(request);
    const event = new RequestEvent(this, port, exchange);
    event.response.release();
    return event;
  }

  /** The event that ends every `http.listen` and closes the ports when the program gets to it. */
  #makeStopEvent(): ComputerEvent {
    return {
      values: [STOP_EVENT],
      describe: () => null,
      onTakenUp: () => {
        this.webSockets.closeAll();
        for (const port of [...this.#ports.values()]) this.#close(port);
      },
    };
  }

  /** Nobody closed the response: sends what was written (HTTP-API 2). */
  #answerFor(event: RequestEvent, answerTimeoutMs: number): void {
    this.#sendWithoutProgram(event, answerTimeoutMs);
    this.#options.computer.deliver(makeExpiry(event));
  }

  #sendWithoutProgram(event: RequestEvent, answerTimeoutMs: number): void {
    const { response, exchange, isWaiting } = event;
    if (!exchange.isOpen) {
      response.settleWithoutProgram();
      return;
    }
    exchange.outcome = "timeout";
    const seconds = answerTimeoutMs / 1000;
    const request = event.describeForPeople();
    if (isWaiting) {
      this.#options.log.warning(
        `${request}: the program did not get to it within ${seconds} s; 503 is sent`,
      );
      response.failWithoutProgram(503, RETRY_AFTER_SECONDS);
      return;
    }
    this.#options.log.warning(
      `${request}: the response was not closed within ${seconds} s; what was written is sent`,
    );
    response.settleWithoutProgram();
  }
}

/** Reads files of a computer that has none. */
function readNothing(path: string): never {
  throw HostError.of("CERTIFICATE_NOT_READABLE", path, "the computer has no files");
}
