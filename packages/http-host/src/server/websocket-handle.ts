/**
 * The handle of a WebSocket client that a program gets: a plain table of functions (HTTP-API 5), as
 * the handles of requests are.
 */
import { isUtf8 } from "node:buffer";
import {
  expectFiniteNumber,
  expectString,
  type EventValues,
  optionalFiniteNumber,
  raiseBadArgument,
} from "@craftos-http/event-loop";
import {
  type LuaResult,
  type LuaValue,
  NO_VALUES,
  raiseAt,
  rawToString,
  tableTemplate,
} from "@craftos-http/interpreter";
import { bytesOf } from "../engine/byte-string.js";
import { CloseCode } from "../engine/websocket.js";
import { makeHeadersTable } from "../read-handle.js";
import type { WebSocketClient } from "./websocket-client.js";
import { CLOSED_EVENT, MESSAGE_EVENT } from "./websocket-events.js";
import { type WaitSource, waitFor } from "./websocket-wait.js";

/** RFC 6455 5.5: a control frame has at most 125 bytes, two of which are the code. */
const REASON_BYTES_MAX = 123;

/** Reads the first argument of `send`: a string, or a number as Lua would write it. */
export function messageText(value: LuaValue): string {
  if (typeof value === "string") return value;
  return typeof value === "number" ? rawToString(value) : raiseBadArgument(1, "string", value);
}

/** Reads an argument that is true or false, or nil. */
export function isTruthy(value: LuaValue): boolean {
  return value !== undefined && value !== false;
}

/** RFC 6455 7.4: what an endpoint may send; the others mean something that only it can tell itself. */
function isSendableCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  return (
    (code >= 1000 && code <= 1003) ||
    (code >= 1007 && code <= 1014) ||
    (code >= 3000 && code <= 4999)
  );
}

/**
 * Reads the arguments of `close`.
 * @throws LuaError when the code or the reason may not be sent
 */
export function closing(code: LuaValue, reason: LuaValue): readonly [code: number, reason: string] {
  const number = code === undefined ? CloseCode.normal : expectFiniteNumber(1, code);
  if (!isSendableCode(number)) raiseAt("bad argument #1 (close code out of range)", 1);
  const text = reason === undefined ? "" : expectString(2, reason);
  if (text.length > REASON_BYTES_MAX) {
    raiseAt(`bad argument #2 (reason is longer than ${REASON_BYTES_MAX} bytes)`, 1);
  }
  if (!isUtf8(bytesOf(text))) raiseAt("bad argument #2 (reason is not valid UTF-8)", 1);
  return [number, text];
}

/** What `receive` waits for. */
class MessageSource implements WaitSource {
  readonly nativeName = "receive";
  readonly #client: WebSocketClient;

  constructor(client: WebSocketClient) {
    this.#client = client;
  }

  concerns(values: EventValues): boolean {
    const [name, id] = values;
    return (name === MESSAGE_EVENT || name === CLOSED_EVENT) && id === this.#client.id;
  }

  take(): LuaResult | null {
    const message = this.#client.takeKept();
    if (message !== undefined) return [message.text, message.isBinary];
    return this.#client.isConnected ? null : undefined;
  }
}

/**
 * Makes the handle of a client.
 * @param client - the client
 */
export const makeClientHandle = tableTemplate<WebSocketClient>({
  clientID: (client) => client.id,
  send: (client, handle) => (a, b, c) => {
    if (a === handle) return client.send(messageText(b), isTruthy(c));
    return client.send(messageText(a), isTruthy(b));
  },
  receive: (client, handle) => {
    const source = new MessageSource(client);
    return (a, b) => {
      client.checkOpen();
      const timeout = optionalFiniteNumber(1, a === handle ? b : a);
      return waitFor(client.context.computer, source, timeout);
    };
  },
  close: (client, handle) => (a, b, c) => {
    const [code, reason] = a === handle ? closing(b, c) : closing(a, b);
    client.close(code, reason);
    return NO_VALUES;
  },
  getURL: (client) => () => client.handshake.target,
  getRequestHeaders:
    ({ handshake, context }) =>
    () =>
      makeHeadersTable(handshake.requestHeaders, context.headersMetatable),
  getRemoteAddress: (client) => () => client.context.addressOf(client.handshake),
  getProtocol: (client) => () =>
    client.handshake.protocol === "" ? undefined : client.handshake.protocol,
});
