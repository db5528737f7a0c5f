/**
 * Runs one process to its end and tells what it cost: CPU time (user and system, its own children
 * included) and wall time. CPU time comes from bash's `time`, since Node does not tell a parent what
 * a child used; without bash it is undefined.
 */
import { spawn, spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

/** How a process ended and what it cost. */
export interface ProcessCost {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit status; undefined if it was ended by a signal or the time limit. */
  readonly status: number | undefined;
  readonly cpuSeconds: number | undefined;
  readonly wallSeconds: number;
}

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

const hasBash = spawnSync("bash", ["-c", "true"]).status === 0;
const timed = "TIMEFORMAT=$'\\ncpu %3U %3S'; time \"$@\"";

/** Whether there is such a program; it is run with those arguments, its exit status does not matter. */
export function isInstalled([program, ...args]: Command): boolean {
  return spawnSync(program, args).error === undefined;
}

/** Runs a command; when the limit passes, it and its children are ended. */
export function measureProcess(command: Command, limitMs: number): Promise<ProcessCost> {
  const [program, ...args] = hasBash ? ["bash", "-c", timed, "bash", ...command] : command;
  return new Promise((resolve) => {
    const started = performance.now();
    // A group of its own, so that the limit ends bash and what it runs together.
    const child = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("latin1").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const endGroup = (): void => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    const limit = setTimeout(endGroup, limitMs);
    process.once("SIGINT", endGroup);
    const finish = (status: number | undefined): void => {
      clearTimeout(limit);
      process.off("SIGINT", endGroup);
      const wallSeconds = (performance.now() - started) / 1000;
      const cpu = /\ncpu ([\d.]+) ([\d.]+)\s*$/.exec(stderr);
      const cpuSeconds = cpu ? Number(cpu[1]) + Number(cpu[2]) : undefined;
      if (cpu) stderr = stderr.slice(0, cpu.index);
      resolve({ stdout, stderr, status, cpuSeconds, wallSeconds });
    };
    child.on("error", (error) => {
      stderr += error.message;
      finish(undefined);
    });
    child.on("close", (status) => {
      finish(status ?? undefined);
    });
  });
}
