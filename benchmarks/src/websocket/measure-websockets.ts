/**
 * Measures every WebSocket server, interleaved: in each round each is started afresh, warmed up,
 * loaded and ended before the next one starts. Idle connections are measured once each.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onCore, pinned } from "../http/cores.js";
import { freePort } from "../http/server-process.js";
import { describeMachine } from "../report/machine.js";
import { measureProcess, type Command } from "../report/measure-process.js";
import type { EchoFigures, EchoRound, IdleFigures, WebSocketResult } from "./websocket-result.js";
import type { WebSocketServer } from "./websocket-servers.js";

/** How much is run. */
export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  readonly idleConnections: number;
}

/** How many messages each connection has in flight, by workload. */
const IN_FLIGHT = [1, 16] as const;

const loadScript = fileURLToPath(new URL("../run-websocket-load.js", import.meta.url));

/** Measures; says on standard error what it is at. */
export async function measureWebSockets(
  servers: readonly WebSocketServer[],
  plan: Plan,
): Promise<WebSocketResult> {
  const machine = describeMachine();
  const empty = (): Record<string, EchoFigures> =>
    Object.fromEntries(servers.map(({ name }) => [name, { rounds: [] }]));
  const echo = Object.fromEntries(IN_FLIGHT.map((inFlight) => [String(inFlight), empty()]));
  for (let round = 1; round <= plan.rounds; round++) {
    for (const inFlight of IN_FLIGHT) {
      for (const server of servers) {
        const figures = echo[String(inFlight)]?.[server.name];
        if (figures === undefined || figures.failure !== undefined) continue;
        process.stderr.write(`round ${round} of ${plan.rounds}: ${inFlight}, ${server.name}\n`);
        try {
          figures.rounds.push(await measureEcho(server, inFlight, plan));
        } catch (error) {
          figures.failure = error instanceof Error ? error.message : String(error);
        }
      }
    }
  }
  const idle: Record<string, IdleFigures> = {};
  for (const server of servers.filter(
    ({ connectionsMax }) => connectionsMax >= plan.idleConnections,
  )) {
    process.stderr.write(`${plan.idleConnections} idle connections: ${server.name}\n`);
    idle[server.name] = await measureIdle(server, plan.idleConnections);
  }
  const { connections, seconds, idleConnections } = plan;
  return { machine, pinned, connections, seconds, echo, idleConnections, idle };
}

async function withServer<T>(
  command: Command,
  port: number,
  use: (pid: number) => Promise<T>,
): Promise<T> {
  const [program, ...args] = onCore("server", command);
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const endWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithUs);
  try {
    const patience = Date.now() + 10_000;
    while (!(await accepts(port))) {
      if (child.exitCode !== null || Date.now() > patience) {
        throw new Error(`the server does not answer: ${complaint}`);
      }
      await wait(10);
    }
    return await use(child.pid ?? 0);
  } finally {
    process.off("exit", endWithUs);
    if (child.exitCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}

function loadCommand(port: number, ...numbers: readonly number[]): Command {
  const args = [port, ...numbers].map(String);
  return onCore("load", [process.execPath, loadScript, ...args]);
}

async function measureEcho(
  { command, connectionsMax }: WebSocketServer,
  inFlight: number,
  { connections, seconds, warmUpSeconds }: Plan,
): Promise<EchoRound> {
  const port = await freePort();
  return await withServer(command(port), port, async (pid) => {
    const count = Math.min(connections, connectionsMax);
    const load = loadCommand(port, count, inFlight, seconds, warmUpSeconds, pid);
    const { status, stdout, stderr } = await measureProcess(load, (seconds + 60) * 1000);
    if (status !== 0) throw new Error(`the load failed: ${stderr}`);
    return JSON.parse(stdout) as EchoRound;
  });
}

async function measureIdle(
  { command }: WebSocketServer,
  connectionCount: number,
): Promise<IdleFigures> {
  const port = await freePort();
  try {
    return await withServer(command(port), port, async (pid) => {
      const emptyBytes = memoryOf(pid);
      const [program, ...args] = loadCommand(port, connectionCount, 1, 0);
      const load = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
      let complaint = "";
      load.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
      const opened = await Promise.race([
        once(load.stdout, "data").then(() => true),
        once(load, "exit").then(() => false),
      ]);
      if (!opened) throw new Error(`the connections were not opened: ${complaint}`);
      // What opening them has left behind may be collected, as it would be in an idle server.
      await wait(2_000);
      const fullBytes = memoryOf(pid);
      load.kill("SIGKILL");
      return { emptyBytes, fullBytes };
    });
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { emptyBytes: NaN, fullBytes: NaN, failure };
  }
}

/** Bytes that a process has in memory; NaN where /proc does not tell. */
function memoryOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s*(\d+) kB/m.exec(
      readFileSync(`/proc/${pid}/status`, "latin1"),
    )?.[1];
    return Number(kilobytes) * 1024;
  } catch {
    return NaN;
  }
}
