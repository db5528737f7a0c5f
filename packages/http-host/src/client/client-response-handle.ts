/**
 * The handle of a response that a program has received: a plain table of functions. Source:
 * tweaked.cc, http.Response. A first argument that is the handle itself is dropped, so
 * `handle:method()` works too.
 */
import { type LuaTable, tableTemplate } from "@craftos-http/interpreter";
import { RequestHeaders } from "../engine/request-headers.js";
import { CLOSING_FIELD, makeHeadersTable, READING_FIELDS } from "../read-handle.js";
import { BodyReader } from "./body-reader.js";
import type { IncomingResponse } from "./transport.js";

/** What a handle is made of. */
interface ReceivedResponse extends Pick<IncomingResponse, "status" | "reason" | "headers"> {
  /** Reads its body. */
  readonly reader: BodyReader;
  /** See {@link makeHeadersMetatable}. */
  readonly headersMetatable: LuaTable;
}

const newHandle = tableTemplate<ReceivedResponse>({
  ...READING_FIELDS,
  seek:
    ({ reader }, handle) =>
    (a, b, c) =>
      a === handle ? reader.seek(b, c) : reader.seek(a, b),
  ...CLOSING_FIELD,
  getResponseCode:
    ({ status, reason }) =>
    () => [status, reason],
  getResponseHeaders:
    ({ headers, headersMetatable }) =>
    () =>
      makeHeadersTable(new RequestHeaders(headers), headersMetatable),
});

/**
 * Makes a handle.
 * @param response - what was received
 * @param isBinary - whether `read()` gives a number
 * @param headersMetatable - see {@link makeHeadersMetatable}
 */
export function makeClientResponseHandle(
  response: Pick<IncomingResponse, "status" | "reason" | "headers" | "body">,
  isBinary: boolean,
  headersMetatable: LuaTable,
): LuaTable {
  const { status, reason, headers, body } = response;
  const reader = new BodyReader(body, isBinary);
  return newHandle({ status, reason, headers, reader, headersMetatable });
}
