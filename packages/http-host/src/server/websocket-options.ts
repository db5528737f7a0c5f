/**
 * The second argument of `http.websocketServer`: header fields of the handshake's response, or
 * options, among which they are (HTTP-API 5).
 */
import { DELAY_MS_MAX, expectTable } from "@craftos-http/event-loop";
import { LuaTable, type LuaValue, raiseAt, rawToString, typeName } from "@craftos-http/interpreter";
import { isAscii } from "../engine/byte-string.js";
import { ResponseHead } from "../engine/response-head.js";
import { HostError } from "../host-error.js";

/** How one WebSocket server differs from others. */
export interface WebSocketServerOptions {
  /** The address to listen on, if the port is not open yet. */
  readonly host?: string;
  /** Header fields of the handshake's response: name, value, name, value. */
  readonly pairs: readonly string[];
  /** Subprotocols, the preferred first. */
  readonly protocols: readonly string[];
  /** Whether to agree on compression. */
  readonly compresses: boolean;
  /** Most bytes of a message. */
  readonly messageBytesMax?: number;
  /** Silence after which a client is dropped, in milliseconds. */
  readonly idleTimeoutMs?: number;
}

/** Who is told of header fields that a program cannot set. */
export interface HeaderWatcher {
  /** A header field is ignored. */
  headerIgnored(name: string): void;
}

const OPTION_NAMES = new Set([
  "headers",
  "protocols",
  "compression",
  "host",
  "maxMessageBytes",
  "idleTimeout",
]);

/** The handshake's own (RFC 6455 4.2.2). */
const HANDSHAKE_FIELD = /^(?:upgrade|sec-websocket-.*)$/;

// RFC 6455 4.1: a subprotocol is a token (RFC 9110 5.6.2).
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A longer message would be no string any more, and uWebSockets.js has no room for more. */
const MESSAGE_BYTES_MAX = 2 ** 29;

/**
 * Reads the argument.
 * @param value - a table, or nil
 * @param watcher - told of header fields that are ignored
 */
export function webSocketServerOptions(
  value: LuaValue,
  watcher: HeaderWatcher,
): WebSocketServerOptions {
  if (value === undefined) return { pairs: [], protocols: [], compresses: false };
  const table = expectTable(2, value);
  const entries = entriesOf(table);
  if (!entries.some(([name]) => OPTION_NAMES.has(name))) {
    return { pairs: headerPairs(entries, watcher), protocols: [], compresses: false };
  }
  for (const [name] of entries) {
    if (!OPTION_NAMES.has(name)) raiseAt(`bad field '${name}' (there is no such option)`, 1);
  }
  return readOptions(table, watcher);
}

function readOptions(table: LuaTable, watcher: HeaderWatcher): WebSocketServerOptions {
  const compression = table.getString("compression");
  if (compression !== undefined && typeof compression !== "boolean") {
    badField("compression", "boolean", compression);
  }
  const host = table.getString("host");
  if (host !== undefined && typeof host !== "string") badField("host", "string", host);
  const headers = table.getString("headers");
  if (headers !== undefined && !(headers instanceof LuaTable))
    badField("headers", "table", headers);
  const maxMessageBytes = positive(table, "maxMessageBytes", MESSAGE_BYTES_MAX);
  const idleTimeout = positive(table, "idleTimeout", DELAY_MS_MAX / 1000);
  return {
    pairs: headers === undefined ? [] : headerPairs(entriesOf(headers), watcher),
    protocols: protocolsOf(table.getString("protocols")),
    compresses: compression ?? false,
    ...(host === undefined ? {} : { host }),
    ...(maxMessageBytes === undefined ? {} : { messageBytesMax: Math.ceil(maxMessageBytes) }),
    ...(idleTimeout === undefined ? {} : { idleTimeoutMs: Math.ceil(idleTimeout * 1000) }),
  };
}

function entriesOf(table: LuaTable): (readonly [name: string, value: LuaValue])[] {
  const entries: (readonly [string, LuaValue])[] = [];
  let position = table.nextPosition(0);
  while (position >= 0) {
    const key = table.keyAt(position);
    if (typeof key !== "string") raiseAt("bad argument #2 (table keys must be strings)", 1);
    entries.push([key, table.valueAt(position)]);
    position = table.nextPosition(position + 1);
  }
  return entries;
}

function headerPairs(
  entries: readonly (readonly [name: string, value: LuaValue])[],
  watcher: HeaderWatcher,
): readonly string[] {
  const head = new ResponseHead();
  for (const [name, value] of entries) {
    const values = headerValues(name, value);
    if (HANDSHAKE_FIELD.test(name.toLowerCase())) {
      watcher.headerIgnored(name);
      continue;
    }
    try {
      if (head.setHeader(name, values) === "ignored") watcher.headerIgnored(name);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      raiseAt(`bad argument #2 (${error.message})`, 1);
    }
  }
  return head.pairs;
}

function headerValues(name: string, value: LuaValue): readonly string[] {
  const values = value instanceof LuaTable ? listOf(value) : [value];
  return values.map((one) => {
    if (typeof one === "number") return rawToString(one);
    if (typeof one !== "string") badField(name, "string", one);
    if (!isAscii(one)) raiseAt(`bad field '${name}' (only ASCII can be sent in a handshake)`, 1);
    return one;
  });
}

function listOf(table: LuaTable): LuaValue[] {
  const values: LuaValue[] = [];
  for (let position = 1; position <= table.length(); position++) {
    values.push(table.getNumber(position));
  }
  return values;
}

function protocolsOf(value: LuaValue): readonly string[] {
  if (value === undefined) return [];
  if (!(value instanceof LuaTable)) return badField("protocols", "table", value);
  return listOf(value).map((protocol) => {
    if (typeof protocol !== "string") return badField("protocols", "list of strings", protocol);
    if (!TOKEN.test(protocol)) raiseAt("bad field 'protocols' (a protocol is no token)", 1);
    return protocol;
  });
}

function positive(table: LuaTable, name: string, max: number): number | undefined {
  const value = table.getString(name);
  if (value === undefined) return undefined;
  if (typeof value !== "number") badField(name, "number", value);
  if (!(value > 0 && value <= max)) raiseAt(`bad field '${name}' (out of range)`, 1);
  return value;
}

function badField(name: string, expected: string, value: LuaValue): never {
  raiseAt(`bad field '${name}' (${expected} expected, got ${typeName(value)})`, 1);
}
