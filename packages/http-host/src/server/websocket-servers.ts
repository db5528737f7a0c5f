/**
 * The WebSocket servers of one computer: opening and closing them, and making their events again
 * from a recording.
 */
import type { ComputerEvent, PlainData } from "@craftos-http/event-loop";
import { type LuaResult } from "@craftos-http/interpreter";
import type { OpenPort } from "./open-port.js";
import type { ClientContext, WebSocketClient } from "./websocket-client.js";
import {
  CLOSED_EVENT,
  ClosedEvent,
  CONNECT_EVENT,
  ConnectEvent,
  MESSAGE_EVENT,
  MessageEvent,
  type RecordedClient,
} from "./websocket-events.js";
import type { WebSocketServerOptions } from "./websocket-options.js";
import { SERVER_CLOSED_EVENT, type ServerOwner, WebSocketServer } from "./websocket-server.js";
import { makeServerHandle } from "./websocket-server-handle.js";
import { waitFor } from "./websocket-wait.js";

/** What WebSocket servers need of the HTTP server. */
export interface PortOwner {
  /**
   * Gives a port, opened if it is not open.
   * @returns the port, or why it cannot be opened
   */
  openPort(number: number, options: { readonly host?: string }): OpenPort | string;
  /** Closes a port unless something else wants it open. */
  closeUnlessWanted(port: OpenPort): void;
  /** Queues an event that wakes who waits for a server. */
  queueEvent(values: readonly [name: string, port: number]): void;
}

const PLAIN_OPTIONS: WebSocketServerOptions = { pairs: [], protocols: [], compresses: false };

/** The WebSocket servers of one computer. */
export class WebSocketServers implements ServerOwner {
  readonly context: ClientContext;
  readonly #ports: PortOwner;
  #serverCount = 0;
  #clientCount = 0;
  /** Those that are open, by port. */
  readonly #servers = new Map<number, WebSocketServer>();
  /** The port that `http.websocket` opened for 0. */
  #chosenPort = 0;
  /** Servers and clients of a recording, by number. */
  readonly #recordedServers = new Map<number, WebSocketServer>();
  readonly #recordedClients = new Map<number, WebSocketClient>();

  constructor(context: ClientContext, ports: PortOwner) {
    this.context = context;
    this.#ports = ports;
  }

  // ---- What natives use

  /**
   * `http.websocketServer`: opens a server.
   * @returns its handle, or nil and why there is none
   */
  open(number: number, options: WebSocketServerOptions): LuaResult {
    const server = this.#open(number, options, false);
    return typeof server === "string" ? [undefined, server] : makeServerHandle(server);
  }

  /**
   * `http.websocket(port)`: the next client of a port, which is opened if need be.
   * @returns its handle; nil when the server was closed; nil and why when it cannot be opened
   */
  accept(number: number): LuaResult {
    const wanted = number === 0 ? this.#chosenPort : number;
    const server = this.#servers.get(wanted) ?? this.#open(number, PLAIN_OPTIONS, true);
    if (typeof server === "string") return [undefined, server];
    if (number === 0) this.#chosenPort = server.port;
    return waitFor(this.context.computer, server, undefined);
  }

  /** Closes the server of a port that `http.websocket` opened, which has no handle to close it. */
  closeImplicit(number: number): void {
    const server = this.#servers.get(number);
    if (server?.isImplicit === true) server.close();
  }

  /** See {@link ServerOwner.serverClosed}. */
  serverClosed(server: WebSocketServer): void {
    if (this.#servers.get(server.port) === server) this.#servers.delete(server.port);
    const { openPort } = server;
    if (openPort.webSocketServer === server) openPort.acceptWebSockets(null);
    this.#ports.queueEvent([SERVER_CLOSED_EVENT, server.port]);
    this.#ports.closeUnlessWanted(openPort);
  }

  /** See {@link ServerOwner.nextClientNumber}. */
  nextClientNumber(): number {
    return ++this.#clientCount;
  }

  // ---- What hosts use

  /** Closes all servers, as the program would. */
  closeAll(): void {
    for (const server of [...this.#servers.values()]) server.close();
  }

  /** How many clients are connected. */
  get clientCount(): number {
    let count = 0;
    for (const server of this.#servers.values()) count += server.clientCount;
    return count;
  }

  /** Closes all clients of a program that has ended. */
  closeWithoutProgram(): void {
    for (const server of this.#servers.values()) server.closeWithoutProgram();
  }

  // ---- Recordings

  /**
   * Makes an event again that a recording has described.
   * @returns null when it is no event of a WebSocket, or of none that is known
   */
  revive(name: string, description: PlainData): ComputerEvent | null {
    if (name === CONNECT_EVENT) {
      const recorded = description as RecordedClient;
      const client = this.#recordedServers.get(recorded[0])?.revive(recorded);
      if (client === undefined) return null;
      this.#recordedClients.set(client.id, client);
      return new ConnectEvent(client);
    }
    if (name !== MESSAGE_EVENT && name !== CLOSED_EVENT) return null;
    const [id, text, last] = description as readonly [number, string, boolean | number];
    const client = this.#recordedClients.get(id);
    if (client === undefined) return null;
    if (typeof last === "boolean") return new MessageEvent(client, text, last);
    this.#recordedClients.delete(id);
    return new ClosedEvent(client, last, text);
  }

  #open(
    number: number,
    options: WebSocketServerOptions,
    isImplicit: boolean,
  ): WebSocketServer | string {
    if (this.#servers.has(number)) return "Port already in use";
    const { host } = options;
    const openPort = this.#ports.openPort(number, host === undefined ? {} : { host });
    if (typeof openPort === "string") return openPort;
    const server = new WebSocketServer(this, ++this.#serverCount, openPort, options, isImplicit);
    this.#servers.set(server.port, server);
    if (openPort.isRecorded) this.#recordedServers.set(server.number, server);
    openPort.acceptWebSockets(server);
    return server;
  }
}
