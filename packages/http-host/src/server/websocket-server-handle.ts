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

const newHandle = tableTemplate(["port", "listen", "close", "broadcast"]);

/**
 * Makes the handle of a server.
 * @param server - the server
 */
export function makeServerHandle(server: WebSocketServer): LuaTable {
  function broadcast(data: LuaValue, isBinary: LuaValue, except: LuaValue): number {
    checkOpen(server);
    const isClient = except instanceof LuaTable || typeof except === "number";
    if (except !== undefined && !isClient) raiseBadArgument(3, "table or number", except);
    return server.broadcast(messageText(data), isTruthy(isBinary), except);
  }

  const handle: LuaTable = newHandle([
    server.port,
    (a, b) => {
      checkOpen(server);
      const timeout = optionalFiniteNumber(1, a === handle ? b : a);
      return waitFor(server.context.computer, server, timeout);
    },
    () => {
      checkOpen(server);
      server.close();
      return NO_VALUES;
    },
    (a, b, c, d) => (a === handle ? broadcast(b, c, d) : broadcast(a, b, c)),
  ]);
  return handle;
}

function checkOpen(server: WebSocketServer): void {
  if (!server.isOpen) raiseAt(CLOSED_MESSAGE, 1);
}
