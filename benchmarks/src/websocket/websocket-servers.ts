/**
 * The WebSocket servers that are compared: our command with two programs, raw uWebSockets.js and
 * npm's ws.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLine } from "../http/servers.js";
import type { Command } from "../report/measure-process.js";
import { benchmarksFolder } from "../report/results.js";

/** The server that the others are compared with. */
export const bar = "uWebSockets.js";

/** One server. */
export interface WebSocketServer {
  /** As it stands in the tables and after --only. */
  readonly name: string;
  /** How many connections it serves at once. */
  readonly connectionsMax: number;
  readonly command: (port: number) => Command;
}

function ours(
  name: string,
  program: string,
  connectionsMax: number,
  engine: string,
): WebSocketServer {
  const path = join(benchmarksFolder, "websocket", "programs", `${program}.lua`);
  return {
    name,
    connectionsMax,
    command: (port) => [
      process.execPath,
      ...[commandLine, "run", "--engine", engine, path, String(port)],
    ],
  };
}

function script(name: string, file: string): WebSocketServer {
  const path = fileURLToPath(new URL(`../${file}.js`, import.meta.url));
  return {
    name,
    connectionsMax: Infinity,
    command: (port) => [process.execPath, path, String(port)],
  };
}

/** Every server. */
export const webSocketServers: readonly WebSocketServer[] = [
  ours("craftos-http, events", "echo-events", Infinity, "uws"),
  ours("craftos-http, receive", "echo-receive", 64, "uws"),
  ours("craftos-http, events, node:http", "echo-events", Infinity, "node"),
  script(bar, "serve-websockets-with-uws"),
  script("ws", "serve-websockets-with-ws"),
];
