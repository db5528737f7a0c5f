/**
 * Keeps the server and the load apart: each is pinned to a core of its own where taskset is there
 * and the machine has two.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isInstalled, type Command } from "../report/measure-process.js";

const cores = { server: "0", load: "1" };

/** Whether both sides are pinned. */
export const pinned = availableParallelism() >= 2 && isInstalled(["taskset", "--version"]);

/** The same command, pinned to the core of that side. */
export function onCore(side: keyof typeof cores, command: Command): Command {
  return pinned ? ["taskset", "-c", cores[side], ...command] : command;
}

/** Clock ticks of /proc per second: a constant of Linux's interface. */
const ticksPerSecond = 100;

/** CPU seconds that a process has used so far; undefined where /proc does not tell. */
export function cpuSecondsOf(pid: number): number | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  // The second field, the name, may have spaces; what follows it does not. See proc(5).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return (user + system) / ticksPerSecond;
}
