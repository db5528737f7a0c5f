/**
 * Runs one example: TypeScript inside this process, with the workspace's packages taken from their
 * sources; Lua in the built command, as a reader would.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { format } from "node:util";
import { vi } from "vitest";
import { rootFolder } from "./find-examples.js";

const command = join(rootFolder, "packages", "cli", "bin", "craftos-http.js");
const lifetimeMs = 20_000;

/** The port that server examples are written for; a free one takes its place. */
const writtenPort = "8080";

/** What a program did. */
export interface Outcome {
  /** What it printed; for a server, the body of its answer. */
  readonly output: string;
  readonly errors: string;
  readonly exitStatus: number | null;
}

/**
 * Imports a TypeScript file and collects what it logs.
 *
 * @param path the file's absolute path
 */
export async function runTypeScript(path: string): Promise<Outcome> {
  let output = "";
  const log = vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
    output += `${format(...values)}\n`;
  });
  try {
    await import(/* @vite-ignore */ pathToFileURL(path).href);
  } finally {
    log.mockRestore();
  }
  return { output, errors: "", exitStatus: 0 };
}

function startLua(path: string) {
  const child = spawn(process.execPath, [command, "run", path], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: lifetimeMs,
    killSignal: "SIGKILL",
  });
  const exit = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  return { child, exit, output: text(child.stdout), errors: text(child.stderr) };
}

/**
 * Runs a Lua file in the built command to its end.
 *
 * @param path the file's absolute path
 */
export async function runLua(path: string): Promise<Outcome> {
  const { exit, output, errors } = startLua(path);
  const [exitStatus] = await exit;
  return { output: await output, errors: await errors, exitStatus };
}

/**
 * Starts a Lua server in the built command, asks for `/` once and ends it.
 *
 * @param path the file's absolute path
 * @param port where it listens
 */
export async function serveLua(path: string, port: number): Promise<Outcome> {
  const { child, exit, errors } = startLua(path);
  let output: string;
  try {
    output = await askWhenReady(port, () => child.exitCode !== null || child.signalCode !== null);
  } finally {
    child.kill("SIGTERM");
  }
  const [exitStatus] = await exit;
  return { output, errors: await errors, exitStatus };
}

async function askWhenReady(port: number, hasEnded: () => boolean): Promise<string> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/`).catch((error: unknown) => {
      if (hasEnded()) throw error;
    });
    if (response?.ok === true) return await response.text();
    if (response) throw new Error(`the server answered ${response.status}`);
    await delay(50);
  }
}

/**
 * Replaces the port in a server example, so that it can run whatever else runs here.
 *
 * @param code the example
 * @param port a free port
 */
export function movePort(code: string, port: number): string {
  return code.replaceAll(writtenPort, String(port));
}

/** Asks the system for a port that is free now. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}
