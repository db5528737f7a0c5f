/**
 * A request on its way through a program: the event `http_request`, and the watch over its answer.
 */
import type { ComputerEvent, EventValues } from "@craftos-http/event-loop";
import type { LuaTable } from "@craftos-http/interpreter";
import { DeadlineEntry } from "../engine/deadline-list.js";
import type { Exchange } from "../engine/engine.js";
import type { OpenPort } from "./open-port.js";
import type { AddressOf } from "./client-address.js";
import { makeRequestHandle } from "./request-handle.js";
import { makeResponseHandle, type ResponseOwner, ServerResponse } from "./response-handle.js";

/** The event's name (HTTP-API 4). */
export const REQUEST_EVENT = "http_request";

/** What a program is told of one request. */
export class RequestEvent extends DeadlineEntry implements ComputerEvent {
  /** See {@link ComputerEvent.values}: port, request handle, response handle. */
  readonly values: EventValues;
  /** The port that it came in on. */
  readonly port: OpenPort;
  /** The answer. */
  readonly response: ServerResponse;
  /** The request as the engine knows it. */
  readonly exchange: Exchange;

  constructor(owner: ResponseOwner, port: OpenPort, exchange: Exchange, addressOf: AddressOf) {
    super();
    this.port = port;
    this.exchange = exchange;
    this.response = new ServerResponse(owner, exchange, this);
    this.values = [
      REQUEST_EVENT,
      port.number,
      makeRequestHandle(exchange, addressOf),
      makeResponseHandle(this.response),
    ];
  }

  /** The request handle. */
  get requestHandle(): LuaTable {
    return this.values[2] as LuaTable;
  }

  /** Nobody will take it: a filter passed over it, or the computer has ended. */
  onDiscarded(): void {
    this.port.withdraw(this);
    this.response.fail(503, 1);
  }

  /** The method and URL, for messages. */
  describeForPeople(): string {
    return `${this.exchange.method} ${this.exchange.target}`;
  }
}
