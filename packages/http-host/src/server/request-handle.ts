/**
 * The request handle that a program gets: a plain table of functions, like a read handle
 * (HTTP-API 2). Every function is the handle's own, so it can be copied off and called detached;
 * a first argument that is the handle itself is dropped, so `handle:method()` works too.
 */
import { optionalFiniteNumber } from "@craftos-http/event-loop";
import {
  LuaTable,
  type LuaResult,
  type LuaValue,
  native,
  NO_VALUES,
  raiseAt,
  tableTemplate,
} from "@craftos-http/interpreter";
import type { Exchange } from "../engine/engine.js";
import { canonicalHeaderName } from "../engine/header-names.js";
import type { AddressOf } from "./client-address.js";

/** What a program sees when it goes on using a closed handle. */
export const CLOSED_MESSAGE = "attempt to use a closed file";

const newHandle = tableTemplate([
  "read",
  "readLine",
  "readAll",
  "close",
  "getURL",
  "getMethod",
  "getRequestHeaders",
  "getRemoteAddress",
]);

/** Finds a header whatever the case of the name that a program uses. */
const headersMetatable = LuaTable.fromFields([
  [
    "__index",
    native("headers", (headers: LuaValue, name: LuaValue): LuaResult => {
      if (typeof name !== "string" || !(headers instanceof LuaTable)) return undefined;
      return headers.getString(canonicalHeaderName(name.toLowerCase()));
    }),
  ],
]);

/** Reading a request. */
class RequestReader {
  readonly #exchange: Exchange;
  readonly #body: string;
  readonly #target: string;
  #index = 0;
  #isClosed = false;
  #hasEnded = false;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.#body = exchange.requestBody;
    this.#target = exchange.target;
  }

  get target(): string {
    return this.#target;
  }

  get method(): string {
    return this.#exchange.method;
  }

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
    if (wanted < 0) raiseAt("bad argument #1 (count is negative)", 1);
    if (this.#index >= this.#body.length) { this.#end(); return; }
    const start = this.#index;
    this.#index = Math.min(start + Math.floor(wanted), this.#body.length);
    return this.#body.slice(start, this.#index);
  }

  /** `readLine([withTrailing])`. */
  readLine(withTrailing: LuaValue): LuaResult {
    this.#checkOpen();
    const start = this.#index;
    if (start >= this.#body.length) { this.#end(); return; }
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
      this.#end(); return;
    }
    this.#hasEnded = true;
    const start = this.#index;
    this.#index = this.#body.length;
    return start === 0 ? this.#body : this.#body.slice(start);
  }

  #end(): LuaResult {
    this.#hasEnded = true;
    return undefined;
  }

  /** `getRequestHeaders()`: a new table each time. */
  headers(): LuaTable {
    const table = new LuaTable();
    for (const [name, value] of this.#exchange.requestHeaders) table.setString(name, value);
    table.meta = headersMetatable;
    return table;
  }
}

/**
 * Makes a request handle.
 * @param exchange - the request
 * @param addressOf - gives the client's address
 */
export function makeRequestHandle(exchange: Exchange, addressOf: AddressOf): LuaTable {
  const reader = new RequestReader(exchange);
  const handle: LuaTable = newHandle([
    (a, b) => reader.read(a === handle ? b : a),
    (a, b) => reader.readLine(a === handle ? b : a),
    () => reader.readAll(),
    () => {
      reader.close();
      return NO_VALUES;
    },
    () => reader.target,
    () => reader.method,
    () => reader.headers(),
    () => addressOf(exchange),
  ]);
  return handle;
}
