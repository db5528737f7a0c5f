/**
 * The request handle that a program gets: a plain table of functions, like a read handle
 * (HTTP-API 2). Every function is the handle's own, so it can be copied off and called detached;
 * a first argument that is the handle itself is dropped, so `handle:method()` works too.
 */
import { optionalFiniteNumber } from "@craftos-http/event-loop";
import {
  type LuaResult,
  type LuaTable,
  type LuaValue,
  raiseAt,
  tableTemplate,
} from "@craftos-http/interpreter";
import type { Exchange } from "../engine/engine.js";
import type { RequestHeaders } from "../engine/request-headers.js";
import {
  CLOSING_FIELD,
  makeHeadersMetatable,
  makeHeadersTable,
  READING_FIELDS,
} from "../read-handle.js";
import type { AddressOf } from "./client-address.js";

/** What a program sees when it goes on using a closed handle. */
export const CLOSED_MESSAGE = "attempt to use a closed file";

/** What the request handles of one computer share. */
export interface RequestContext {
  /** Gives the client's address. */
  readonly addressOf: AddressOf;
  /** The metatable of header tables; a program can reach it, so computers do not share it. */
  readonly headersMetatable: LuaTable;
}

/**
 * Makes what the request handles of one computer share.
 * @param addressOf - gives the client's address
 */
export function makeRequestContext(addressOf: AddressOf): RequestContext {
  return { addressOf, headersMetatable: makeHeadersMetatable() };
}

/** A request that a program may read through a handle. */
export interface ReadableRequest {
  /** The request as the engine knows it. */
  readonly exchange: Exchange;
  /** What is the same for all requests. */
  readonly context: RequestContext;
  /**
   * Whether nobody is expected to look at the request any more. What was not read before may be gone,
   * so asking for it is an error then, whether the engine happens to have it or not.
   */
  readonly isForgotten: boolean;
  /** Reads it: the same one whenever it is asked for. */
  readonly reader: RequestReader;
}

/** A request as a program reads it. */
export class RequestReader {
  readonly #request: ReadableRequest;
  readonly #body: string;
  #index = 0;
  #isClosed = false;
  #hasEnded = false;
  #headers: RequestHeaders | undefined = undefined;
  #address: string | undefined = undefined;

  /**
   * Reads a request from the start.
   * @param request - the request
   */
  constructor(request: ReadableRequest) {
    this.#request = request;
    this.#body = request.exchange.requestBody;
  }

  /** `close()`. */
  close(): void {
    this.#isClosed = true;
  }

  #checkOpen(): void {
    if (this.#isClosed) raiseAt(CLOSED_MESSAGE, 1);
  }

  /** `read([count])`: one byte as a string, or up to `count`. */
  read(count: LuaValue): LuaResult {
    this.#checkOpen();
    const wanted = optionalFiniteNumber(1, count) ?? 1;
    if (wanted < 0) raiseAt("Cannot read a negative number of bytes", 1);
    if (this.#index >= this.#body.length) return this.#end();
    const start = this.#index;
    this.#index = Math.min(start + Math.floor(wanted), this.#body.length);
    return this.#body.slice(start, this.#index);
  }

  /** `readLine([withTrailing])`. */
  readLine(withTrailing: LuaValue): LuaResult {
    this.#checkOpen();
    const start = this.#index;
    if (start >= this.#body.length) return this.#end();
    const newline = this.#body.indexOf("\n", start);
    const end = newline < 0 ? this.#body.length : newline + 1;
    this.#index = end;
    if (withTrailing !== undefined && withTrailing !== false) return this.#body.slice(start, end);
    if (newline < 0) return this.#body.slice(start, end);
    const hasReturn = newline > start && this.#body[newline - 1] === "\r";
    return this.#body.slice(start, hasReturn ? newline - 1 : newline);
  }

  /** `readAll()`: the rest; "" for an empty body the first time, nil after the end. */
  readAll(): LuaResult {
    this.#checkOpen();
    if (this.#index >= this.#body.length && (this.#hasEnded || this.#body !== "")) {
      return this.#end();
    }
    this.#hasEnded = true;
    const start = this.#index;
    this.#index = this.#body.length;
    return start === 0 ? this.#body : this.#body.slice(start);
  }

  #end(): LuaValue {
    this.#hasEnded = true;
    return undefined;
  }

  /** `getRequestHeaders()`: a new table each time. */
  headers(): LuaTable {
    const { exchange, context } = this.#request;
    this.#headers ??= this.#unlessForgotten("headers", () => exchange.requestHeaders);
    return makeHeadersTable(this.#headers, context.headersMetatable);
  }

  /** `getRemoteAddress()`. */
  address(): string {
    const { exchange, context } = this.#request;
    return (this.#address ??= this.#unlessForgotten("client's address", () =>
      context.addressOf(exchange),
    ));
  }

  #unlessForgotten<T>(what: string, get: () => T): T {
    if (!this.#request.isForgotten) return get();
    raiseAt(
      `the request's ${what} cannot be read any more: the response is closed and ` +
        "the callback has returned",
      1,
    );
  }
}

/**
 * Makes a request handle.
 * @param request - what it reads
 */
export const makeRequestHandle = tableTemplate<ReadableRequest>({
  ...READING_FIELDS,
  ...CLOSING_FIELD,
  getURL: (request) => () => request.exchange.target,
  getMethod: (request) => () => request.exchange.method,
  getRequestHeaders:
    ({ reader }) =>
    () =>
      reader.headers(),
  getRemoteAddress:
    ({ reader }) =>
    () =>
      reader.address(),
});
