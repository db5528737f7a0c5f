/**
 * What `craftos-http doctor` looks at: each a line that says how it is, and whether that is well.
 */
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import {
  canSharePorts,
  createEngine,
  DEFAULT_HTTP_SERVER_LIMITS,
  findFreePort,
  HostError,
} from "@craftos-http/http-host";
import { userDataFolder } from "../files/user-folders.js";
import { packageVersion } from "../package-version.js";
import { isFolder } from "../program/find-program.js";

/** One thing that was looked at. */
export interface Fact {
  readonly name: string;
  /** How it is. */
  readonly text: string;
  /** `note`: it works, but less well; `bad`: something will not work. */
  readonly state: "good" | "note" | "bad";
}

/** What to look at. */
export interface FactOptions {
  /** The port that should be free. */
  readonly port: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where connections are dealt out to several processes that listen on a port. */
const WORKER_PLATFORMS: readonly string[] = ["linux", "freebsd"];

/** Files beside connections: programs, logs, what Node has open. */
const OTHER_FILES = 100;

/** Looks at everything. */
export async function findFacts(options: FactOptions): Promise<readonly Fact[]> {
  return [
    { name: "craftos-http", text: packageVersion(), state: "good" },
    {
      name: "Node.js",
      text: `${process.version}, ${process.platform}-${process.arch}`,
      state: "good",
    },
    engineFact(),
    workersFact(),
    portFact(options.port),
    dataFact(userDataFolder(options.env, process.platform)),
    ...openFilesFact(),
    await typeScriptFact(),
  ];
}

function engineFact(): Fact {
  const { engine, fallbackReason } = createEngine("auto");
  if (fallbackReason === undefined) {
    return { name: "engine", text: engine.description, state: "good" };
  }
  const text = `${engine.description}, which is slower: ${fallbackReason.message}`;
  return { name: "engine", text, state: "note" };
}

function workersFact(): Fact {
  const name = "workers";
  if (!WORKER_PLATFORMS.includes(process.platform)) {
    return { name, text: "--workers needs Linux or FreeBSD", state: "note" };
  }
  const { engine } = createEngine("auto");
  const canShare = engine.name !== "node" || canSharePorts();
  if (canShare) return { name, text: "several processes can share a port", state: "good" };
  return { name, text: "--workers needs Node.js 22.12 or later with this engine", state: "note" };
}

function portFact(port: number): Fact {
  const name = `port ${port}`;
  try {
    findFreePort({ host: "127.0.0.1", port });
    return { name, text: "free on 127.0.0.1", state: "good" };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { name, text: error.message, state: "bad" };
  }
}

function dataFact(folder: string): Fact {
  let parent = folder;
  while (!existsSync(parent) && dirname(parent) !== parent) parent = dirname(parent);
  const name = "--user-data";
  if (!isFolder(parent)) return { name, text: `'${parent}' is no folder`, state: "note" };
  try {
    accessSync(parent, constants.W_OK);
    return { name, text: folder, state: "good" };
  } catch {
    return { name, text: `'${parent}' cannot be written to`, state: "note" };
  }
}

/** How many files the process may have open; each connection is one. Linux tells it. */
function openFilesFact(): readonly Fact[] {
  let text: string;
  try {
    text = readFileSync("/proc/self/limits", "utf8");
  } catch {
    return [];
  }
  const [, limit] = /^Max open files\s+(\d+|unlimited)/m.exec(text) ?? [];
  if (limit === undefined) return [];
  const needed = DEFAULT_HTTP_SERVER_LIMITS.connectionsMax + OTHER_FILES;
  if (limit === "unlimited" || Number(limit) >= needed) {
    return [{ name: "open files", text: limit, state: "good" }];
  }
  const reason = `${limit}; ${needed} are needed for as many connections as are allowed (ulimit -n)`;
  return [{ name: "open files", text: reason, state: "note" }];
}

async function typeScriptFact(): Promise<Fact> {
  const name = "TypeScript";
  try {
    await import("@craftos-http/typescript");
    return { name, text: "programs in TypeScript can be run", state: "good" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    const text = "not installed; `npm install @craftos-http/typescript` runs such programs";
    return { name, text, state: "note" };
  }
}
