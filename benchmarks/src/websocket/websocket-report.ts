/**
 * Renders a result of `bench:websocket`: one table per number of messages in flight, one for idle
 * connections. Pure.
 */
import { machineLine } from "../report/machine.js";
import { figure, markdownTable, wholeNumber } from "../report/figures.js";
import { median } from "../report/statistics.js";
import { messageBytes } from "./echo-connection.js";
import {
  type EchoFigures,
  type EchoRound,
  failuresOf,
  type WebSocketResult,
} from "./websocket-result.js";
import { bar } from "./websocket-servers.js";

/** Below this part of a core the server was not the narrow place. */
const busyEnough = 0.9;

/** The whole report. */
export function webSocketReport(result: WebSocketResult): string {
  const pinning = result.pinned ? "each pinned to a core of its own" : "not pinned";
  const failures = failuresOf(result);
  return [
    machineLine(result.machine),
    `Echo of ${messageBytes} bytes on ${result.connections} connections, ${result.seconds} s a round after warming up, medians; server and load ${pinning}.`,
    ...Object.entries(result.echo).flatMap(([inFlight, servers]) => [
      inFlight === "1" ? "One message at a time:" : `${inFlight} messages in flight each:`,
      echoTable(servers),
    ]),
    ...idleServers(result),
    `${wholeNumber(result.idleConnections)} idle WebSockets, memory of the whole process:`,
    idleTable(result),
    ...(failures.length === 0 ? [] : ["Wrong:", failures.map((line) => `- ${line}`).join("\n")]),
  ].join("\n\n");
}

function medianOf(
  figures: EchoFigures | undefined,
  read: (round: EchoRound) => number | undefined,
): number {
  const values = (figures?.rounds ?? []).map(read).filter((value) => value !== undefined);
  return median(values);
}

function rate({ messages, seconds }: EchoRound): number {
  return messages / seconds;
}

function cpuMicroseconds({ serverCpuSeconds, messages }: EchoRound): number | undefined {
  return serverCpuSeconds === undefined ? undefined : (serverCpuSeconds * 1e6) / messages;
}

function busy({ serverCpuSeconds, seconds }: EchoRound): number | undefined {
  return serverCpuSeconds === undefined ? undefined : serverCpuSeconds / seconds;
}

function echoTable(servers: Readonly<Record<string, EchoFigures>>): string {
  const barRate = medianOf(servers[bar], rate);
  const barCpu = medianOf(servers[bar], cpuMicroseconds);
  const rows = Object.entries(servers)
    .filter(([, figures]) => figures.rounds.length > 0)
    .map(([name, figures]) => [
      name,
      wholeNumber(medianOf(figures, rate)),
      figure(medianOf(figures, rate) / barRate),
      figure(medianOf(figures, cpuMicroseconds)),
      figure(barCpu / medianOf(figures, cpuMicroseconds)),
      figure(100 * medianOf(figures, busy)),
    ]);
  const head = ["server", "messages/s", `${bar} = 1`, "CPU µs/message"];
  return markdownTable([...head, `by CPU, ${bar} = 1`, "server's core busy, %"], rows);
}

/** A remark if it was not the server that limited the rate. */
function idleServers({ echo }: WebSocketResult): readonly string[] {
  const idle = Object.entries(echo).flatMap(([inFlight, servers]) =>
    Object.entries(servers)
      .filter(([, figures]) => medianOf(figures, busy) < busyEnough)
      .map(([name]) => `${name} (${inFlight})`),
  );
  if (idle.length === 0) return [];
  return [
    `Where the server's core was not busy all the time, the load or something else on the machine held it up: the rate is too low, and CPU per message is the figure to compare. ${idle.join(", ")}.`,
  ];
}

function idleTable({ idle, idleConnections }: WebSocketResult): string {
  const megabytes = (bytes: number): string => figure(bytes / 1e6);
  const rows = Object.entries(idle).map(([name, { emptyBytes, fullBytes }]) => [
    name,
    megabytes(emptyBytes),
    megabytes(fullBytes),
    megabytes(fullBytes - emptyBytes),
    figure((fullBytes - emptyBytes) / idleConnections / 1000),
  ]);
  return markdownTable(["server", "empty, MB", "full, MB", "more, MB", "KB each"], rows);
}
