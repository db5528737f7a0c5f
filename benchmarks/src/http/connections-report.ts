/**
 * Renders what `bench:http -- --connections 1,64,1000` found: whether a request costs the same however
 * many connections there are, beside raw uWebSockets.js. Pure.
 */
import { machineLine } from "../report/machine.js";
import { figure, markdownTable, wholeNumber } from "../report/figures.js";
import { bar, cpuMicroseconds, medianOf, rate } from "./http-report.js";
import { type ConnectionsResult, failuresOf, type HttpResult } from "./http-result.js";
import { workloads } from "./workloads.js";

/** The whole report. */
export function connectionsReport({ levels }: ConnectionsResult): string {
  const [first] = levels;
  if (first === undefined) return "";
  const failures = levels.flatMap(failuresOf);
  const pinning = first.pinned ? "each pinned to a core of its own" : "not pinned";
  return [
    machineLine(first.machine),
    `Load by ${first.load}, ${first.seconds} s a round after warming up, medians; server and load ${pinning}.`,
    ...workloads.flatMap(({ name, title }) => tableOf(name, title, levels)),
    ...(failures.length === 0 ? [] : ["Wrong:", failures.map((line) => `- ${line}`).join("\n")]),
  ].join("\n\n");
}

type WorkloadName = keyof HttpResult["workloads"];

function tableOf(name: WorkloadName, title: string, levels: readonly HttpResult[]): string[] {
  const rows = levels.flatMap(({ connections, workloads: measured }) => {
    const reference = measured[name][bar];
    return Object.entries(measured[name])
      .filter(([, { rounds }]) => rounds.length > 0)
      .map(([server, figures]) => {
        const cpu = medianOf(figures, cpuMicroseconds);
        const p99 = medianOf(figures, ({ p99Ms }) => p99Ms);
        return [
          server,
          wholeNumber(connections),
          wholeNumber(medianOf(figures, rate)),
          figure(cpu),
          figure(cpu / medianOf(reference, cpuMicroseconds)),
          figure(medianOf(figures, ({ p50Ms }) => p50Ms)),
          figure(p99),
          figure(p99 / medianOf(reference, ({ p99Ms }) => p99Ms)),
        ];
      });
  });
  if (rows.length === 0) return [];
  const head = ["server", "connections", "requests/s", "CPU µs/request", `CPU, ${bar} = 1`];
  return [`${title}:`, markdownTable([...head, "p50 ms", "p99 ms", `p99, ${bar} = 1`], rows)];
}
