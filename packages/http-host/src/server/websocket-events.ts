/**
 * The events of WebSocket servers (HTTP-API 5). Each changes what the program sees when the computer
 * takes it up, and can say what it was made of, so that a recording can make it again.
 */
import type { ComputerEvent, EventValues, PlainData } from "@craftos-http/event-loop";
import type { WebSocketClient } from "./websocket-client.js";
import type { WebSocketMessage } from "./websocket-message.js";

/** A client has connected: port, handle. */
export const CONNECT_EVENT = "websocket_server_connect";

/** A message has arrived: client's number, data, whether it is binary. */
export const MESSAGE_EVENT = "websocket_server_message";

/** A client is gone: its number, reason, code. */
export const CLOSED_EVENT = "websocket_server_closed";

/** A client as a recording has it. */
export type RecordedClient = readonly [
  server: number,
  client: number,
  target: string,
  headers: readonly string[],
  protocol: string,
];

/** A client has connected. */
export class ConnectEvent implements ComputerEvent {
  readonly values: EventValues;
  readonly #client: WebSocketClient;

  constructor(client: WebSocketClient) {
    this.#client = client;
    this.values = [CONNECT_EVENT, client.port, client.handle];
  }

  onTakenUp(): void {
    this.#client.connectTakenUp();
  }

  describe(): PlainData {
    return this.#client.describe();
  }
}

/** A message has arrived. */
export class MessageEvent implements ComputerEvent, WebSocketMessage {
  readonly values: EventValues;
  readonly text: string;
  readonly isBinary: boolean;
  readonly #client: WebSocketClient;

  constructor(client: WebSocketClient, text: string, isBinary: boolean) {
    this.#client = client;
    this.text = text;
    this.isBinary = isBinary;
    this.values = [MESSAGE_EVENT, client.id, text, isBinary];
  }

  onTakenUp(): void {
    this.#client.messageTakenUp(this);
  }

  onGiven(): void {
    this.#client.messageGiven();
  }

  onDiscarded(): void {
    this.#client.messageDiscarded();
  }

  describe(): PlainData {
    return [this.#client.id, this.text, this.isBinary];
  }
}

/** A client is gone. */
export class ClosedEvent implements ComputerEvent {
  readonly values: EventValues;
  readonly #client: WebSocketClient;

  constructor(client: WebSocketClient, code: number, reason: string) {
    this.#client = client;
    this.values = [CLOSED_EVENT, client.id, reason, code];
  }

  onTakenUp(): void {
    this.#client.closedTakenUp();
  }

  describe(): PlainData {
    const [, id, reason, code] = this.values as readonly [string, number, string, number];
    return [id, reason, code];
  }
}
