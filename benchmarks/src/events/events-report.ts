/**
 * Renders a result of `bench events`. Pure.
 */
import { type Machine, machineLine } from "../report/machine.js";
import { figure, markdownTable, wholeNumber } from "../report/figures.js";
import { median } from "../report/statistics.js";
import type { Figures } from "./kernel-figures.js";
import type { RecordingFigures, RecordingRound } from "./recording-cost.js";

/** Everything that one run found. */
export interface EventsResult {
  readonly machine: Machine;
  readonly kernel: readonly Figures[];
  readonly recording: readonly RecordingFigures[];
}

/** The whole report. */
export function eventsReport({ machine, kernel, recording }: EventsResult): string {
  const names = [...new Set(kernel.flatMap((figures) => Object.keys(figures)))];
  const rows = names.map((name) => {
    const values = kernel.map((figures) => figures[name]).filter((value) => value !== undefined);
    const middle = median(values);
    return [name, middle >= 10_000 ? wholeNumber(middle) : figure(middle)];
  });
  return [
    machineLine(machine),
    markdownTable(["figure", "median"], rows),
    "The cost of recording, `http.listen` under load, in turn with and without `--record`:",
    markdownTable(
      [
        "workload",
        "requests/s",
        "recorded",
        "throughput lost, %",
        "CPU µs/request",
        "recorded",
        "trace bytes/request",
      ],
      recording.map(recordingRow),
    ),
  ].join("\n\n");
}

function recordingRow({ workload, plain, recorded }: RecordingFigures): string[] {
  const of = (rounds: readonly RecordingRound[], name: keyof RecordingRound): number =>
    median(rounds.map((round) => round[name]));
  const rate = of(plain, "requestsPerSecond");
  const recordedRate = of(recorded, "requestsPerSecond");
  return [
    workload,
    wholeNumber(rate),
    wholeNumber(recordedRate),
    figure(100 * (1 - recordedRate / rate)),
    figure(of(plain, "cpuMicroseconds")),
    figure(of(recorded, "cpuMicroseconds")),
    figure(of(recorded, "traceBytes")),
  ];
}
