/**
 * The result of `bench:http`, as it is written to JSON and rendered to tables.
 */
import type { Machine } from "../report/machine.js";
import type { LoadFigures } from "./load.js";
import type { Workload } from "./workloads.js";

/** One round of load on one server. */
export interface LoadRound extends LoadFigures {
  /** CPU seconds the server used meanwhile. */
  readonly serverCpuSeconds: number | undefined;
}

/** The rounds of one server under one workload. */
export interface ServerFigures {
  readonly rounds: LoadRound[];
  readonly firstAnswerMs: number[];
  /** Why the last round failed, if it did. */
  failure?: string;
}

/** How long it takes to run a program that does nothing. */
export interface StartFigures {
  readonly wallMs: number[];
  readonly cpuMs: number[];
}

/** Everything that one run of the benchmark found. */
export interface HttpResult {
  readonly machine: Machine;
  readonly load: string;
  readonly pinned: boolean;
  readonly connections: number;
  readonly seconds: number;
  /** Workload, then server. */
  readonly workloads: Readonly<Record<Workload["name"], Readonly<Record<string, ServerFigures>>>>;
  /** Command line to figures. */
  readonly starts: Readonly<Record<string, StartFigures>>;
}

/** The same with several numbers of connections, the lowest first. */
export interface ConnectionsResult {
  readonly levels: readonly HttpResult[];
}

/** One line for every server that failed. */
export function failuresOf(result: HttpResult): readonly string[] {
  return Object.entries(result.workloads).flatMap(([workload, servers]) =>
    Object.entries(servers).flatMap(([server, { failure }]) =>
      failure === undefined ? [] : [`${workload}, ${server}: ${failure}`],
    ),
  );
}
