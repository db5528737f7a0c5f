/**
 * One client of a WebSocket server: its messages on their way to the program, and back.
 *
 * Two sides meet here. Outside is what has arrived and what the engine knows; it may change at any
 * time. Inside is what the program can see; it changes only when the computer takes an event up or
 * the program does something, so that a recording of the run can be replayed without the outside.
 *
 * Every message is an event. It is also kept for `receive`, up to a limit, unless it shows that the
 * program takes its messages from the events and never receives. When there is no room the socket
 * is read no further, or, where that cannot be done, messages wait here up to a higher limit.
 */
import type { Computer, ComputerEvent, PlainData } from "@craftos-http/event-loop";
import { type LuaTable, raiseAt } from "@craftos-http/interpreter";
import type { RequestHeaders } from "../engine/request-headers.js";
import { CloseCode, type EngineWebSocket, type WebSocketHandler } from "../engine/websocket.js";
import { redactHeaders } from "./recorded-exchange.js";
import { CLOSED_MESSAGE } from "./request-handle.js";
import { MessageQueue, prepareMessage, type WebSocketMessage } from "./websocket-message.js";
import type { WebSocketLimits } from "./websocket-limits.js";

/** Messages of one client that are in the computer and that the program has not got. */
const IN_FLIGHT_MAX = 64;

/**
 * How many messages a program must have got as events, without ever receiving from the handle,
 * before no more are kept for it; for a handle that `listen` gave, the limit on bytes counts.
 */
const UNRECEIVED_MAX = 16;

/** What a client needs of the computer's WebSocket servers. */
export interface ClientContext {
  readonly computer: Pick<
    Computer,
    | "deliver"
    | "deliverNow"
    | "read"
    | "emit"
    | "isObserved"
    | "whenRoom"
    | "hasRoom"
    | "end"
    | "startTimer"
    | "cancelTimer"
  >;
  readonly limits: WebSocketLimits;
  readonly redactedHeaders: ReadonlySet<string>;
  /** Gives a client's address. */
  addressOf(source: { requestHeaders: RequestHeaders; remoteAddress: string }): string;
  /** The metatable of header tables. */
  readonly headersMetatable: LuaTable;
}

/** How a program sees a WebSocket: as one of its server, or as one that it has opened itself. */
export interface ClientRole {
  /** Where messages that were sent go, in a recording. */
  readonly sentDestination: string;
  /** Where closings go, in a recording. */
  readonly closingDestination: string;
  /** Makes what the program has of it. */
  makeHandle(client: WebSocketClient): LuaTable;
  /** Makes the event that it is connected; {@link WebSocketClient.connectTakenUp} is to be called. */
  connectEvent(client: WebSocketClient): ComputerEvent;
  /** Makes the event of a message; the three methods about messages are to be called. */
  messageEvent(client: WebSocketClient, text: string, isBinary: boolean): ComputerEvent;
  /** Makes the event of its end; {@link WebSocketClient.closedTakenUp} is to be called. */
  closedEvent(client: WebSocketClient, code: number, reason: string): ComputerEvent;
}

/** What a client needs of its server. */
export interface ClientOwner {
  readonly role: ClientRole;
  readonly number: number;
  readonly port: number;
  readonly messageBytesMax: number;
  /** The computer has taken up that it has connected. */
  clientConnected(client: WebSocketClient): void;
  /** The computer has taken up that it is gone. */
  clientGone(client: WebSocketClient): void;
}

/** What is known of a client from its handshake. */
export interface ClientHandshake {
  readonly target: string;
  readonly requestHeaders: RequestHeaders;
  readonly remoteAddress: string;
  /** The subprotocol that was agreed on; "" for none. */
  readonly protocol: string;
}

/** One client. */
export class WebSocketClient implements WebSocketHandler {
  /** Its number among the computer's clients, from 1. */
  readonly id: number;
  readonly handshake: ClientHandshake;
  /** What the program has of it. */
  readonly handle: LuaTable;
  /** Whether `listen` gave its handle, which is where a program receives from. */
  isListenedTo = false;
  readonly context: ClientContext;
  readonly #owner: ClientOwner;

  // ---- Inside
  /** From its connecting to its end, each as they are taken up. */
  #isConnected = false;
  #isClosedByProgram = false;
  /** Whether messages are kept: always once the program receives, never once it shows that it does not. */
  #keeping: "perhaps" | "always" | "never" = "perhaps";
  readonly #kept = new MessageQueue();
  /** How many messages the program has got as events. */
  #givenCount = 0;

  // ---- Outside
  /** Null before it is open, and in a replay. */
  #socket: EngineWebSocket | null = null;
  /** What has arrived and is not in the computer. */
  readonly #arrived = new MessageQueue();
  #inFlightCount = 0;
  /** How it ended, until the computer has been told. */
  #end: ComputerEvent | null = null;
  #awaitsRoom = false;
  #isPumping = false;
  #isPaused = false;

  constructor(id: number, context: ClientContext, owner: ClientOwner, handshake: ClientHandshake) {
    this.id = id;
    this.context = context;
    this.#owner = owner;
    this.handshake = handshake;
    this.handle = owner.role.makeHandle(this);
  }

  /** The port that it came in on. */
  get port(): number {
    return this.#owner.port;
  }

  /** Whether the program has it and may still expect something of it. */
  get isConnected(): boolean {
    return this.#isConnected && !this.#isClosedByProgram;
  }

  /** Whether the program has closed it. */
  get isClosedByProgram(): boolean {
    return this.#isClosedByProgram;
  }

  /** Whether a message is kept for the program. */
  get hasKept(): boolean {
    return this.#kept.length > 0;
  }

  /** See {@link ComputerEvent.describe} of its connecting. */
  describe(): PlainData {
    const { target, requestHeaders, protocol } = this.handshake;
    const headers = redactHeaders(requestHeaders.pairs, this.context.redactedHeaders);
    return [this.#owner.number, this.id, target, headers, protocol];
  }

  // ---- What the engine tells

  /** See {@link WebSocketHandler.opened}. */
  opened(socket: EngineWebSocket): void {
    this.#socket = socket;
    // There was room a moment ago, when the request to upgrade was accepted.
    if (!this.context.computer.deliverNow(this.#owner.role.connectEvent(this))) {
      socket.close(CloseCode.tryAgainLater, "");
      this.#owner.clientGone(this);
    }
  }

  /** See {@link WebSocketHandler.received}. */
  received(text: string, isBinary: boolean): void {
    if (this.#arrived.length === 0 && this.#hasRoom() && this.#deliver(text, isBinary, true))
      return;
    if (this.#isClosedByProgram || this.context.computer.end !== null) return;
    this.#arrived.push({ text, isBinary });
    this.#slowDown();
  }

  /** See {@link WebSocketHandler.pongSent}. */
  pongSent(): void {
    if (this.#socket?.isOpen === true) this.#checkUnread(this.#socket);
  }

  /** See {@link WebSocketHandler.closed}. */
  closed(code: number, reason: string): void {
    this.#end = this.#owner.role.closedEvent(this, code, reason);
    this.#pump();
  }

  // ---- What the computer tells

  /** The computer has taken up that it has connected. */
  connectTakenUp(): void {
    this.#isConnected = true;
    this.#owner.clientConnected(this);
  }

  /** The computer has taken a message up. */
  messageTakenUp(message: WebSocketMessage): void {
    if (this.#keeping === "never" || this.#isClosedByProgram) return;
    this.#kept.push(message);
    if (this.#keeping === "perhaps" && this.#isTakenFromEvents()) {
      this.#keeping = "never";
      this.#kept.clear();
    }
  }

  /** The program gets a message as an event. */
  messageGiven(): void {
    this.#givenCount++;
    this.#inFlightCount--;
    if (this.#arrived.length > 0) this.#pump();
  }

  /** A filter of the program has passed over a message. */
  messageDiscarded(): void {
    this.#inFlightCount--;
    if (this.#arrived.length > 0) this.#pump();
  }

  /** The computer has taken up that it is gone. */
  closedTakenUp(): void {
    this.#isConnected = false;
    this.#owner.clientGone(this);
  }

  // ---- What the program does

  /** Takes a message that was kept. */
  takeKept(): WebSocketMessage | undefined {
    this.#keeping = "always";
    const message = this.#kept.shift();
    if (this.#arrived.length > 0) this.#pump();
    return message;
  }

  /**
   * Checks that the program has not closed it.
   * @throws LuaError when it has
   */
  checkOpen(): void {
    if (this.#isClosedByProgram) raiseAt(CLOSED_MESSAGE, 1);
  }

  /**
   * Sends a message.
   * @param text - a byte string
   * @returns whether the client keeps up: false when it is gone or leaves too much unread
   * @throws LuaError when the message cannot be sent
   */
  send(text: string, isBinary: boolean): boolean {
    this.checkOpen();
    if (text.length > this.#owner.messageBytesMax) raiseAt("Message is too large", 1);
    const message = prepareMessage(text, isBinary);
    if (!this.#isConnected) return false;
    const { computer } = this.context;
    if (!computer.isObserved) return this.transmit(message, isBinary);
    computer.emit(this.#owner.role.sentDestination, [this.id, text, isBinary]);
    return computer.read("websocket room", () => this.transmit(message, isBinary));
  }

  /** Sends what is ready, and closes a client that leaves far too much unread. */
  transmit(message: string | Uint8Array, isBinary: boolean): boolean {
    const socket = this.#socket;
    if (socket === null) return false;
    if (socket.send(message, isBinary)) return true;
    return socket.isOpen && this.#checkUnread(socket);
  }

  /** Closes a client that leaves far too much unread; gives whether there is room for more. */
  #checkUnread(socket: EngineWebSocket): boolean {
    const { webSocketBufferBytesMax, webSocketUnreadBytesMax } = this.context.limits;
    const waiting = socket.bufferedBytes;
    if (waiting > webSocketUnreadBytesMax) {
      socket.close(CloseCode.tryAgainLater, "Too much is left unread");
      return false;
    }
    return waiting <= webSocketBufferBytesMax;
  }

  /**
   * Closes it on the program's behalf. What has arrived for it is dropped.
   * @param reason - a byte string
   */
  close(code: number, reason: string): void {
    this.checkOpen();
    this.closeQuietly(code, reason);
  }

  /** As {@link close}; nothing happens when it is closed already. */
  closeQuietly(code: number, reason: string): void {
    if (this.#isClosedByProgram) return;
    this.#isClosedByProgram = true;
    this.#kept.clear();
    if (this.#isConnected) {
      this.context.computer.emit(this.#owner.role.closingDestination, [this.id, code, reason]);
    }
    this.closeWithoutProgram(code, reason);
  }

  /** Closes the connection; the program knows nothing of it. */
  closeWithoutProgram(code: number, reason: string): void {
    this.#arrived.clear();
    this.#socket?.close(code, reason);
    this.#pump();
  }

  // ---- From outside to inside

  /** Says whether a program that has not received yet must be one that never will. */
  #isTakenFromEvents(): boolean {
    const isFull = this.#kept.bytes >= this.context.limits.webSocketQueueBytesMax;
    if (this.isListenedTo) return isFull && this.#givenCount > 0;
    return isFull || this.#givenCount >= UNRECEIVED_MAX;
  }

  #hasRoom(): boolean {
    if (this.#inFlightCount >= IN_FLIGHT_MAX || this.#awaitsRoom) return false;
    return this.#kept.bytes < this.context.limits.webSocketQueueBytesMax;
  }

  #deliver(text: string, isBinary: boolean, isNow: boolean): boolean {
    const { computer } = this.context;
    const event = this.#owner.role.messageEvent(this, text, isBinary);
    this.#inFlightCount++;
    if (isNow ? computer.deliverNow(event) : computer.deliver(event)) return true;
    this.#inFlightCount--;
    return false;
  }

  /** Hands over what has arrived, as far as there is room, and then that it has ended. */
  #pump(): void {
    // A message that is discarded at once, as it is handed over, makes room for the next.
    if (this.#isPumping) return;
    this.#isPumping = true;
    const isEmpty = this.#handOver();
    this.#isPumping = false;
    if (!isEmpty) return;
    if (this.#isPaused) {
      this.#isPaused = false;
      this.#socket?.resume();
    }
    const end = this.#end;
    if (end === null) return;
    if (this.context.computer.deliver(end)) this.#end = null;
    else this.#awaitRoom();
  }

  #handOver(): boolean {
    while (this.#hasRoom()) {
      const message = this.#arrived.shift();
      if (message === undefined) return true;
      if (this.#deliver(message.text, message.isBinary, false)) continue;
      this.#arrived.pushFirst(message);
      this.#awaitRoom();
      return false;
    }
    return this.#arrived.length === 0;
  }

  #slowDown(): void {
    const socket = this.#socket;
    if (socket === null) return;
    if (this.#hasRoom()) this.#awaitRoom();
    if (socket.canPause) {
      if (!this.#isPaused) socket.pause();
      this.#isPaused = true;
    } else if (this.#arrived.bytes > this.context.limits.webSocketBacklogBytesMax) {
      socket.close(CloseCode.tryAgainLater, "Too much is sent");
    }
  }

  /** The computer takes no more events for now: goes on when it does. */
  #awaitRoom(): void {
    if (this.#awaitsRoom) return;
    if (this.context.computer.end !== null) {
      this.#arrived.clear();
      this.#end = null;
      return;
    }
    this.#awaitsRoom = true;
    this.context.computer.whenRoom(() => {
      this.#awaitsRoom = false;
      this.#pump();
    });
  }
}
