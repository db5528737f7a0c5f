/**
 * The client side of one computer's `http`: the requests that its program has made, from the call to
 * the event that tells what became of it.
 *
 * Invariant: a program learns of an answer by the event only, and what went out is known to a
 * recording; so a replay needs no network.
 */
import type { Computer, ComputerEvent, EventValues, PlainData } from "@craftos-http/event-loop";
import { type LuaTable, raiseAt } from "@craftos-http/interpreter";
import { resolveWebSocketLimits, type WebSocketLimits } from "../server/websocket-limits.js";
import {
  answerValues,
  CHECK_EVENT,
  ClientEvent,
  describeAnswer,
  FAILURE_EVENT,
  type Operation,
  problemOf,
  type RecordedAnswer,
  type RequestOperation,
  SUCCESS_EVENT,
} from "./client-event.js";
import { ClientFailure } from "./client-failure.js";
import { clientLimits, type HttpClientLimits } from "./client-limits.js";
import { parseHttpUrl } from "./client-url.js";
import { makeHeadersMetatable } from "../read-handle.js";
import { describeRequest, REQUEST_DESTINATION } from "./recorded-request.js";
import type { RequestCall } from "./request-call.js";
import { OutgoingSockets } from "./outgoing-sockets.js";
import type { HttpTransport, IncomingResponse, OutgoingRequest } from "./transport.js";

/** How a client is made. */
export interface HttpClientOptions {
  /** Whose program it serves. */
  readonly computer: Pick<
    Computer,
    | "deliver"
    | "deliverNow"
    | "whenRoom"
    | "hasRoom"
    | "queueEvent"
    | "startTimer"
    | "cancelTimer"
    | "read"
    | "emit"
    | "isObserved"
    | "end"
  >;
  /** Gives what carries requests, when the first is made. */
  readonly transport: () => HttpTransport;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<HttpClientLimits & WebSocketLimits>;
  /** Headers, in lower case, whose values are kept out of recordings. */
  readonly redactedHeaders?: ReadonlySet<string>;
}

/** The requests of one computer. */
export class HttpClient {
  /** Its limits. */
  readonly limits: HttpClientLimits;
  /** The WebSockets that the program has opened. */
  readonly sockets: OutgoingSockets;
  readonly #options: HttpClientOptions;
  readonly #redactedHeaders: ReadonlySet<string>;
  readonly #headersMetatable: LuaTable = makeHeadersMetatable();
  #transport: HttpTransport | undefined;
  #operationCount = 0;
  /** What the program has not been told of yet, by its number. */
  readonly #operations = new Map<number, Operation>();
  /** What is under way, with how to give it up; until the computer has taken up the answer. */
  readonly #active = new Map<Operation, { readonly giveUp: () => void }>();
  /** What begins when something else ends. */
  readonly #waiting: { operation: RequestOperation; request: OutgoingRequest }[] = [];
  /** How many URLs are being checked. */
  #checkCount = 0;
  /** Events for which the computer had no room. */
  readonly #undelivered: ComputerEvent[] = [];

  /**
   * Makes a client without requests.
   *
   * @param options what it is made of
   * @throws HostError LIMIT_OUT_OF_RANGE
   */
  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.limits = clientLimits(options.limits);
    this.#redactedHeaders = options.redactedHeaders ?? new Set();
    this.sockets = new OutgoingSockets({
      context: {
        computer: options.computer,
        limits: resolveWebSocketLimits(options.limits ?? {}),
        redactedHeaders: this.#redactedHeaders,
        addressOf: () => "",
        headersMetatable: this.#headersMetatable,
      },
      transport: () => this.#carrier(),
      socketsMax: this.limits.clientWebSocketsMax,
      deliver: (event) => {
        this.#deliver(event);
      },
    });
  }

  // ---- What natives use

  /**
   * Begins a request, or lets it wait for others to end. An event tells how it went.
   * @param call - what the program asks for
   * @returns the request; null when too many wait
   * @throws ClientFailure when the URL cannot be requested
   */
  request(call: RequestCall): RequestOperation | null {
    const url = parseHttpUrl(call.address);
    const operation: RequestOperation = {
      number: this.#operationCount + 1,
      address: call.address,
      isBinary: call.isBinary,
      takenUp: null,
    };
    const { computer } = this.#options;
    const isAccepted = computer.read("http request", () =>
      this.#accept(operation, { ...call, url }),
    );
    if (!isAccepted) return null;
    this.#add(operation);
    if (computer.isObserved) {
      const { number } = operation;
      computer.emit(REQUEST_DESTINATION, describeRequest(number, call, this.#redactedHeaders));
    }
    return operation;
  }

  /**
   * Begins to find out whether a URL may be requested. An event tells.
   * @param address - the URL
   * @returns the check; null when too many are under way
   * @throws ClientFailure when the URL cannot be requested
   */
  check(address: string): Operation | null {
    const url = parseHttpUrl(address);
    const operation: Operation = { number: this.#operationCount + 1, address, takenUp: null };
    const isAccepted = this.#options.computer.read("http check", () => {
      if (this.#checkCount >= this.limits.clientRequestsWaitingMax) return false;
      this.#checkCount++;
      this.#carrier().check(url, (failure) => {
        this.#checkCount--;
        this.#deliver(this.#checkEvent(operation, failure?.message ?? null));
      });
      return true;
    });
    if (!isAccepted) return null;
    this.#add(operation);
    return operation;
  }

  /**
   * Queues an event for the program itself.
   * @throws LuaError `too many events`
   */
  queueEvent(values: EventValues): void {
    if (!this.#options.computer.queueEvent(values)) raiseAt("too many events", 1);
  }

  // ---- What hosts use

  /**
   * Makes an event of this client again that a recording has described.
   * @param name - the event's name
   * @param description - what the event's `describe` gave
   * @returns null when it is none of this client's
   */
  revive(name: string, description: PlainData): ComputerEvent | null {
    const socketEvent = this.sockets.revive(name, description);
    if (socketEvent !== null) return socketEvent;
    if (name !== SUCCESS_EVENT && name !== FAILURE_EVENT && name !== CHECK_EVENT) return null;
    if (!Array.isArray(description)) return null;
    const [number, problem, recorded] = description as unknown as RecordedAnswer;
    const operation = this.#operations.get(number);
    if (operation === undefined) return null;
    if (name === CHECK_EVENT) return this.#checkEvent(operation, problem);
    if (recorded === undefined) return this.#answerEvent(operation, problem, null);
    const [status, reason, headers, body] = recorded;
    return this.#answerEvent(operation, problem, { status, reason, headers, body });
  }

  /** Gives up everything, after the program's end. */
  close(): void {
    this.#waiting.length = 0;
    this.#undelivered.length = 0;
    for (const { giveUp } of this.#active.values()) giveUp();
    this.#active.clear();
    this.#operations.clear();
    this.sockets.close();
    this.#transport?.close();
  }

  // ---- Requests

  #add(operation: Operation): void {
    this.#operationCount = operation.number;
    this.#operations.set(operation.number, operation);
  }

  #accept(operation: RequestOperation, request: OutgoingRequest): boolean {
    if (this.#active.size < this.limits.clientRequestsMax) {
      this.#begin(operation, request);
      return true;
    }
    if (this.#waiting.length >= this.limits.clientRequestsWaitingMax) return false;
    this.#waiting.push({ operation, request });
    return true;
  }

  #begin(operation: RequestOperation, request: OutgoingRequest): void {
    // It counts as under way before the transport is asked, which may answer at once.
    const attempt = { giveUp: (): void => undefined };
    this.#active.set(operation, attempt);
    attempt.giveUp = this.#carrier().request(request, (outcome) => {
      if (!this.#active.has(operation)) return;
      const response = outcome instanceof ClientFailure ? null : outcome;
      const problem = outcome instanceof ClientFailure ? outcome.message : problemOf(outcome);
      this.#deliver(this.#answerEvent(operation, problem, response));
    });
  }

  #carrier(): HttpTransport {
    return (this.#transport ??= this.#options.transport());
  }

  // ---- Events

  #answerEvent(
    operation: Operation,
    problem: string | null,
    response: IncomingResponse | null,
  ): ClientEvent {
    const request = operation as RequestOperation;
    return new ClientEvent(
      answerValues(request, problem, response, this.#headersMetatable),
      operation,
      () => describeAnswer(operation, problem, response, this.#redactedHeaders),
      this.#settled,
    );
  }

  #checkEvent(operation: Operation, problem: string | null): ClientEvent {
    const { address, number } = operation;
    return new ClientEvent(
      problem === null ? [CHECK_EVENT, address, true] : [CHECK_EVENT, address, false, problem],
      operation,
      () => [number, problem],
      this.#settled,
    );
  }

  #deliver(event: ComputerEvent): void {
    const { computer } = this.#options;
    if (computer.end !== null) return;
    if (this.#undelivered.length === 0 && computer.deliver(event)) return;
    this.#undelivered.push(event);
    if (this.#undelivered.length > 1) return;
    computer.whenRoom(() => {
      const events = this.#undelivered.splice(0);
      for (const next of events) this.#deliver(next);
    });
  }

  /** The program is told, or never will be: the next request may begin. */
  readonly #settled = (operation: Operation): void => {
    this.#operations.delete(operation.number);
    if (!this.#active.delete(operation)) return;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#begin(next.operation, next.request);
  };
}
