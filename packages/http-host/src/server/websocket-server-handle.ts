/**
 * The handle of a WebSocket server that a program gets (HTTP-API 5).
 */
import { optionalFiniteNumber, raiseBadArgument } from "@craftos-http/event-loop";
import {
  LuaTable,
  type LuaValue,
  NO_VALUES,
  raiseAt,
  tableTemplate,
} from "@craftos-http/interpreter";
import { CLOSED_MESSAGE } from "./request-handle.js";
import { isTruthy, messageText } from "./websocket-handle.js";
import type { WebSocketServer } from "./websocket-server.js";
import { waitFor } from "./websocket-wait.js";

/**
 * Makes the handle of a server.
 * @param server - the server
 */
export const makeServerHandle = tableTemplate<WebSocketServer>({
  port: (server) => server.port,
  listen: (server, handle) => (a, b) => {
    checkOpen(server);
    const timeout = optionalFiniteNumber(1, a === handle ? b : a);
    return waitFor(server.context.computer, server, timeout);
  },
  close: (server) => () => {
    checkOpen(server);
    server.close();
    return NO_VALUES;
  },
  broadcast: (server, handle) => (a, b, c, d) =>
    a === handle ? broadcast(server, b, c, d) : broadcast(server, a, b, c),
});

function broadcast(
  server: WebSocketServer,
  data: LuaValue,
  isBinary: LuaValue,
  except: LuaValue,
): number {
  checkOpen(server);
  const isClient = except instanceof LuaTable || typeof except === "number";
  if (except !== undefined && !isClient) raiseBadArgument(3, "table or number", except);
  return server.broadcast(messageText(data), isTruthy(isBinary), except);
}

function checkOpen(server: WebSocketServer): void {
  if (!server.isOpen) raiseAt(CLOSED_MESSAGE, 1);
}
