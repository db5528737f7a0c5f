/**
 * A request on its way through a program: the event `http_request`, and the watch over its answer.
 */
import type { ComputerEvent, EventValues, PlainData } from "@craftos-http/event-loop";
import type { LuaTable } from "@craftos-http/interpreter";
import { DeadlineEntry } from "../engine/deadline-list.js";
import type { Exchange } from "../engine/engine.js";
import type { ResponseHead } from "../engine/response-head.js";
import type { OpenPort } from "./open-port.js";
import {
  makeRequestHandle,
  type ReadableRequest,
  type RequestContext,
  RequestReader,
} from "./request-handle.js";
import { makeResponseHandle } from "./response-handle.js";
import { type ResponseOwner, type ResponseWatcher, ServerResponse } from "./server-response.js";

/** The event's name (HTTP-API 4). */
export const REQUEST_EVENT = "http_request";

/** A silent event: a request that the program has takes too long, so it was answered without it. */
export const EXPIRED_EVENT = "http_request_expired";

/** How soon a client that was refused for now may try again. */
export const RETRY_AFTER_SECONDS = 1;

/** What a request event needs of the server. */
export interface RequestOwner extends ResponseOwner {
  /** What is the same for all requests. */
  readonly requestContext: RequestContext;
  /** The computer takes a request up: gives it its number, from 1. */
  requestTakenUp(event: RequestEvent): number;
  /** Gives data from which the request can be made again. */
  describeRequest(event: RequestEvent): PlainData;
  /** The program is done with the response to a request that was taken up. */
  responseFinished(event: RequestEvent, head: ResponseHead, body: string): void;
  /** Reads something that only the outside knows. */
  readOutside(source: string, get: () => boolean): boolean;
  /** A response is sent from now on while it is being made. */
  streamBegan(event: RequestEvent, head: ResponseHead, body: string): void;
  /** More of such a response. */
  streamWritten(event: RequestEvent, text: string): void;
  /** The program is done with such a response; or it was cut off. */
  streamFinished(event: RequestEvent, isWhole: boolean): void;
  /** A program that waits for a client to take such a response can go on. */
  streamHasRoom(event: RequestEvent): void;
}

/** What a program is told of one request. */
export class RequestEvent
  extends DeadlineEntry
  implements ComputerEvent, ReadableRequest, ResponseWatcher
{
  /** See {@link ComputerEvent.values}: port, request handle, response handle. */
  readonly values: EventValues;
  /** The port that it came in on. */
  readonly port: OpenPort;
  /** The answer. */
  readonly response: ServerResponse;
  /** The request as the engine knows it. */
  readonly exchange: Exchange;
  /** Whether an `http.listen` call has yet to take it up; kept by {@link OpenPort}. */
  isWaiting = false;
  /** Whether it has come in for such a call and is not taken up; kept by {@link OpenPort}. */
  isAnnounced = false;
  /** Which request the computer took up it is, from 1; 0 while it has not. */
  number = 0;
  /** See {@link ReadableRequest.isForgotten}. */
  isForgotten = false;
  readonly #owner: RequestOwner;
  #reader: RequestReader | undefined = undefined;

  /**
   * Makes the event of a request that has just come in.
   * @param owner - the server
   * @param port - the port that it came in on
   * @param exchange - the request as the engine knows it
   */
  constructor(owner: RequestOwner, port: OpenPort, exchange: Exchange) {
    super();
    this.#owner = owner;
    this.port = port;
    this.exchange = exchange;
    this.response = new ServerResponse(owner, exchange, this);
    this.values = [
      REQUEST_EVENT,
      port.number,
      makeRequestHandle(this),
      makeResponseHandle(this.response),
    ];
  }

  /** The request handle. */
  get requestHandle(): LuaTable {
    return this.values[2] as LuaTable;
  }

  /** See {@link ReadableRequest.context}. */
  get context(): RequestContext {
    return this.#owner.requestContext;
  }

  /** See {@link ReadableRequest.reader}. */
  get reader(): RequestReader {
    return (this.#reader ??= new RequestReader(this));
  }

  /** The callback that was given it has ended. */
  callbackEnded(): void {
    // One that left the response open may have passed the handles on.
    if (this.response.isFinished) this.isForgotten = true;
  }

  /** See {@link ComputerEvent.onTakenUp}. */
  onTakenUp(): void {
    this.number = this.#owner.requestTakenUp(this);
    this.port.offer(this);
  }

  /** See {@link ComputerEvent.describe}. */
  describe(): PlainData {
    return this.#owner.describeRequest(this);
  }

  /** It took too long: from here on the program's answer counts for the program no more either. */
  expire(): void {
    this.response.abandon();
    this.port.streams.delete(this);
    if (this.isWaiting) this.port.withdraw(this);
  }

  /** Nobody will take it: a filter passed over it, or the computer has ended. */
  onDiscarded(): void {
    this.isForgotten = true;
    this.response.fail(503, RETRY_AFTER_SECONDS);
  }

  /** See {@link ResponseWatcher.responseSettled}. */
  responseSettled(): void {
    this.cancelDeadline();
  }

  /** See {@link ResponseWatcher.responseFinished}. */
  responseFinished(head: ResponseHead, body: string): void {
    if (this.isWaiting) this.port.withdraw(this);
    if (this.number > 0) this.#owner.responseFinished(this, head, body);
  }

  /** See {@link ResponseWatcher.streamBegan}. */
  streamBegan(head: ResponseHead, body: string): void {
    this.cancelDeadline();
    if (this.isWaiting) this.port.withdraw(this);
    this.#owner.streamBegan(this, head, body);
  }

  /** See {@link ResponseWatcher.streamOpened}. */
  streamOpened(): void {
    this.port.streams.add(this);
  }

  /** See {@link ResponseWatcher.streamWritten}. */
  streamWritten(text: string): void {
    this.#owner.streamWritten(this, text);
  }

  /** See {@link ResponseWatcher.streamFinished}. */
  streamFinished(isWhole: boolean): void {
    this.#owner.streamFinished(this, isWhole);
  }

  /** See {@link ResponseWatcher.streamHasRoom}. */
  streamHasRoom(): void {
    this.#owner.streamHasRoom(this);
  }

  /** See {@link ResponseWatcher.readOutside}. */
  readOutside(source: string, get: () => boolean): boolean {
    return this.#owner.readOutside(source, get);
  }

  /** The method and URL, for messages. */
  describeForPeople(): string {
    return `${this.exchange.method} ${this.exchange.target}`;
  }
}

/** The silent event of a request that takes too long. */
export function makeExpiry(event: RequestEvent): ComputerEvent {
  return {
    values: [EXPIRED_EVENT],
    isSilent: true,
    describe: () => event.number,
    onTakenUp: () => {
      event.expire();
    },
  };
}
