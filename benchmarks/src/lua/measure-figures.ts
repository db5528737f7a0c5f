/**
 * For Lua programs that measure something themselves and print `figure NAME VALUE` lines: runs them
 * on several peers, interleaved, and lays the medians out with a row for each figure.
 */
import { describeMachine, machineLine, type Machine } from "../report/machine.js";
import { figure, markdownTable } from "../report/figures.js";
import { measureProcess } from "../report/measure-process.js";
import { median } from "../report/statistics.js";
import type { InstalledPeer } from "./peers.js";
import type { Program } from "./programs.js";

/** Figure, then peer, then one value per run. */
export interface FiguresResult {
  readonly machine: Machine;
  readonly peers: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  readonly failures: readonly string[];
}

/** Runs the program so many times on each peer. */
export async function measureFigures(
  program: Program,
  peers: readonly InstalledPeer[],
  runs: number,
): Promise<FiguresResult> {
  const machine = describeMachine();
  const figures: Record<string, Record<string, number[]>> = {};
  const failures: string[] = [];
  for (let run = 1; run <= runs; run++) {
    for (const peer of peers) {
      process.stderr.write(`run ${run} of ${runs}: ${peer.name}\n`);
      const { status, stdout, stderr } = await measureProcess(peer.command(program, 1), 120_000);
      if (status !== 0) failures.push(`${peer.name}: ${stderr.trim().slice(0, 300)}`);
      for (const [, name = "", value] of stdout.matchAll(/^figure (\S+) (\S+)\s*$/gm)) {
        ((figures[name] ??= {})[peer.name] ??= []).push(Number(value));
      }
    }
  }
  const versions = Object.fromEntries(peers.map(({ name, version }) => [name, version]));
  return { machine, peers: versions, figures, failures };
}

/** A table with a column for each peer; a figure's name ends in its unit. */
export function figuresReport(result: FiguresResult): string {
  const peers = Object.keys(result.peers);
  const rows = Object.entries(result.figures).map(([name, values]) => [
    name.replaceAll("-", " "),
    ...peers.map((peer) => figure(median(values[peer] ?? []))),
  ]);
  const failures = result.failures.map((line) => `- ${line}`).join("\n");
  return [
    machineLine(result.machine),
    markdownTable(["figure", ...peers], rows),
    ...(failures === "" ? [] : ["Wrong:", failures]),
  ].join("\n\n");
}
