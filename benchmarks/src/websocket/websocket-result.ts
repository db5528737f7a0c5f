/**
 * The result of `bench:websocket`, as it is written to JSON and rendered to tables.
 */
import type { Machine } from "../report/machine.js";

/** What one round of load saw. */
export interface EchoRound {
  readonly messages: number;
  readonly seconds: number;
  /** CPU seconds the server used meanwhile; undefined where it cannot be told. */
  readonly serverCpuSeconds: number | undefined;
}

/** The rounds of one server; why the last failed, if it did. */
export interface EchoFigures {
  readonly rounds: EchoRound[];
  failure?: string;
}

/** What idle WebSockets take: bytes of the whole process, before and after they are opened. */
export interface IdleFigures {
  readonly emptyBytes: number;
  readonly fullBytes: number;
  failure?: string;
}

/** Everything that one run of the benchmark found. */
export interface WebSocketResult {
  readonly machine: Machine;
  readonly pinned: boolean;
  readonly connections: number;
  readonly seconds: number;
  /** Messages in flight on each connection, then server. */
  readonly echo: Readonly<Record<string, Readonly<Record<string, EchoFigures>>>>;
  readonly idleConnections: number;
  /** Server. */
  readonly idle: Readonly<Record<string, IdleFigures>>;
}

/** One line for every server that failed. */
export function failuresOf({ echo, idle }: WebSocketResult): readonly string[] {
  const lines = Object.entries(idle).flatMap(([server, { failure }]) =>
    failure === undefined ? [] : [`idle, ${server}: ${failure}`],
  );
  for (const [inFlight, servers] of Object.entries(echo)) {
    for (const [server, { failure }] of Object.entries(servers)) {
      if (failure !== undefined) lines.push(`${inFlight} in flight, ${server}: ${failure}`);
    }
  }
  return lines;
}
