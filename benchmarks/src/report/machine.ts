/**
 * What a result needs beside its numbers to mean anything later: the date, the kind of machine, the
 * versions. Nothing that names one particular machine.
 */
import { availableParallelism, cpus, loadavg, platform, arch, totalmem } from "node:os";

/** The circumstances of a run, as they are written to JSON and above the tables. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  /** How many processes were running or waiting on average in the minute before: noise. */
  readonly loadBefore: number;
}

/** Describes the machine this process runs on. */
export function describeMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
    v8: process.versions.v8,
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

/** One line for above a table. */
export function machineLine(machine: Machine): string {
  const { date, cpu, cores, memoryGigabytes, system, node, v8, loadBefore } = machine;
  return `${date}; ${cpu}, ${cores} cores, ${memoryGigabytes} GB, ${system}; Node ${node} (V8 ${v8}); load before: ${loadBefore}.`;
}
