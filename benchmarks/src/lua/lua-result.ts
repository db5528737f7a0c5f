/**
 * The result of `bench:lua`, as it is written to JSON and rendered to tables: every single
 * measurement, so that other figures can be taken from an old run.
 */
import { median } from "../report/statistics.js";
import type { Machine } from "../report/machine.js";

/** The runs of one program on one peer. */
export interface Measurement {
  /** Seconds by os.clock around the work, one per run. */
  readonly inside: number[];
  /** CPU seconds of the whole process, one per run. */
  readonly whole: number[];
  readonly wall: number[];
  checksum?: string;
  /** Why the last run failed, if it did. */
  failure?: string;
}

/** Everything that one run of the benchmark found. */
export interface LuaResult {
  readonly machine: Machine;
  readonly scale: number;
  readonly runs: number;
  /** Names to versions, in the order of the columns. */
  readonly peers: Readonly<Record<string, string>>;
  /** Program, then peer. */
  readonly programs: Readonly<Record<string, Readonly<Record<string, Measurement>>>>;
}

/** Which of the two times is looked at. */
export type Measure = "inside" | "whole";

/** The median of the runs; undefined if the program failed or its checksum is wrong. */
export function timeOf(
  result: LuaResult,
  program: string,
  peer: string,
  measure: Measure,
): number | undefined {
  const measurement = result.programs[program]?.[peer];
  if (measurement === undefined || problemOf(result, program, peer) !== undefined) return undefined;
  const values = measurement[measure];
  return values.length === 0 ? undefined : median(values);
}

/** The checksum that most peers agree on. */
export function agreedChecksum(result: LuaResult, program: string): string | undefined {
  const votes = new Map<string, number>();
  for (const { checksum } of Object.values(result.programs[program] ?? {})) {
    if (checksum !== undefined) votes.set(checksum, (votes.get(checksum) ?? 0) + 1);
  }
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** What is wrong with a peer's answer; undefined if nothing is. */
export function problemOf(result: LuaResult, program: string, peer: string): string | undefined {
  const measurement = result.programs[program]?.[peer];
  if (measurement === undefined) return undefined;
  if (measurement.failure !== undefined) return measurement.failure;
  const agreed = agreedChecksum(result, program);
  if (measurement.checksum === agreed) return undefined;
  return `checksum '${String(measurement.checksum)}', the others '${String(agreed)}'`;
}

/** One line for every program and peer that failed or disagrees. */
export function problemsOf(result: LuaResult): readonly string[] {
  const problems: string[] = [];
  for (const program of Object.keys(result.programs)) {
    for (const peer of Object.keys(result.peers)) {
      const problem = problemOf(result, program, peer);
      if (problem !== undefined) problems.push(`${program}, ${peer}: ${problem}`);
    }
  }
  return problems;
}
