/**
 * A port that the program has open, and the requests on it that a `http.listen` call has yet to
 * take up. Both `http.listen` and `http.addListener` may want the same port open.
 */
import { LuaTable, type LuaValue } from "@craftos-http/interpreter";
import { DeadlineList, type Repeat } from "../engine/deadline-list.js";
import type { Listener } from "../engine/engine.js";
import type { WebSocketAcceptor } from "../engine/websocket.js";
import type { PortOptions } from "./http-server-options.js";
import { REQUEST_EVENT, type RequestEvent } from "./request-event.js";

/** One open port. */
export class OpenPort {
  /** Its number, never 0. */
  readonly number: number;
  /** Whether `http.addListener` wants it open. */
  isBackground = false;
  /** Whether it still accepts requests. */
  isOpen = true;
  /** The `http.listen` call that wants it open and takes its requests: the latest one. */
  listenCall: object | null = null;
  /** The WebSocket server that wants it open. */
  webSocketServer: WebSocketAcceptor | null = null;
  /** Whether it is one of a recording, to which nobody can connect. */
  isRecorded = false;
  /** Whether a listen call that stops has yet to handle what came in before. */
  isFinishing = false;
  /** How it differs from others. */
  readonly options: PortOptions;
  readonly #listener: Listener;
  /** Requests that came in while a listen call wanted them and that the computer has not taken up. */
  #announcedCount = 0;
  /** The request that was taken up last: the one that is most often asked for. */
  #newest: RequestEvent | null = null;
  /** Requests that wait for the listen call, by their request handle. */
  readonly #waiting = new Map<LuaTable, RequestEvent>();

  /** Requests that the program has and has not answered. */
  readonly unanswered: DeadlineList<RequestEvent>;
  /** Requests whose response the program sends while it is being made, and has not ended. */
  readonly streams = new Set<RequestEvent>();

  /**
   * Takes charge of a port.
   * @param listener - the engine's part
   * @param options - how it differs from others
   * @param answerTimeoutMs - how long a request may go unanswered
   * @param onUnanswered - called with a request that went unanswered for longer
   * @param repeat - whose time it is; default Node's
   */
  constructor(
    listener: Listener,
    options: PortOptions,
    answerTimeoutMs: number,
    onUnanswered: (event: RequestEvent) => void,
    repeat?: Repeat,
  ) {
    this.#listener = listener;
    this.number = listener.port;
    this.options = options;
    const times = { timeoutMs: answerTimeoutMs, tickMs: answerTimeoutMs };
    this.unanswered = new DeadlineList({ ...times, onExpired: onUnanswered, repeat });
  }

  /** The address and port for people. */
  get address(): string {
    const { host, port } = this.#listener;
    return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  }

  /** Whether anything of the program wants it open. */
  get isWanted(): boolean {
    return this.takesRequests || this.webSocketServer !== null;
  }

  /** Whether requests are for the program; else it is a port for WebSockets only. */
  get takesRequests(): boolean {
    return this.isBackground || this.listenCall !== null;
  }

  /** Sets who takes WebSockets from now on. */
  acceptWebSockets(server: WebSocketAcceptor | null): void {
    this.webSocketServer = server;
    this.#listener.acceptWebSockets(server ?? undefined);
  }

  /** How many requests wait for the listen call, whether the computer has taken them up or not. */
  get waitingCount(): number {
    return this.#announcedCount + this.#waiting.size + (this.#newest === null ? 0 : 1);
  }

  /** A request has come in that a listen call wants. */
  announce(event: RequestEvent): void {
    event.isWaiting = event.isAnnounced = true;
    this.#announcedCount++;
  }

  /** A request that was announced will not be, or is, taken up. */
  unannounce(event: RequestEvent): void {
    if (!event.isAnnounced) return;
    event.isAnnounced = false;
    this.#announcedCount--;
  }

  /** The computer takes a request up: offers it to the listen call, if there is one. */
  offer(event: RequestEvent): void {
    this.unannounce(event);
    event.isWaiting = this.listenCall !== null || this.isFinishing;
    if (!event.isWaiting) return;
    if (this.#newest !== null) this.#waiting.set(this.#newest.requestHandle, this.#newest);
    this.#newest = event;
  }

  /** A request is not for the listen call any more: it was taken up or answered without it. */
  withdraw(event: RequestEvent): void {
    event.isWaiting = false;
    this.unannounce(event);
    if (this.#newest === event) this.#newest = null;
    else this.#waiting.delete(event.requestHandle);
  }

  /**
   * Takes up the request of an event, if it is one of this port that nobody has taken up.
   * @param values - an event's values
   * @param listenCall - who takes it; must be the latest call, or the last one there was
   */
  take(values: readonly LuaValue[], listenCall: object): RequestEvent | null {
    if (values[0] !== REQUEST_EVENT || values[1] !== this.number) return null;
    if (this.listenCall !== listenCall && this.listenCall !== null) return null;
    const handle = values[2];
    if (!(handle instanceof LuaTable)) return null;
    const newest = this.#newest;
    const event = newest?.requestHandle === handle ? newest : this.#waiting.get(handle);
    if (event === undefined) return null;
    this.withdraw(event);
    return event;
  }

  /** Stops accepting; the port is free when this returns. Requests in flight can be answered. */
  close(): void {
    this.isOpen = false;
    this.#listener.close();
  }

  /** As {@link close}, without the program knowing of it yet. */
  stopAccepting(): void {
    this.#listener.close();
  }

  /** Reads its certificate again; throws HostError when it is broken. */
  reloadTls(): void {
    this.#listener.reloadTls();
  }

  /** Drops all connections. */
  terminate(): void {
    this.isOpen = false;
    this.#listener.terminate();
  }

  /** Waits until it is closed and nothing is pending. */
  drained(): Promise<void> {
    return this.#listener.drained();
  }
}
