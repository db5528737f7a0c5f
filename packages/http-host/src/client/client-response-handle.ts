/**
 * The handle of a response that a program has received: a plain table of functions. Source:
 * tweaked.cc, http.Response. A first argument that is the handle itself is dropped, so
 * `handle:method()` works too.
 */
import { LuaTable, native, NO_VALUES, tableTemplate } from "@craftos-http/interpreter";
import { canonicalHeaderName } from "../engine/header-names.js";
import { RequestHeaders } from "../engine/request-headers.js";
import { BodyReader } from "./body-reader.js";
import type { IncomingResponse } from "./transport.js";

/**
 * Makes the metatable of header tables, through which names are found in any case. A program can
 * reach it, so computers do not share it.
 */
export function makeHeadersMetatable(): LuaTable {
  const find = native("headers", (headers, name) =>
    typeof name === "string" && headers instanceof LuaTable
      ? headers.getString(canonicalHeaderName(name.toLowerCase()))
      : undefined,
  );
  return LuaTable.fromFields([["__index", find]]);
}

/** What a handle is made of. */
interface ReceivedResponse extends Pick<IncomingResponse, "status" | "reason" | "headers"> {
  /** Reads its body. */
  readonly reader: BodyReader;
  /** See {@link makeHeadersMetatable}. */
  readonly headersMetatable: LuaTable;
}

const newHandle = tableTemplate<ReceivedResponse>({
  read:
    ({ reader }, handle) =>
    (a, b) =>
      reader.read(a === handle ? b : a),
  readLine:
    ({ reader }, handle) =>
    (a, b) =>
      reader.readLine(a === handle ? b : a),
  readAll:
    ({ reader }) =>
    () =>
      reader.readAll(),
  seek:
    ({ reader }, handle) =>
    (a, b, c) =>
      a === handle ? reader.seek(b, c) : reader.seek(a, b),
  close:
    ({ reader }) =>
    () => {
      reader.close();
      return NO_VALUES;
    },
  getResponseCode:
    ({ status, reason }) =>
    () => [status, reason],
  getResponseHeaders:
    ({ headers, headersMetatable }) =>
    () => {
      const table = new LuaTable();
      for (const [name, value] of new RequestHeaders(headers)) table.setString(name, value);
      table.meta = headersMetatable;
      return table;
    },
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
