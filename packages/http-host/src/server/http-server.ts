/**
 * The server side of one computer's `http`: its open ports, and each request's way from the engine
 * to the program. What the program sees is in `http-library.ts` and the handles.
 */
import type { ComputerEvent, PlainData } from "@craftos-http/event-loop";
import type { LuaError, LuaFunction, LuaResult } from "@craftos-http/interpreter";
import type { Exchange } from "../engine/engine.js";
import type { ResponseHead } from "../engine/response-head.js";
import { refusalBody, refusalHead } from "../engine/response-framing.js";
import { HostError } from "../host-error.js";
import { peerAddress, proxiedAddress } from "./client-address.js";
import {
  DEFAULT_HTTP_SERVER_LIMITS,
  type HttpServerLimits,
  type HttpServerOptions,
  type PortOptions,
  type WorkerPlace,
} from "./http-server-options.js";
import { ListenCall, type ListenCallOwner, STOP_EVENT } from "./listen-call.js";
import type { OpenPort } from "./open-port.js";
import { OpenPorts, type OpenPortsOwner } from "./open-ports.js";
import {
  EXPIRED_EVENT,
  makeExpiry,
  REQUEST_EVENT,
  RequestEvent,
  type RequestOwner,
  RETRY_AFTER_SECONDS,
} from "./request-event.js";
import { makeRequestContext, type RequestContext } from "./request-handle.js";
import { RequestRecording } from "./request-recording.js";
import { ROOM_EVENT } from "./room-wait.js";
import { watchClient, watchStreamClient } from "./watch-client.js";
import { resolveWebSocketLimits } from "./websocket-limits.js";
import { type PortOwner, WebSocketServers } from "./websocket-servers.js";

/** HOST: an event that only wakes: a port was closed under a call of `http.listen`. */
const CLOSED_EVENT = "http_listener_closed";

/** What a plain request to a port gets that is for WebSockets only (RFC 9110 15.5.22). */
const WEB_SOCKETS_ONLY = refusalHead(426);
WEB_SOCKETS_ONLY.setHeader("Upgrade", "websocket");

/** The ports and requests of one computer. */
export class HttpServer implements RequestOwner, ListenCallOwner, PortOwner, OpenPortsOwner {
  /** The WebSocket servers of the computer. */
  readonly webSockets: WebSocketServers;
  readonly responseBytesMax: number;
  readonly streamBufferBytesMax: number;
  readonly #options: HttpServerOptions;
  readonly #ports: OpenPorts;
  readonly #recording: RequestRecording;
  /** See {@link RequestOwner.requestContext}. @internal */
  readonly requestContext: RequestContext;
  /** Headers that the program was told it cannot set: once each, however many responses do. */
  readonly #ignoredHeaders = new Set<string>();

  /**
   * Makes a server without ports.
   *
   * @param options what it is made of
   * @throws HostError LIMIT_OUT_OF_RANGE
   */
  constructor(options: HttpServerOptions) {
    this.#options = options;
    const limits: HttpServerLimits = { ...DEFAULT_HTTP_SERVER_LIMITS, ...options.limits };
    const { answerTimeoutMs, streamBufferBytesMax, ...engineLimits } = limits;
    for (const [name, value] of Object.entries({ answerTimeoutMs, streamBufferBytesMax })) {
      if (!Number.isSafeInteger(value) || value < 1) {
        throw HostError.of("LIMIT_OUT_OF_RANGE", name, String(value));
      }
    }
    this.responseBytesMax = limits.responseBytesMax;
    this.streamBufferBytesMax = streamBufferBytesMax;
    const { computer, host = "127.0.0.1", redactedHeaders = new Set<string>() } = options;
    this.#ports = new OpenPorts(options, { host, engineLimits, answerTimeoutMs }, this);
    this.#recording = new RequestRecording(computer, redactedHeaders);
    const addressOf = options.trustsProxy === true ? proxiedAddress : peerAddress;
    // To find it takes as long as everything else about a request, and few programs ask: so it is
    // recorded when one does (bench events).
    this.requestContext = makeRequestContext((exchange) =>
      computer.read("http client address", () => addressOf(exchange)),
    );
    const context = {
      ...{ computer, redactedHeaders, ...this.requestContext },
      limits: resolveWebSocketLimits(limits),
    };
    this.webSockets = new WebSocketServers(context, this);
  }

  // ---- What natives use

  /**
   * `http.addListener`: opens a port, or keeps it open.
   * @returns the port's number
   * @param options - how the port differs from others
   * @throws LuaError `Could not open server: ...`, also when it is open and differs otherwise
   */
  addListener(number: number, options: PortOptions = {}): number {
    const port = this.#ports.want(number, options);
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
    if (port.webSocketServer === null) this.#ports.close(port);
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
    const port = this.#ports.want(number, {});
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
  get worker(): WorkerPlace {
    return this.#options.worker ?? { index: 1, count: 1 };
  }

  /** See {@link ListenCallOwner}. @internal */
  endListenCall(call: ListenCall, port: OpenPort): void {
    if (port.listenCall !== call) return;
    port.listenCall = null;
    this.closeUnlessWanted(port);
  }

  /** See {@link PortOwner}. @internal */
  closeUnlessWanted(port: OpenPort): void {
    if (!port.isWanted) this.#ports.close(port);
  }

  /** See {@link PortOwner}. @internal */
  openPort(number: number, options: PortOptions): OpenPort | string {
    return this.#ports.tryToWant(number, options);
  }

  /** See {@link PortOwner}. @internal */
  queueEvent(values: readonly [name: string, port: number]): void {
    this.#options.computer.queueEvent(values);
  }

  /** See {@link ListenCallOwner}. @internal */
  requestsWaiting(port: OpenPort): number {
    // Some of them the computer has not taken up, which is nothing that a recording knows.
    return this.#options.computer.read("http requests waiting", () => port.waitingCount);
  }

  /** See {@link ListenCallOwner}. @internal */
  callbackFailed(error: LuaError, request: RequestEvent): void {
    this.#options.log.callbackError(request.describeForPeople(), error);
    request.response.fail(500);
  }

  /** See {@link ResponseOwner}. @internal */
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
    for (const port of this.#ports.all) {
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
    const { all, draining } = this.#ports;
    for (const port of all) port.stopAccepting();
    this.#deliverStop();
    await Promise.all([...draining, ...all].map((port) => port.drained()));
  }

  /** Delivers the event that ends listen calls, when there is room if there is none. */
  #deliverStop(): void {
    const { computer } = this.#options;
    if (computer.deliver(this.#makeStopEvent()) || computer.end !== null) return;
    computer.whenRoom(() => {
      this.#deliverStop();
    });
  }

  /**
   * Ends serving: what the program has not answered gets 503; what it has answered still goes out;
   * what it was still sending is cut off, which is said.
   * @param timeoutMs - after this, connections are dropped
   */
  async close(timeoutMs = 5_000): Promise<void> {
    this.webSockets.closeWithoutProgram();
    for (const port of this.#ports.all) this.#ports.close(port);
    const ports = this.#ports.draining;
    if (ports.length === 0) return;
    for (const { unanswered } of ports) {
      for (const event of unanswered) {
        event.response.failWithoutProgram(503, RETRY_AFTER_SECONDS);
      }
    }
    this.#cutOffStreams(ports.flatMap(({ streams }) => [...streams]));
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([Promise.all(ports.map((port) => port.drained())), timeout]);
    clearTimeout(timer);
    for (const port of this.#ports.draining) port.terminate();
  }

  #cutOffStreams(streams: readonly RequestEvent[]): void {
    const [first] = streams;
    if (first === undefined) return;
    const which =
      streams.length === 1
        ? "a response that it was sending, "
        : `${streams.length} responses that it was sending, the first `;
    this.#options.log.warning(
      `the program ended without closing ${which}to ${first.describeForPeople()}: cut off`,
    );
    for (const { exchange, response } of streams) {
      exchange.outcome = "dropped";
      response.streamed?.abort();
    }
  }

  // ---- Requests

  /** See {@link OpenPortsOwner}. @internal */
  take(port: OpenPort, exchange: Exchange): void {
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

  /** See {@link RequestOwner}. @internal */
  requestTakenUp(event: RequestEvent): number {
    return this.#recording.takenUp(event);
  }

  /** See {@link RequestOwner}. @internal */
  describeRequest(event: RequestEvent): PlainData {
    return this.#recording.describe(event);
  }

  /** See {@link RequestOwner}. @internal */
  responseFinished(event: RequestEvent, head: ResponseHead, body: string): void {
    this.#recording.responseFinished(event, head, body);
  }

  /** See {@link RequestOwner}. @internal */
  streamBegan(event: RequestEvent, head: ResponseHead, body: string): void {
    this.#recording.streamBegan(event, head, body);
  }

  /** See {@link RequestOwner}. @internal */
  streamWritten(event: RequestEvent, text: string): void {
    this.#recording.streamWritten(event, text);
  }

  /** See {@link RequestOwner}. @internal */
  streamFinished(event: RequestEvent, isWhole: boolean): void {
    event.port.streams.delete(event);
    this.#recording.streamFinished(event, isWhole);
  }

  /** See {@link RequestOwner}. @internal */
  streamHasRoom(event: RequestEvent): void {
    const { computer } = this.#options;
    if (computer.deliver({ values: [ROOM_EVENT, event.number] }) || computer.end !== null) return;
    computer.whenRoom(() => {
      this.streamHasRoom(event);
    });
  }

  /** See {@link RequestOwner}. @internal */
  readOutside(source: string, get: () => boolean): boolean {
    return this.#options.computer.read(source, get);
  }

  // ---- Recordings

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
      const event = this.#recording.unfinished(description as number);
      return event === undefined ? null : makeExpiry(event);
    }
    if (name !== REQUEST_EVENT) return null;
    return this.#recording.revive(
      description,
      (number) => this.#ports.recorded(number),
      (port, exchange) => new RequestEvent(this, port, exchange),
    );
  }

  /** The event that ends every `http.listen` and closes the ports when the program gets to it. */
  #makeStopEvent(): ComputerEvent {
    return {
      values: [STOP_EVENT],
      describe: () => null,
      onTakenUp: () => {
        this.webSockets.closeAll();
        for (const port of this.#ports.all) this.#ports.close(port);
      },
    };
  }

  /** See {@link OpenPortsOwner}: sends what was written (HTTP-API 2). @internal */
  answerFor(event: RequestEvent, answerTimeoutMs: number): void {
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
