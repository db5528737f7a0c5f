/**
 * The response handle that a program gets: a plain table of functions, like a write handle
 * (HTTP-API 2). What they do is in `server-response.ts`.
 */
import { raiseBadArgument } from "@craftos-http/event-loop";
import {
  type LuaResult,
  type LuaTable,
  type LuaValue,
  NO_VALUES,
  rawToString,
  tableTemplate,
} from "@craftos-http/interpreter";
import { waitForRoom } from "./room-wait.js";
import type { ServerResponse } from "./server-response.js";

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

function write(response: ServerResponse, text: string): LuaResult {
  return response.write(text) ? waitForRoom(response, false) : NO_VALUES;
}

/** Makes the handle of a response. */
export const makeResponseHandle = tableTemplate<ServerResponse>({
  write:
    (response, handle) =>
    (...values) =>
      write(response, textOf(values, handle, "")),
  writeLine:
    (response, handle) =>
    (...values) =>
      write(response, textOf(values, handle, "\n")),
  setStatusCode: (response, handle) => (a, b, c) => {
    if (a === handle) response.setStatus(b, c);
    else response.setStatus(a, b);
    return NO_VALUES;
  },
  setResponseHeader: (response, handle) => (a, b, c) => {
    if (a === handle) response.setHeader(b, c);
    else response.setHeader(a, b);
    return NO_VALUES;
  },
  flush: (response) => () => {
    response.flush();
    return waitForRoom(response, true);
  },
  close: (response) => () => {
    response.close();
    return NO_VALUES;
  },
});
