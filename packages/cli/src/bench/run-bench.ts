/**
 * `craftos-http bench`: finds the server, or runs it, puts load on it, and reports.
 */
import { connect } from "node:net";
import { ExitStatus } from "../process/exit-status.js";
import { listenToSignals } from "../process/signals.js";
import type { RunProcess } from "../program/run-options.js";
import { colorsFor } from "../report/colors.js";
import { type LoadOptions, putLoad } from "./load.js";
import {
  answeredCount,
  describeLoad,
  describeResult,
  failedCount,
  loadAsJson,
  unitOf,
} from "./load-report.js";
import { ProgramNotServing, ServedProgram, type ServedProgramOptions } from "./served-program.js";

/** What is put under load, and how. */
export interface BenchOptions {
  /** A URL, or the program that serves it. */
  readonly target: URL | Omit<ServedProgramOptions, "env">;
  /** The path for a program's port, with a query. */
  readonly path: string;
  /** Whether a program's port is asked for WebSockets. */
  readonly isWebSocket: boolean;
  readonly load: Omit<LoadOptions, "url" | "signal">;
  /** Whether the result is shown as JSON. */
  readonly isJson: boolean;
  readonly process: RunProcess;
}

/**
 * Puts load on a server.
 * @param options - which, and how
 * @returns the exit status: 1 when a request failed, or there was no answer
 */
export async function runBench(options: BenchOptions): Promise<number> {
  const { process } = options;
  const interruption = new AbortController();
  let interrupted: number | undefined;
  const end = (status: number): void => {
    interrupted ??= status;
    interruption.abort();
  };
  const stopListening = listenToSignals(process, {
    interrupt: () => end(ExitStatus.interrupted),
    terminate: () => end(ExitStatus.killed),
    // It is ending at once already.
    endAtOnce: () => undefined,
  });
  try {
    const status = await run(options, interruption.signal);
    return interrupted ?? status;
  } finally {
    stopListening();
  }
}

async function run(options: BenchOptions, signal: AbortSignal): Promise<number> {
  const { target, process } = options;
  if (target instanceof URL)
    return await measure({ ...options.load, url: target, signal }, options);
  const program = new ServedProgram({ ...target, env: process.env });
  signal.addEventListener("abort", () => program.kill());
  try {
    const url = new URL(options.path, await program.untilServing(target.startMs));
    if (options.isWebSocket) url.protocol = url.protocol.replace("http", "ws");
    return await measure({ ...options.load, url, signal }, options, program);
  } catch (error) {
    if (!(error instanceof ProgramNotServing)) throw error;
    if (!signal.aborted) process.stderr.write(`craftos-http: ${error.message}\n`);
    return ExitStatus.failed;
  } finally {
    await program.end();
  }
}

async function measure(
  load: LoadOptions,
  { isJson, process }: BenchOptions,
  program?: ServedProgram,
): Promise<number> {
  const { stdout, stderr, env } = process;
  const problem = await whyNotReached(load);
  if (problem !== undefined) {
    stderr.write(`craftos-http: ${load.url.origin} cannot be reached: ${problem}.\n`);
    return ExitStatus.failed;
  }
  if (!isJson) stdout.write(describeLoad(load));
  const result = await putLoad(load);
  if (load.signal?.aborted === true) return ExitStatus.failed;
  const colors = colorsFor(stdout, env);
  stdout.write(isJson ? loadAsJson(load, result) : describeResult(load, result, colors));
  const failed = failedCount(result);
  if (failed > 0 && program !== undefined && program.complaints !== "") {
    stderr.write(`\nThe program said:\n${program.complaints}\n`);
  }
  if (failed === 0 && answeredCount(result) > 0) return ExitStatus.ok;
  if (failed === 0) stderr.write(`craftos-http: no ${unitOf(load)} was answered in that time.\n`);
  return ExitStatus.failed;
}

/** Whether anybody is there at all: else thousands of requests would say that nobody is. */
function whyNotReached({ url, timeoutMs }: LoadOptions): Promise<string | undefined> {
  const port =
    url.port === "" ? (/^(?:https|wss):$/.test(url.protocol) ? 443 : 80) : Number(url.port);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.on("connect", () => end());
    socket.on("timeout", () => end(`no connection in ${timeoutMs / 1000} s`));
    // Of a name with several addresses all are tried; then the message is in each of them.
    socket.on("error", (error: NodeJS.ErrnoException) => end(error.message || error.code));
  });
}
