/**
 * Renders a result of `bench:http`: one table per workload, one for starting. Pure.
 */
import { machineLine } from "../report/machine.js";
import { figure, markdownTable, wholeNumber } from "../report/figures.js";
import { median } from "../report/statistics.js";
import { failuresOf, type HttpResult, type LoadRound, type ServerFigures } from "./http-result.js";
import { workloads } from "./workloads.js";

/** The server that the others are compared with. */
export const bar = "uWebSockets.js";

/** Below this part of a core the server was not the narrow place. */
const busyEnough = 0.9;

/** The whole report. */
export function httpReport(result: HttpResult): string {
  const pinning = result.pinned ? "each pinned to a core of its own" : "not pinned";
  const failures = failuresOf(result);
  return [
    machineLine(result.machine),
    `Load by ${result.load}, ${result.connections} connections, ${result.seconds} s a round after warming up, medians; server and load ${pinning}.`,
    ...workloads.flatMap(({ name, title }) => [`${title}:`, loadTable(result.workloads[name])]),
    ...idleServers(result),
    "Starting:",
    firstAnswerTable(result),
    startTable(result),
    ...(failures.length === 0 ? [] : ["Wrong:", failures.map((line) => `- ${line}`).join("\n")]),
  ].join("\n\n");
}

/** Requests a second. */
export function rate({ requests, seconds }: LoadRound): number {
  return requests / seconds;
}

/** The median of what is read of each round, of those that have it. */
export function medianOf(
  figures: ServerFigures | undefined,
  read: (round: LoadRound) => number | undefined,
): number {
  const values = (figures?.rounds ?? []).map(read).filter((value) => value !== undefined);
  return median(values);
}

/** CPU time of the server for a request, in microseconds. */
export function cpuMicroseconds({ serverCpuSeconds, requests }: LoadRound): number | undefined {
  return serverCpuSeconds === undefined ? undefined : (serverCpuSeconds * 1e6) / requests;
}

function busy({ serverCpuSeconds, seconds }: LoadRound): number | undefined {
  return serverCpuSeconds === undefined ? undefined : serverCpuSeconds / seconds;
}

function loadTable(servers: Readonly<Record<string, ServerFigures>>): string {
  const reference = medianOf(servers[bar], rate);
  const rows = Object.entries(servers)
    .filter(([, figures]) => figures.rounds.length > 0)
    .map(([name, figures]) => [
      name,
      wholeNumber(medianOf(figures, rate)),
      figure(medianOf(figures, rate) / reference),
      figure(medianOf(figures, ({ p50Ms }) => p50Ms)),
      figure(medianOf(figures, ({ p99Ms }) => p99Ms)),
      figure(medianOf(figures, cpuMicroseconds)),
      figure(100 * medianOf(figures, busy)),
    ]);
  const head = ["server", "requests/s", `${bar} = 1`, "p50 ms", "p99 ms", "CPU µs/request"];
  return markdownTable([...head, "server's core busy, %"], rows);
}

/** A remark if it was not the server that limited the rate. */
function idleServers({ workloads: measured, load }: HttpResult): readonly string[] {
  const idle = Object.entries(measured).flatMap(([workload, servers]) =>
    Object.entries(servers)
      .filter(([, figures]) => medianOf(figures, busy) < busyEnough)
      .map(([name]) => `${name} (${workload})`),
  );
  if (idle.length === 0) return [];
  return [
    `The server's core was not busy all the time, as ${load} or something else on the machine held it up: the rate is too low, and CPU per request is the figure to compare. ${idle.join(", ")}.`,
  ];
}

function firstAnswerTable({ workloads: { hello } }: HttpResult): string {
  const rows = Object.entries(hello)
    .filter(([, { firstAnswerMs }]) => firstAnswerMs.length > 0)
    .map(([name, { firstAnswerMs }]) => [name, figure(median(firstAnswerMs))]);
  return markdownTable(["server", "command to first answer, ms"], rows);
}

function startTable({ starts }: HttpResult): string {
  const rows = Object.entries(starts).map(([name, { wallMs, cpuMs }]) => [
    `\`${name}\``,
    figure(median(wallMs)),
    figure(median(cpuMs)),
  ]);
  return markdownTable(["command", "wall ms", "CPU ms"], rows);
}
