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
import type { DeadlineEntry } from "../engine/deadline-list.js";
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
  /** Tells people of something odd in a program. */
  warn(text: string): void;
}

/** One response: what was set and written, until it is sent. */
export class ServerResponse {
  readonly #owner: ResponseOwner;
  readonly #exchange: Exchange;
  readonly #watch: DeadlineEntry;
  readonly #head = new ResponseHead();
  #body = "";
  #isClosed = false;

  /**
   * Makes a response that nothing was written to.
   * @param owner - the server
   * @param exchange - what it answers
   * @param watch - the watch over the answer, which ends when it is sent
   */
  constructor(owner: ResponseOwner, exchange: Exchange, watch: DeadlineEntry) {
    this.#owner = owner;
    this.#exchange = exchange;
    this.#watch = watch;
  }

  /** Whether the program has closed it, or it was sent for it. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  #checkOpen(): void {
    if (this.#isClosed) raiseAt(CLOSED_MESSAGE, 1);
  }

  /** Adds to the body. */
  write(text: string): void {
    this.#checkOpen();
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
    if (outcome === "ignored") {
      this.#owner.warn(`header '${key}' is set by the server; the program's value is ignored`);
    }
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

  /** Sends it. */
  close(): void {
    this.#checkOpen();
    this.send();
  }

  /** Sends what there is, on the program's behalf or because it took too long. */
  send(): void {
    this.#isClosed = true;
    this.#watch.cancelDeadline();
    if (this.#exchange.isOpen) this.#exchange.respond(this.#head, this.#body);
    this.#body = "";
  }

  /** Answers with an error instead of what was written, unless something was sent. */
  fail(status: number, retryAfterSeconds?: number): void {
    this.#isClosed = true;
    this.#watch.cancelDeadline();
    this.#body = "";
    if (!this.#exchange.isOpen) return;
    const head = refusalHead(status);
    if (retryAfterSeconds !== undefined) head.setHeader("Retry-After", String(retryAfterSeconds));
    this.#exchange.respond(head, refusalBody(status));
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
