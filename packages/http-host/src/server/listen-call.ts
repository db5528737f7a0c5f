/**
 * A call of `http.listen`: a frame that waits for events, gives each request of its port a coroutine
 * with the callback, and passes other events on to the callbacks that wait (HTTP-API 3).
 *
 * Each round is about one event; the call can be suspended in the middle of a callback's turn.
 */
import { EventWait } from "@craftos-http/event-loop";
import {
  Coroutine,
  firstValue,
  Frame,
  type LuaError,
  type LuaFunction,
  type LuaResult,
  type LuaValue,
  NO_VALUES,
  raise,
  resultList,
  resumeFor,
  saveFrame,
  SUSPENDED,
  type TurnEnd,
  yieldValues,
} from "@craftos-http/interpreter";
import type { OpenPort } from "./open-port.js";
import { type RequestEvent, RETRY_AFTER_SECONDS } from "./request-event.js";
import { ROOM_EVENT } from "./room-wait.js";

/** What a listen call needs of the server. */
export interface ListenCallOwner {
  /** Closes the port unless something else wants it open. It may be called again, without effect. */
  endListenCall(call: ListenCall, port: OpenPort): void;
  /** How many requests wait for a listen call of a port. */
  requestsWaiting(port: OpenPort): number;
  /** Tells people of an error in a callback. */
  callbackFailed(error: LuaError, request: RequestEvent): void;
}

/** A callback that has not returned. */
interface Handling {
  readonly coroutine: Coroutine;
  readonly request: RequestEvent;
  readonly wait: EventWait;
}

/** The events of which a callback can wait for one: those of `sleep` and of a response that has no room. */
const TOLD_APART = ["timer", ROOM_EVENT];

/** The event that ends listen calls (HTTP-API 3). */
export const STOP_EVENT = "server_stop";

/** A call of `http.listen`. */
export class ListenCall extends Frame {
  readonly #owner: ListenCallOwner;
  readonly #port: OpenPort;
  readonly #callback: LuaFunction;
  /** Callbacks that wait for events. */
  readonly #handlings: Handling[] = [];
  /** The event that the round is about. */
  #event: LuaResult = NO_VALUES;
  /** The index of the handling whose turn it is, or -1 while the call waits for an event. */
  #index = -1;
  #isStopping = false;
  readonly #turnEnd: TurnEnd = {
    name: "http.listen",
    wantsTraceback: true,
    succeed: (result) => result,
    fail: (error) => {
      this.#failed = error;
      return NO_VALUES;
    },
  };
  #failed: LuaError | null = null;

  constructor(owner: ListenCallOwner, port: OpenPort, callback: LuaFunction) {
    super();
    this.#owner = owner;
    this.#port = port;
    this.#callback = callback;
  }

  override get nativeName(): string {
    return "http.listen";
  }

  override resume(result: LuaResult): LuaResult {
    if (this.#index < 0) this.#beginRound(result);
    else this.#settle(result);
    return this.run();
  }

  /** Runs until the server has stopped, or the call is suspended. */
  run(): LuaResult {
    if (!this.#finishRound()) return SUSPENDED;
    if (this.#isDone()) return NO_VALUES;
    this.#index = -1;
    yieldValues(NO_VALUES);
    return saveFrame(this);
  }

  /** Whether the server has stopped and every request that came in has been handled. */
  #isDone(): boolean {
    if (!this.#isStopping && this.#port.isOpen && this.#port.listenCall === this) return false;
    this.#stop();
    if (this.#handlings.length > 0) return false;
    // When another call has taken over, what waits is for that one.
    if (this.#port.listenCall !== null) return true;
    this.#port.isFinishing = this.#owner.requestsWaiting(this.#port) > 0;
    return !this.#port.isFinishing;
  }

  /** Accepts no more; requests that have come in are still handled. */
  #stop(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#port.isFinishing = true;
    this.#owner.endListenCall(this, this.#port);
  }

  /** Gives up: callbacks that wait are not carried on, so their clients need not wait either. */
  #terminate(): never {
    this.#port.isFinishing = false;
    this.#owner.endListenCall(this, this.#port);
    for (const { request } of this.#handlings) {
      request.response.fail(503, RETRY_AFTER_SECONDS);
    }
    raise("Terminated");
  }

  #beginRound(event: LuaResult): void {
    this.#event = event;
    this.#index = 0;
    const name = firstValue(event);
    if (name === "terminate") this.#terminate();
    const values = resultList(event);
    if (name === STOP_EVENT && (values[1] === undefined || values[1] === this.#port.number)) {
      this.#stop();
      return;
    }
    const request = this.#port.take(values, this);
    if (request === null) return;
    // The request is the new callback's alone; nobody else's turn comes in this round.
    this.#handlings.push({
      coroutine: new Coroutine(this.#callback),
      request,
      wait: new EventWait(TOLD_APART),
    });
    this.#event = [values[2], values[3]];
    this.#index = this.#handlings.length - 1;
  }

  /** Gives the callbacks that are left in this round their turns. Says whether all had them. */
  #finishRound(): boolean {
    if (this.#index < 0) return true;
    while (this.#index < this.#handlings.length) {
      const handling = this.#handlings[this.#index]!;
      if (!handling.wait.wants(this.#event)) {
        this.#index++;
        continue;
      }
      const result = resumeFor(handling.coroutine, this.#event, this.#turnEnd);
      if (result === SUSPENDED) {
        saveFrame(this);
        return false;
      }
      this.#settle(result);
    }
    return true;
  }

  /** Notes what a callback did in its turn and passes on to the next. */
  #settle(result: LuaResult): void {
    const handling = this.#handlings[this.#index]!;
    if (handling.coroutine.status !== "dead") {
      handling.wait.note(resultList(result));
      this.#index++;
      return;
    }
    if (this.#index === this.#handlings.length - 1) this.#handlings.pop();
    else this.#handlings.splice(this.#index, 1);
    const error = this.#failed;
    this.#failed = null;
    if (error !== null) this.#owner.callbackFailed(error, handling.request);
    handling.request.callbackEnded();
    if (error !== null) return;
    const answer: LuaValue = firstValue(result);
    if (answer !== undefined && answer !== false) this.#stop();
  }
}
