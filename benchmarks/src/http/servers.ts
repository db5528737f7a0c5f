/**
 * The servers that are compared: our command with two programs, raw uWebSockets.js, node:http, and
 * nginx where it is installed.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isInstalled, type Command } from "../report/measure-process.js";
import { benchmarksFolder, workspaceFolder } from "../report/results.js";
import { greeting, type Workload } from "./workloads.js";

/** One server. */
export interface Server {
  /** As it stands in the tables and after --only. */
  readonly name: string;
  /** The command that serves a workload on a port; undefined if it cannot. */
  readonly command: (workload: Workload, port: number) => Command | undefined;
}

/** The load's, and those that look whether the server is there. */
const CONNECTIONS_MAX = 100_000;

/** The command this project is about. */
export const commandLine = join(workspaceFolder, "packages", "cli", "bin", "craftos-http.js");

/** The path of one of the Lua programs. */
export function programPath(name: string): string {
  return join(benchmarksFolder, "http", "programs", `${name}.lua`);
}

function ours(name: string, variant: "listen" | "listener"): Server {
  return {
    name,
    command: (workload, port) => [
      process.execPath,
      commandLine,
      "run",
      `--max-connections=${CONNECTIONS_MAX}`,
      programPath(`${workload.name}-${variant}`),
      String(port),
    ],
  };
}

function script(name: string, file: string): Server {
  const path = fileURLToPath(new URL(`../${file}.js`, import.meta.url));
  return {
    name,
    command: (workload, port) => [process.execPath, path, workload.name, String(port)],
  };
}

/** nginx as one process that answers from its configuration: it can say hello and no more. */
const nginx: Server = {
  name: "nginx",
  command: (workload, port) => {
    if (workload.name !== "hello") return undefined;
    const folder = mkdtempSync(join(tmpdir(), "bench-nginx-"));
    const configuration = join(folder, "nginx.conf");
    writeFileSync(configuration, nginxConfiguration(folder, port));
    return ["nginx", "-e", join(folder, "error.log"), "-p", folder, "-c", configuration];
  },
};

function nginxConfiguration(folder: string, port: number): string {
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  server { listen 127.0.0.1:${port}; location / { return 200 "${greeting}"; } }
}
`;
}

/** Every server that can run here. */
export function installedServers(): readonly Server[] {
  const servers: Server[] = [
    script("uWebSockets.js", "serve-with-uws"),
    script("node:http", "serve-with-node"),
  ];
  if (isInstalled(["nginx", "-v"])) servers.push(nginx);
  else console.log("nginx: not here, left out");
  if (spawnSync(process.execPath, [commandLine, "--version"]).status !== 0) {
    console.log("craftos-http: does not run, left out");
    return servers;
  }
  return [
    ours("craftos-http, http.listen", "listen"),
    ours("craftos-http, http.addListener", "listener"),
    ...servers,
  ];
}
