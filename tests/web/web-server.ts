/**
 * A program that uses `craftos.web`, served by the built command, and raw requests to it.
 */
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { type CommandProcess, start, writeFiles } from "../command/command-process.js";

/** The engines that every test of the library runs on. */
export const ENGINES = ["uws", "node"] as const;

/** A server. */
export interface WebServer {
  readonly process: CommandProcess;
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
}

/**
 * Serves a program.
 * @param engine - which engine
 * @param source - Lua, in which `app` is the library
 * @param files - what lies beside it
 */
export async function serve(
  engine: (typeof ENGINES)[number],
  source: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<WebServer> {
  const program = `local app = require "craftos.web"\n${source}\napp:listen(0)\n`;
  const cwd = writeFiles({ "server.lua": program });
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), contents);
  }
  const process = start(["run", "--engine", engine, "server.lua"], { cwd });
  return { process, address: await process.address() };
}

/**
 * Sends bytes as they are and reads to the end of the connection.
 * @param address - as of a server
 * @param text - the request; one character per byte
 */
export async function sendRaw(address: string, text: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.setEncoding("latin1").on("data", (data: string) => (answer += data));
  socket.end(Buffer.from(text, "latin1"));
  await once(socket, "close");
  return answer;
}

/** Asks for a target as it is written, which `fetch` would tidy up. */
export async function askFor(
  address: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const fields = Object.entries({ Host: "x", Connection: "close", ...headers });
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return await sendRaw(address, `GET ${target} HTTP/1.1\r\n${head}\r\n`);
}
