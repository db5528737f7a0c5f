/**
 * The WebSockets that the program of one computer has opened.
 */
import type { ComputerEvent, EventValues, PlainData } from "@craftos-http/event-loop";
import { redactHeaders } from "../server/recorded-exchange.js";
import type { EngineWebSocket, WebSocketHandler } from "../engine/websocket.js";
import type { ClientContext, WebSocketClient } from "../server/websocket-client.js";
import { parseWebSocketUrl } from "./client-url.js";
import {
  LOST_REASON,
  OutgoingSocket,
  SOCKET_FAILURE_EVENT,
  type SocketOwner,
} from "./outgoing-socket.js";
import type { SocketCall } from "./socket-call.js";
import type { HttpTransport } from "./transport.js";

/** Where requests for WebSockets go, in a recording. */
export const HANDSHAKE_DESTINATION = "websocket client request";

/** What the sockets of a computer need beside the context. */
export interface OutgoingSocketsOptions {
  /** What they share with the clients of servers. */
  readonly context: ClientContext;
  /** Gives what opens connections. */
  readonly transport: () => HttpTransport;
  /** How many may be open at once. */
  readonly socketsMax: number;
  /** Delivers an event, as soon as the computer has room for it. */
  readonly deliver: (event: ComputerEvent) => void;
}

/** The WebSockets that a program has opened. */
export class OutgoingSockets implements SocketOwner {
  readonly context: ClientContext;
  readonly #options: OutgoingSocketsOptions;
  #count = 0;
  /** Those that count against the limit: the program asked for them and knows of no end. */
  readonly #open = new Set<OutgoingSocket>();
  /** Those of which events may come, by number. */
  readonly #known = new Map<number, OutgoingSocket>();
  /** How to give up those that are not open yet. */
  readonly #drops = new Map<OutgoingSocket, () => void>();

  constructor(options: OutgoingSocketsOptions) {
    this.#options = options;
    this.context = options.context;
  }

  /**
   * Begins to open a WebSocket. An event tells how it went.
   * @param call - what the program asks for
   * @returns the socket; null when too many are open
   * @throws ClientFailure when the URL is none of a WebSocket
   */
  open(call: SocketCall): OutgoingSocket | null {
    const url = parseWebSocketUrl(call.address);
    if (this.#open.size >= this.#options.socketsMax) return null;
    const { computer, redactedHeaders } = this.context;
    const socket = new OutgoingSocket(++this.#count, call.address, this);
    this.#open.add(socket);
    this.#known.set(socket.number, socket);
    computer.read("websocket", () => {
      this.#connect(socket, url, call);
      return null;
    });
    if (computer.isObserved) {
      const headers = redactHeaders(call.headers, redactedHeaders);
      computer.emit(HANDSHAKE_DESTINATION, [socket.number, call.address, headers]);
    }
    return socket;
  }

  /** See {@link SocketOwner.socketReleased}. */
  socketReleased(socket: OutgoingSocket): void {
    this.#open.delete(socket);
  }

  /** See {@link SocketOwner.socketGone}. */
  socketGone(socket: OutgoingSocket): void {
    this.#open.delete(socket);
    this.#known.delete(socket.number);
    this.#drops.delete(socket);
  }

  /**
   * Makes an event again that a recording has described.
   * @returns null when it is none of these sockets'
   */
  revive(name: string, description: PlainData): ComputerEvent | null {
    if (!name.startsWith("websocket_") || !Array.isArray(description)) return null;
    const [number, problem] = description as unknown as readonly [number, string];
    const socket = this.#known.get(number);
    if (socket === undefined) return null;
    if (name === SOCKET_FAILURE_EVENT) return this.#failureEvent(socket, problem);
    return socket.revive(name, description);
  }

  /** Closes all, after the program's end. */
  close(): void {
    for (const [socket, drop] of this.#drops) {
      socket.client.closeWithoutProgram(1001, "");
      drop();
    }
    this.#drops.clear();
    this.#known.clear();
    this.#open.clear();
  }

  #connect(socket: OutgoingSocket, url: URL, { headers, timeoutMs }: SocketCall): void {
    const { messageBytesMax, client } = socket;
    const failed = (problem: string): void => {
      this.#options.deliver(this.#failureEvent(socket, problem));
    };
    const transport = this.#options.transport();
    const handshake = { url, headers, timeoutMs, messageBytesMax };
    const drop = transport.openSocket(handshake, new OpeningHandler(client, failed), (failure) => {
      failed(failure.message);
    });
    this.#drops.set(socket, drop);
  }

  #failureEvent(socket: OutgoingSocket, problem: string): ComputerEvent {
    const values: EventValues = [SOCKET_FAILURE_EVENT, socket.address, problem];
    return {
      values,
      describe: () => [socket.number, problem],
      onTakenUp: () => {
        socket.takenUp = values;
        this.socketGone(socket);
      },
    };
  }
}

/** Tells a socket that it is open as soon as the computer has room for the event about it. */
class OpeningHandler implements WebSocketHandler {
  readonly #client: WebSocketClient;
  readonly #failed: (problem: string) => void;
  #isOpen = false;
  #isClosed = false;

  constructor(client: WebSocketClient, failed: (problem: string) => void) {
    this.#client = client;
    this.#failed = failed;
  }

  opened(socket: EngineWebSocket): void {
    const { computer } = this.#client.context;
    if (computer.hasRoom) {
      this.#open(socket);
      return;
    }
    socket.pause();
    computer.whenRoom(() => {
      if (this.#isClosed || computer.end !== null) return;
      this.#open(socket);
      socket.resume();
    });
  }

  received(message: string, isBinary: boolean): void {
    this.#client.received(message, isBinary);
  }

  closed(code: number, reason: string): void {
    this.#isClosed = true;
    if (this.#isOpen) this.#client.closed(code, reason);
    else this.#failed(LOST_REASON);
  }

  #open(socket: EngineWebSocket): void {
    this.#isOpen = true;
    this.#client.opened(socket);
  }
}
