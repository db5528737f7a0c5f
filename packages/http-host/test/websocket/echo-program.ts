/**
 * A Lua program that gives every message back, for conformance tests, and what they look for.
 */
import { expect } from "vitest";
import type { Boot } from "../server/harness.js";
import { frame, Opcode, RawWebSocket } from "./raw-websocket.js";

const ECHO = `
  local handles = {}
  http.websocketServer(0, { maxMessageBytes = 1048576, compression = true })
  while true do
    local event, a, b, c = os.pullEvent()
    if event == "websocket_server_connect" then handles[b.clientID] = b
    elseif event == "websocket_server_message" then handles[a].send(b, c) end
  end
`;

/** Which engine serves. */
export type Engine = "uws" | "node";

/** Boots the echo and opens a WebSocket. */
export async function open(boot: Boot, fields: readonly string[] = []): Promise<RawWebSocket> {
  return await RawWebSocket.open(await boot(ECHO).port(), { fields });
}

/** A frame that continues a message. */
export function continuation(payload: string | Buffer, isFinal: boolean): Buffer {
  return frame(Opcode.continuation, payload, { isFinal });
}

/** Checks that the WebSocket still gives messages back. */
export async function expectAlive(client: RawWebSocket): Promise<void> {
  await client.send(frame(Opcode.text, "alive"));
  expect((await client.message()).toString()).toBe("alive");
}

/** Checks that the server has failed the connection (RFC 6455 7.1.7). */
export async function expectFailed(
  client: RawWebSocket,
  name: Engine,
  code: number,
): Promise<void> {
  const got = await client.ended();
  expect(got.code).toBe(name === "uws" ? 1006 : code);
  expect(got.frames.filter(({ opcode }) => opcode < 8)).toEqual([]);
}
