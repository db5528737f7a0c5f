/**
 * WebSockets that programs open: their events and their handle. What happens to messages on their way
 * is the same as for clients of a server (`server/websocket-client.ts`). Source: tweaked.cc,
 * http.Websocket, and the events named below.
 */
import {
  type ComputerEvent,
  type EventValues,
  optionalFiniteNumber,
  type PlainData,
} from "@craftos-http/event-loop";
import { type LuaResult, NO_VALUES, raiseAt, tableTemplate } from "@craftos-http/interpreter";
import { RequestHeaders } from "../engine/request-headers.js";
import { CloseCode } from "../engine/websocket.js";
import { CLOSED_MESSAGE } from "../server/request-handle.js";
import {
  type ClientContext,
  type ClientOwner,
  type ClientRole,
  WebSocketClient,
} from "../server/websocket-client.js";
import { closing, isTruthy, messageText } from "../server/websocket-handle.js";
import { type WaitSource, waitFor } from "../server/websocket-wait.js";
import type { Operation } from "./client-event.js";

/** A WebSocket is open: URL, handle. */
export const SOCKET_SUCCESS_EVENT = "websocket_success";

/** A WebSocket could not be opened: URL, why. */
export const SOCKET_FAILURE_EVENT = "websocket_failure";

/** A message has arrived: URL, data, whether it is binary. */
export const SOCKET_MESSAGE_EVENT = "websocket_message";

/** The server, or the network, has closed a WebSocket: URL, reason or nil, code or nil. */
export const SOCKET_CLOSED_EVENT = "websocket_closed";

/** What is said when a connection is lost. Source: CC: Tweaked. */
export const LOST_REASON = "Connection closed";

/** What a socket needs of the client that opened it. */
export interface SocketOwner {
  readonly context: ClientContext;
  /** The program has closed it: it takes no place among the open ones any more. */
  socketReleased(socket: OutgoingSocket): void;
  /** The computer has taken up that it is closed: nothing more comes from it. */
  socketGone(socket: OutgoingSocket): void;
}

/** A WebSocket that a program has asked for. */
export class OutgoingSocket implements Operation, ClientOwner {
  readonly number: number;
  readonly address: string;
  takenUp: EventValues | null = null;
  readonly role: ClientRole;
  readonly port = 0;
  readonly messageBytesMax: number;
  /** The WebSocket, whether it is open already or not. */
  readonly client: WebSocketClient;
  readonly #owner: SocketOwner;

  constructor(number: number, address: string, owner: SocketOwner) {
    this.number = number;
    this.address = address;
    this.#owner = owner;
    this.role = roleOf(this);
    this.messageBytesMax = owner.context.limits.webSocketMessageBytesMax;
    const requestHeaders = new RequestHeaders([]);
    const handshake = { target: address, requestHeaders, remoteAddress: "", protocol: "" };
    this.client = new WebSocketClient(number, owner.context, this, handshake);
  }

  /** See {@link ClientOwner.clientConnected}. */
  clientConnected(): void {
    // Whoever asked for it waits for the event.
  }

  /** See {@link ClientOwner.clientGone}. */
  clientGone(): void {
    this.#owner.socketGone(this);
  }

  /** Closes it on the program's behalf. */
  close(code: number, reason: string): void {
    this.client.closeQuietly(code, reason);
    this.#owner.socketReleased(this);
  }

  /** The event that it is open. */
  successEvent(): ComputerEvent {
    const { client } = this;
    return {
      values: [SOCKET_SUCCESS_EVENT, this.address, client.handle],
      describe: () => [this.number],
      onTakenUp: () => {
        this.takenUp = [SOCKET_SUCCESS_EVENT, this.address, client.handle];
        client.connectTakenUp();
      },
    };
  }

  /** The event that a message has arrived. */
  messageEvent(text: string, isBinary: boolean): ComputerEvent {
    const { client } = this;
    return {
      values: [SOCKET_MESSAGE_EVENT, this.address, text, isBinary],
      describe: () => [this.number, text, isBinary],
      onTakenUp: () => {
        client.messageTakenUp({ text, isBinary });
      },
      onGiven: () => {
        client.messageGiven();
      },
      onDiscarded: () => {
        client.messageDiscarded();
      },
    };
  }

  /**
   * The event that it is closed; as in CC: Tweaked there is none for a program that did it itself.
   * @param isSilent - whether the program had closed it
   */
  closedEvent(code: number, reason: string, isSilent: boolean): ComputerEvent {
    const isLost = code === CloseCode.lost;
    const shownReason = isLost && reason === "" ? LOST_REASON : reason;
    return {
      values: [
        SOCKET_CLOSED_EVENT,
        this.address,
        shownReason === "" ? undefined : shownReason,
        isLost || code === CloseCode.noCode ? undefined : code,
      ],
      isSilent,
      describe: () => [this.number, code, reason, isSilent],
      onTakenUp: () => {
        this.client.closedTakenUp();
      },
    };
  }

  /**
   * Makes one of its events again.
   * @param name - the event's name
   * @param description - what `describe` gave
   */
  revive(name: string, description: PlainData): ComputerEvent | null {
    const [, first, second, third] = description as readonly PlainData[];
    if (name === SOCKET_SUCCESS_EVENT) return this.successEvent();
    if (name === SOCKET_MESSAGE_EVENT) return this.messageEvent(first as string, second === true);
    if (name !== SOCKET_CLOSED_EVENT) return null;
    return this.closedEvent(first as number, second as string, third === true);
  }
}

function roleOf(socket: OutgoingSocket): ClientRole {
  return {
    sentDestination: "websocket client message",
    closingDestination: "websocket client close",
    makeHandle: (client) => makeSocketHandle({ socket, client }),
    connectEvent: () => socket.successEvent(),
    messageEvent: (_client, text, isBinary) => socket.messageEvent(text, isBinary),
    closedEvent: (client, code, reason) =>
      socket.closedEvent(code, reason, client.isClosedByProgram),
  };
}

/** What `receive` waits for. */
class MessageSource implements WaitSource {
  readonly nativeName = "receive";
  readonly #address: string;
  readonly #client: WebSocketClient;

  constructor(address: string, client: WebSocketClient) {
    this.#address = address;
    this.#client = client;
  }

  concerns([name, address]: EventValues): boolean {
    if (address !== this.#address) return false;
    return name === SOCKET_MESSAGE_EVENT || name === SOCKET_CLOSED_EVENT;
  }

  take(): LuaResult | null {
    const message = this.#client.takeKept();
    if (message !== undefined) return [message.text, message.isBinary];
    return this.#client.isConnected ? null : undefined;
  }
}

/** A socket and its connection, which its handle is made of. */
interface OpenSocket {
  readonly socket: OutgoingSocket;
  readonly client: WebSocketClient;
}

const makeSocketHandle = tableTemplate<OpenSocket>({
  send:
    ({ client }, handle) =>
    (a, b, c) => {
      checkOpen(client);
      if (a === handle) return client.send(messageText(b), isTruthy(c));
      return client.send(messageText(a), isTruthy(b));
    },
  receive: ({ socket, client }, handle) => {
    const source = new MessageSource(socket.address, client);
    return (a, b) => {
      checkOpen(client);
      const timeout = optionalFiniteNumber(1, a === handle ? b : a);
      return waitFor(client.context.computer, source, timeout);
    };
  },
  close:
    ({ socket }, handle) =>
    (a, b, c) => {
      const [code, reason] = a === handle ? closing(b, c) : closing(a, b);
      socket.close(code, reason);
      return NO_VALUES;
    },
});

function checkOpen(client: WebSocketClient): void {
  if (!client.isConnected && !client.hasKept) raiseAt(CLOSED_MESSAGE, 1);
}
