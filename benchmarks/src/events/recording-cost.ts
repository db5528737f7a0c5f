/**
 * What recording costs a server under load: the same program with and without `--record`, in turn.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpuSecondsOf } from "../http/cores.js";
import type { LoadGenerator } from "../http/load.js";
import { freePort, startServer } from "../http/server-process.js";
import { commandLine, programPath } from "../http/servers.js";
import { checkAnswer, type Workload, workloads } from "../http/workloads.js";

/** One round. */
export interface RecordingRound {
  readonly requestsPerSecond: number;
  readonly cpuMicroseconds: number;
  /** Bytes of the trace per request; 0 without one. */
  readonly traceBytes: number;
}

/** The rounds of one workload. */
export interface RecordingFigures {
  readonly workload: string;
  readonly plain: RecordingRound[];
  readonly recorded: RecordingRound[];
}

/** How much is run. */
export interface RecordingPlan {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

/** A trace refers back to a body that it has; so what bodies that differ cost is measured too. */
const measured: readonly Workload[] = [
  ...workloads.filter(({ name }) => name !== "json"),
  ...workloads
    .filter(({ name }) => name === "echo")
    .map((workload) => ({ ...workload, isVaried: true })),
];

/** Measures all of them. */
export async function measureRecording(
  load: LoadGenerator,
  plan: RecordingPlan,
): Promise<RecordingFigures[]> {
  const results: RecordingFigures[] = measured.map(({ name, isVaried }) => ({
    workload: isVaried === true ? `${name}, bodies differ` : name,
    plain: [],
    recorded: [],
  }));
  for (let round = 1; round <= plan.rounds; round++) {
    for (const [index, workload] of measured.entries()) {
      // The order alternates, so that a machine that slows down or speeds up hits both alike.
      for (const isRecorded of round % 2 === 0 ? [true, false] : [false, true]) {
        process.stderr.write(
          `round ${round}: ${results[index]?.workload}${isRecorded ? ", recorded" : ""}\n`,
        );
        const figures = await measureRound(load, plan, workload, isRecorded);
        results[index]?.[isRecorded ? "recorded" : "plain"].push(figures);
      }
    }
  }
  return results;
}

async function measureRound(
  load: LoadGenerator,
  plan: RecordingPlan,
  workload: Workload,
  isRecorded: boolean,
): Promise<RecordingRound> {
  const folder = mkdtempSync(join(tmpdir(), "bench-events-"));
  const trace = join(folder, "trace");
  const port = await freePort();
  const server = await startServer(
    [
      process.execPath,
      commandLine,
      "run",
      ...(isRecorded ? ["--record", trace] : []),
      programPath(`${workload.name}-listen`),
      String(port),
    ],
    workload,
    port,
  );
  try {
    await checkAnswer(workload, port);
    await load.run(workload, port, { ...plan, seconds: 1 });
    const sizeBefore = isRecorded ? statSync(trace).size : 0;
    const before = cpuSecondsOf(server.pid) ?? NaN;
    const round = await load.run(workload, port, plan);
    const used = (cpuSecondsOf(server.pid) ?? NaN) - before;
    const size = isRecorded ? statSync(trace).size - sizeBefore : 0;
    if (round.failed > 0) throw new Error(`${round.failed} requests failed under load`);
    return {
      requestsPerSecond: round.requests / round.seconds,
      cpuMicroseconds: (used * 1e6) / round.requests,
      traceBytes: size / round.requests,
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
