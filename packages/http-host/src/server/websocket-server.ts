/**
 * The WebSocket server of one port: who is let in, and the clients that are connected.
 */
import type { EventValues } from "@craftos-http/event-loop";
import { type LuaResult, LuaTable, type LuaValue, raiseAt } from "@craftos-http/interpreter";
import { RequestHeaders } from "../engine/request-headers.js";
import type { UpgradeAnswer, UpgradeRequest, WebSocketAcceptor } from "../engine/websocket.js";
import { CloseCode } from "../engine/websocket.js";
import { offeredProtocols } from "../engine/websocket-handshake.js";
import { STOP_EVENT } from "./listen-call.js";
import type { OpenPort } from "./open-port.js";
import { RETRY_AFTER_SECONDS } from "./request-event.js";
import { type ClientContext, type ClientOwner, WebSocketClient } from "./websocket-client.js";
import { CONNECT_EVENT, type RecordedClient } from "./websocket-events.js";
import { prepareMessage } from "./websocket-message.js";
import type { WebSocketServerOptions } from "./websocket-options.js";
import { SERVER_ROLE } from "./websocket-server-role.js";
import type { WaitSource } from "./websocket-wait.js";

/** HOST: an event that only wakes: a server was closed under a call of `listen`. */
export const SERVER_CLOSED_EVENT = "websocket_server_stopped";

/** Where messages to many go, in a recording. */
export const BROADCAST_DESTINATION = "websocket broadcast";

/** What a server needs of the others of its computer. */
export interface ServerOwner {
  readonly context: ClientContext;
  /** Gives the number of the next client. */
  nextClientNumber(): number;
  /** It is closed: its port is not needed any more. */
  serverClosed(server: WebSocketServer): void;
}

/** A WebSocket server. */
export class WebSocketServer implements WebSocketAcceptor, ClientOwner, WaitSource {
  readonly nativeName = "listen";
  readonly role = SERVER_ROLE;
  /** Its number among the computer's servers, from 1. */
  readonly number: number;
  readonly openPort: OpenPort;
  /** Whether `http.websocket` opened it, so that no program has a handle to close it. */
  readonly isImplicit: boolean;
  readonly messageBytesMax: number;
  readonly idleTimeoutMs: number;
  readonly compresses: boolean;
  isOpen = true;
  readonly #owner: ServerOwner;
  readonly #options: WebSocketServerOptions;
  /** All that are not gone, by number, whether the program knows of them or not. */
  readonly #clients = new Map<number, WebSocketClient>();
  /** Those that `listen` has not given yet. */
  readonly #waiting = new Set<WebSocketClient>();

  constructor(
    owner: ServerOwner,
    number: number,
    openPort: OpenPort,
    options: WebSocketServerOptions,
    isImplicit: boolean,
  ) {
    const { limits } = owner.context;
    this.#owner = owner;
    this.number = number;
    this.openPort = openPort;
    this.#options = options;
    this.isImplicit = isImplicit;
    this.messageBytesMax = options.messageBytesMax ?? limits.webSocketMessageBytesMax;
    this.idleTimeoutMs = options.idleTimeoutMs ?? limits.webSocketIdleTimeoutMs;
    this.compresses = options.compresses;
  }

  /** What all servers of the computer share. */
  get context(): ClientContext {
    return this.#owner.context;
  }

  /** The port's number. */
  get port(): number {
    return this.openPort.number;
  }

  // ---- What the engine tells

  /** See {@link WebSocketAcceptor.upgrade}. */
  upgrade(request: UpgradeRequest): UpgradeAnswer {
    const { computer } = this.#owner.context;
    if (!computer.hasRoom) {
      return { kind: "refuse", status: 503, retryAfterSeconds: RETRY_AFTER_SECONDS };
    }
    const offered = offeredProtocols(request.requestHeaders);
    const protocol = this.#options.protocols.find((one) => offered.includes(one)) ?? "";
    const handle = (): WebSocketClient => {
      const id = this.#owner.nextClientNumber();
      const client = new WebSocketClient(id, this.#owner.context, this, { ...request, protocol });
      this.#clients.set(id, client);
      return client;
    };
    return { kind: "accept", protocol, pairs: this.#options.pairs, handle };
  }

  // ---- What the computer tells

  /** See {@link ClientOwner.clientConnected}. */
  clientConnected(client: WebSocketClient): void {
    if (this.isOpen) this.#waiting.add(client);
  }

  /** See {@link ClientOwner.clientGone}. */
  clientGone(client: WebSocketClient): void {
    this.#clients.delete(client.id);
    this.#waiting.delete(client);
  }

  /** Makes a client of a recording again. */
  revive([, id, target, headers, protocol]: RecordedClient): WebSocketClient {
    const requestHeaders = new RequestHeaders(headers);
    const handshake = { target, requestHeaders, remoteAddress: "", protocol };
    const client = new WebSocketClient(id, this.#owner.context, this, handshake);
    this.#clients.set(id, client);
    return client;
  }

  // ---- What the program does

  /** See {@link WaitSource.concerns}: of `listen`. */
  concerns([name, first]: EventValues): boolean {
    if (name === STOP_EVENT) return first === undefined || first === this.port;
    return (name === CONNECT_EVENT || name === SERVER_CLOSED_EVENT) && first === this.port;
  }

  /** See {@link WaitSource.take}: the next client's handle, or nil when the server is closed. */
  take(values: readonly LuaValue[]): LuaResult | null {
    if (values[0] === STOP_EVENT && this.concerns(values as EventValues)) this.close();
    if (!this.isOpen) return undefined;
    for (const client of this.#waiting) {
      this.#waiting.delete(client);
      client.isListenedTo = true;
      return client.handle;
    }
    return null;
  }

  /**
   * Sends a message to every client.
   * @param text - a byte string
   * @param except - a client's handle or number that does not get it
   * @returns how many got it
   * @throws LuaError when the message cannot be sent
   */
  broadcast(text: string, isBinary: boolean, except: LuaValue): number {
    if (text.length > this.messageBytesMax) raiseAt("Message is too large", 1);
    const message = prepareMessage(text, isBinary);
    // One copy for all: an engine would make one for each.
    const shared = typeof message === "string" ? Buffer.from(message, "latin1") : message;
    const exceptId = except instanceof LuaTable ? except.getString("clientID") : except;
    const receivers: number[] = [];
    for (const client of this.#clients.values()) {
      if (!client.isConnected || client.id === exceptId) continue;
      receivers.push(client.id);
      client.transmit(shared, isBinary);
    }
    this.#owner.context.computer.emit(BROADCAST_DESTINATION, [receivers, text, isBinary]);
    return receivers.length;
  }

  /** How many clients are connected. */
  get clientCount(): number {
    return this.#clients.size;
  }

  /** Lets nobody in any more, and closes every client with 1001. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#waiting.clear();
    for (const client of [...this.#clients.values()]) {
      client.closeQuietly(CloseCode.goingAway, "");
    }
    this.#owner.serverClosed(this);
  }

  /** As {@link close}, for a program that has ended. */
  closeWithoutProgram(): void {
    for (const client of [...this.#clients.values()]) {
      client.closeWithoutProgram(CloseCode.goingAway, "");
    }
  }
}
