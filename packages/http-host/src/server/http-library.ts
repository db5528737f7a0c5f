/**
 * The `http` table that a program sees (HTTP-API 1).
 */
import { constants } from "node:buffer";
import {
  DELAY_MS_MAX,
  expectFunction,
  expectNumber,
  expectTable,
  raiseBadArgument,
} from "@craftos-http/event-loop";
import {
  LuaTable,
  type LuaValue,
  native,
  NO_VALUES,
  raiseAt,
  typeName,
} from "@craftos-http/interpreter";
import { clientFunctions } from "../client/client-library.js";
import type { HttpClient } from "../client/http-client.js";
import type { TlsFiles } from "../engine/tls-files.js";
import type { HttpServer } from "./http-server.js";
import type { PortOptions } from "./http-server-options.js";
import { webSocketServerOptions } from "./websocket-options.js";

const PORT_MAX = 65535;

/** A program can ask for no more: a longer body would be no string any more. */
const BODY_BYTES_MAX = constants.MAX_STRING_LENGTH;

/** Reads the second argument of `http.addListener`: a table of options, or nil. */
function portOptions(value: LuaValue): PortOptions {
  if (value === undefined) return {};
  const options = expectTable(2, value);
  const { host, maxBodyBytes, timeout, tls } = {
    host: options.getString("host"),
    maxBodyBytes: options.getString("maxBodyBytes"),
    timeout: options.getString("timeout"),
    tls: options.getString("tls"),
  };
  if (host !== undefined && typeof host !== "string") badOption("host", "string", host);
  return {
    ...(host === undefined ? {} : { host }),
    ...(maxBodyBytes === undefined
      ? {}
      : { requestBodyBytesMax: Math.ceil(positive("maxBodyBytes", maxBodyBytes, BODY_BYTES_MAX)) }),
    ...(timeout === undefined
      ? {}
      : { answerTimeoutMs: Math.ceil(positive("timeout", timeout, DELAY_MS_MAX / 1000) * 1000) }),
    ...(tls === undefined ? {} : { tls: tlsFiles(tls) }),
  };
}

/** Reads the field `tls`: a table that names files of the computer, or false. */
function tlsFiles(value: LuaValue): TlsFiles | false {
  if (value === false) return false;
  if (!(value instanceof LuaTable)) badOption("tls", "table", value);
  const field = (name: string): string => {
    const text = value.getString(name);
    return typeof text === "string" ? text : badOption(`tls.${name}`, "string", text);
  };
  const passphrase = value.getString("passphrase");
  return {
    ...{ certificate: field("cert"), key: field("key") },
    ...(passphrase === undefined ? {} : { passphrase: field("passphrase") }),
  };
}

function badOption(name: string, expected: string, value: LuaValue): never {
  raiseAt(`bad field '${name}' (${expected} expected, got ${typeName(value)})`, 1);
}

/** Reads a field that is a number above 0, and at most `max`. */
function positive(name: string, value: LuaValue, max: number): number {
  if (typeof value !== "number") badOption(name, "number", value);
  if (!(value > 0 && value <= max)) raiseAt(`bad field '${name}' (out of range)`, 1);
  return value;
}

function expectPort(value: LuaValue): number {
  const port = expectNumber(1, value);
  if (!Number.isInteger(port) || port < 0 || port > PORT_MAX) {
    raiseAt("bad argument #1 (port out of range)", 1);
  }
  return port;
}

/**
 * Makes the `http` table.
 * @param server - serves the program's ports
 * @param client - makes the program's requests; without one it has none of those functions
 */
export function httpLibrary(server: HttpServer, client?: HttpClient): LuaTable {
  const made = client === undefined ? [] : clientFunctions(client);
  // One function for both: a number is a port to wait for clients on, anything else a URL.
  const openSocket = new Map(made).get("websocket");
  return LuaTable.fromFields([
    ...made,
    [
      "listen",
      native("http.listen", (port, callback) => {
        const number = expectPort(port);
        return server.listen(number, expectFunction(2, callback));
      }),
    ],
    [
      "addListener",
      native("http.addListener", (port, options) => {
        const number = expectPort(port);
        const opened = server.addListener(number, portOptions(options));
        return number === 0 ? opened : NO_VALUES;
      }),
    ],
    [
      "websocketServer",
      native("http.websocketServer", (port, options) => {
        const number = expectPort(port);
        return server.webSockets.open(number, webSocketServerOptions(options, server));
      }),
    ],
    [
      "websocket",
      native("http.websocket", (where, headers) => {
        if (typeof where === "number" || openSocket === undefined) {
          return server.webSockets.accept(expectPort(where));
        }
        if (typeof where === "string" || where instanceof LuaTable) {
          return openSocket(where, headers);
        }
        return raiseBadArgument(1, "number, string or table", where);
      }),
    ],
    ["getWorker", native("http.getWorker", () => [server.worker.index, server.worker.count])],
    [
      "removeListener",
      native("http.removeListener", (port) => {
        server.removeListener(expectNumber(1, port));
        return NO_VALUES;
      }),
    ],
  ]);
}
