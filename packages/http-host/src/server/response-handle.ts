/**
 * The response handle that a program gets: a plain table of functions, like a write handle
 * (HTTP-API 2). Nothing is sent before it is closed.
 */
import { expectNumber, expectString, raiseBadArgument } from "@craftos-http/event-loop";
import {
  LuaTable,
  type LuaValue,
  NO_VALUES,
  raiseAt,
  rawToString,
  tableTemplate,
} from "@craftos-http/interpreter";
import type { Exchange } from "../engine/engine.js";
import { ResponseHead } from "../engine/response-head.js";
import { refusalBody, refusalHead } from "../engine/response-framing.js";
import { HostError } from "../host-error.js";
import { CLOSED_MESSAGE } from "./request-handle.js";

const newHandle = tableTemplate([
  "write",
  "writeLine",
  "setStatusCode",
  "setResponseHeader",
  "close",
]);

/** What a response needs of the server. */
export interface ResponseOwner {
  /** Most bytes that a response may have. */
  readonly responseBytesMax: number;
  /** Tells people that a program sets a header which only the server sends. */
  headerIgnored(name: string): void;
}

/** Who waits for a response. */
export interface ResponseWatcher {
  /** It is known what will be sent: nothing that the program does changes it any more. */
  responseSettled(): void;
  /** The program is done with it, by closing it or otherwise: what it would have sent. */
  responseFinished(head: ResponseHead, body: string): void;
}

/**
 * One response: what was set and written, until it is sent.
 *
 * It is settled once: by the program that closes it, or without it when it takes too long or fails.
 * While the request is being delivered a settled response is held back, so that the request can be
 * read to the end of that turn; it would go out no earlier anyway.
 *
 * What the program sees of it is finished apart: when it takes too long, that happens at the
 * program's next wait, so that a recording of the run need not know the moment.
 */
export class ServerResponse {
  readonly #owner: ResponseOwner;
  readonly #exchange: Exchange;
  readonly #watcher: ResponseWatcher;
  #head = new ResponseHead();
  #body = "";
  #isClosed = false;
  #isSettled = false;
  #isFinished = false;
  #isHeld = true;

  /**
   * Makes a response that nothing was written to, held back.
   * @param owner - the server
   * @param exchange - what it answers
   * @param watcher - told when it is settled
   */
  constructor(owner: ResponseOwner, exchange: Exchange, watcher: ResponseWatcher) {
    this.#owner = owner;
    this.#exchange = exchange;
    this.#watcher = watcher;
  }

  /** Whether nothing that the program does has an effect any more. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Whether it is known what will be sent. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  #checkOpen(): void {
    if (this.#isClosed) raiseAt(CLOSED_MESSAGE, 1);
  }

  /** Adds to the body. */
  write(text: string): void {
    this.#checkOpen();
    if (this.#isFinished) return;
    const body = this.#body + text;
    if (body.length > this.#owner.responseBytesMax) {
      raiseAt(`response is larger than the limit of ${this.#owner.responseBytesMax} bytes`, 1);
    }
    this.#body = body;
  }

  /** Sets the status. */
  setStatus(code: LuaValue, reason: LuaValue): void {
    this.#checkOpen();
    const status = expectNumber(1, code);
    const phrase = reason === undefined ? undefined : expectString(2, reason);
    this.#valid(() => this.#head.setStatus(status, phrase), {
      STATUS_OUT_OF_RANGE: "bad argument #1 (status code out of range)",
      REASON_INVALID: "bad argument #2 (control character in reason)",
    });
  }

  /** Sets a header: one value, or a table of them to send it several times. */
  setHeader(name: LuaValue, value: LuaValue): void {
    this.#checkOpen();
    const key = expectString(1, name);
    const values = headerValues(value);
    const outcome = this.#valid(() => this.#head.setHeader(key, values), {
      HEADER_NAME_INVALID: "bad argument #1 (invalid header name)",
      HEADER_VALUE_INVALID: "bad argument #2 (control character in header value)",
    });
    if (outcome === "ignored") this.#owner.headerIgnored(key);
  }

  #valid<T>(set: () => T, messages: Readonly<Record<string, string>>): T {
    try {
      return set();
    } catch (error) {
      const message = error instanceof HostError ? messages[error.code] : undefined;
      if (message === undefined) throw error;
      raiseAt(message, 1);
    }
  }

  /** `close()`: sends it, unless it was settled without the program. */
  close(): void {
    this.#checkOpen();
    this.#isClosed = true;
    this.#finish();
  }

  /** Answers with an error instead of what was written, unless the program is done with it. */
  fail(status: number, retryAfterSeconds?: number): void {
    if (this.#isFinished) return;
    this.#refuse(status, retryAfterSeconds);
    this.#finish();
  }

  /**
   * Sends what there is; nobody can wait for the program any longer. The program may go on, without
   * effect.
   */
  settleWithoutProgram(): void {
    this.#settle();
  }

  /** As {@link settleWithoutProgram}, with an error instead of what was written. */
  failWithoutProgram(status: number, retryAfterSeconds?: number): void {
    if (this.#isSettled) return;
    const [head, body] = [this.#head, this.#body];
    this.#refuse(status, retryAfterSeconds);
    this.#settle();
    // The program, which knows nothing of it, goes on with its own.
    [this.#head, this.#body] = [head, body];
  }

  /** From here on the program's part has no effect on the program either. */
  abandon(): void {
    this.#isFinished = true;
    this.#body = "";
  }

  /** Holds it back no longer. */
  release(): void {
    this.#isHeld = false;
    if (this.#isSettled) this.#send();
  }

  #refuse(status: number, retryAfterSeconds?: number): void {
    this.#head = refusalHead(status);
    if (retryAfterSeconds !== undefined) {
      this.#head.setHeader("Retry-After", String(retryAfterSeconds));
    }
    this.#body = refusalBody(status);
  }

  /** The program is done with it. */
  #finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#watcher.responseFinished(this.#head, this.#body);
    this.#settle();
    if (!this.#isHeld) this.#body = "";
  }

  #settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#watcher.responseSettled();
    if (!this.#isHeld) this.#send();
  }

  #send(): void {
    if (this.#exchange.isOpen) this.#exchange.respond(this.#head, this.#body);
    if (this.#isFinished) this.#body = "";
  }
}

/** Converts the value of a header. */
function headerValues(value: LuaValue): string | string[] {
  if (typeof value === "string") return value;
  if (typeof value === "number") return rawToString(value);
  if (!(value instanceof LuaTable)) return raiseBadArgument(2, "string", value);
  const values: string[] = [];
  for (let position = 1; position <= value.length(); position++) {
    const one = value.getNumber(position);
    if (typeof one !== "string" && typeof one !== "number") {
      raiseAt(`bad argument #2 (string expected at index ${position})`, 1);
    }
    values.push(rawToString(one));
  }
  return values;
}

/** Joins the arguments of `write`: strings and numbers. */
function textOf(values: readonly LuaValue[], handle: LuaTable, end: string): string {
  const start = values[0] === handle ? 1 : 0;
  const first = values[start];
  if (typeof first === "string" && values.length === start + 1) return first + end;
  let text = "";
  for (let i = start; i < values.length || i === start; i++) {
    const value = values[i];
    if (typeof value !== "string" && typeof value !== "number") {
      raiseBadArgument(i - start + 1, "string", value);
    }
    text += rawToString(value);
  }
  return text + end;
}

/** Makes the handle of a response. */
export function makeResponseHandle(response: ServerResponse): LuaTable {
  const handle: LuaTable = newHandle([
    (...values) => {
      response.write(textOf(values, handle, ""));
      return NO_VALUES;
    },
    (...values) => {
      response.write(textOf(values, handle, "\n"));
      return NO_VALUES;
    },
    (a, b, c) => {
      if (a === handle) response.setStatus(b, c);
      else response.setStatus(a, b);
      return NO_VALUES;
    },
    (a, b, c) => {
      if (a === handle) response.setHeader(b, c);
      else response.setHeader(a, b);
      return NO_VALUES;
    },
    () => {
      response.close();
      return NO_VALUES;
    },
  ]);
  return handle;
}
