/**
 * The arguments of `http.websocket(url)` and `http.websocketAsync`, as values or in a table. Source:
 * tweaked.cc, http.websocket.
 */
import { expectString, expectTable } from "@craftos-http/event-loop";
import { LuaTable, type LuaValue } from "@craftos-http/interpreter";
import { badField, type CallTimeouts, readHeaders, readTimeout } from "./request-call.js";

/** A WebSocket that a program asks for. */
export interface SocketCall {
  /** The URL as it was given: events carry it. */
  readonly address: string;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  /** How long the server may take for the handshake, in milliseconds; 0 for any time. */
  readonly timeoutMs: number;
}

/**
 * Reads the arguments.
 * @param url - the URL, or a table with `url`, `headers` and `timeout`
 * @param headers - a table or nil
 * @param timeouts - the times that apply
 * @throws LuaError
 */
export function readSocketCall(
  url: LuaValue,
  headers: LuaValue,
  timeouts: CallTimeouts,
): SocketCall {
  if (!(url instanceof LuaTable)) {
    const address = expectString(1, url);
    if (headers !== undefined) expectTable(2, headers);
    return { address, headers: readHeaders(headers, false), timeoutMs: timeouts.clientTimeoutMs };
  }
  const address = url.getString("url");
  if (typeof address !== "string") badField("url", "string", address);
  const fields = url.getString("headers");
  if (fields !== undefined && !(fields instanceof LuaTable)) badField("headers", "table", fields);
  const timeoutMs = readTimeout(url.getString("timeout"), timeouts);
  return { address, headers: readHeaders(fields, false), timeoutMs };
}
