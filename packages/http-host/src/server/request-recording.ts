/**
 * The requests of one computer as a recording has them: what is noted of each, and how a replay makes
 * them again. Without anybody who records nothing is noted.
 */
import type { PlainData } from "@craftos-http/event-loop";
import type { ResponseHead } from "../engine/response-head.js";
import type { HttpServerOptions } from "./http-server-options.js";
import type { OpenPort } from "./open-port.js";
import {
  RecordedExchange,
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
import type { RequestEvent } from "./request-event.js";

/** What makes a request's event. */
export type MakeRequestEvent = (port: OpenPort, exchange: RecordedExchange) => RequestEvent;

/** Notes requests, and makes them again. */
export class RequestRecording {
  readonly #computer: HttpServerOptions["computer"];
  readonly #redactedHeaders: ReadonlySet<string>;
  /** How many requests the computer has taken up. */
  #requestCount = 0;
  /** Requests of a recording that are not finished, by their number. */
  readonly #revived = new Map<number, RequestEvent>();

  constructor(computer: HttpServerOptions["computer"], redactedHeaders: ReadonlySet<string>) {
    this.#computer = computer;
    this.#redactedHeaders = redactedHeaders;
  }

  /** The computer takes a request up: gives it its number, from 1. */
  takenUp(event: RequestEvent): number {
    const number = ++this.#requestCount;
    if (event.exchange instanceof RecordedExchange) this.#revived.set(number, event);
    return number;
  }

  /** Gives data from which a request can be made again. */
  describe({ port, exchange }: RequestEvent): RecordedRequest {
    const { method, target, requestBody, requestHeaders } = exchange;
    const headers = redactHeaders(requestHeaders.pairs, this.#redactedHeaders);
    return [port.number, method, target, requestBody, headers];
  }

  /** The program is done with a response. */
  responseFinished({ number }: RequestEvent, head: ResponseHead, body: string): void {
    if (!this.#computer.isObserved) return;
    const response = describeResponse(number, head, body, this.#redactedHeaders);
    this.#computer.emit(RESPONSE_DESTINATION, response);
    this.#revived.delete(number);
  }

  /** A response is sent from now on while it is being made. */
  streamBegan({ number }: RequestEvent, head: ResponseHead, body: string): void {
    if (!this.#computer.isObserved) return;
    const response = describeResponse(number, head, body, this.#redactedHeaders);
    this.#computer.emit(STREAM_DESTINATION, response);
  }

  /** More of such a response. */
  streamWritten({ number }: RequestEvent, text: string): void {
    if (this.#computer.isObserved) this.#computer.emit(STREAM_PART_DESTINATION, [number, text]);
  }

  /** The program is done with such a response; or it was cut off. */
  streamFinished({ number }: RequestEvent, isWhole: boolean): void {
    if (!this.#computer.isObserved) return;
    this.#computer.emit(STREAM_END_DESTINATION, [number, isWhole]);
    this.#revived.delete(number);
  }

  /** A request that was made again and is not finished. */
  unfinished(number: number): RequestEvent | undefined {
    return this.#revived.get(number);
  }

  /**
   * Makes a request again.
   * @param description - what {@link describe} gave
   * @param portOf - gives the recorded port of a number
   * @param make - makes the event
   * @returns null when its port was not opened
   */
  revive(
    description: PlainData,
    portOf: (number: number) => OpenPort | undefined,
    make: MakeRequestEvent,
  ): RequestEvent | null {
    const request = recordedRequest(description);
    const port = request === null ? undefined : portOf(request[0]);
    if (request === null || port === undefined) return null;
    const event = make(port, new RecordedExchange(request));
    event.response.release();
    return event;
  }
}
