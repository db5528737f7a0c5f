/**
 * A server as a child process: started on a free port, waited for, ended. Ended in any case when
 * this process ends.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { connect, createServer } from "node:net";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { Command } from "../report/measure-process.js";
import { onCore } from "./cores.js";
import type { Workload } from "./workloads.js";

/** A server that answers. */
export interface RunningServer {
  readonly pid: number;
  /** From the command's start to the first byte of the first answer. */
  readonly firstAnswerMs: number;
  stop(): Promise<void>;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/**
 * Starts a server and waits for its first answer.
 *
 * @throws Error if it ends or does not answer within ten seconds
 */
export async function startServer(
  command: Command,
  workload: Workload,
  port: number,
): Promise<RunningServer> {
  const started = performance.now();
  const [program, ...args] = onCore("server", command);
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const endWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithUs);
  const stop = async (): Promise<void> => {
    await stopChild(child);
    process.off("exit", endWithUs);
  };

  while (!(await answers(workload, port))) {
    if (child.exitCode !== null || performance.now() - started > 10_000) {
      await stop();
      throw new Error(`the server does not answer: ${complaint}`);
    }
    await wait(1);
  }
  return { pid: child.pid ?? 0, firstAnswerMs: performance.now() - started, stop };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), 3000);
  await ended;
  clearTimeout(patience);
}

/** One request on a plain socket: true at the first byte of an answer, false if refused. */
function answers({ path, body }: Workload, port: number): Promise<boolean> {
  const method = body === "" ? "GET" : "POST";
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n`;
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const finish = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(1000, () => {
      finish(false);
    });
    socket.on("connect", () => socket.write(head + body));
    socket.on("data", () => {
      finish(true);
    });
    socket.on("error", () => {
      finish(false);
    });
    socket.on("close", () => {
      finish(false);
    });
  });
}
