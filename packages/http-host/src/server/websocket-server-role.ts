/**
 * How a program sees the clients of its WebSocket servers (HTTP-API 5).
 */
import { ClosedEvent, ConnectEvent, MessageEvent } from "./websocket-events.js";
import type { ClientRole } from "./websocket-client.js";
import { makeClientHandle } from "./websocket-handle.js";

/** The role of a server's clients. */
export const SERVER_ROLE: ClientRole = {
  sentDestination: "websocket message",
  closingDestination: "websocket close",
  makeHandle: makeClientHandle,
  connectEvent: (client) => new ConnectEvent(client),
  messageEvent: (client, text, isBinary) => new MessageEvent(client, text, isBinary),
  closedEvent: (client, code, reason) => new ClosedEvent(client, code, reason),
};
