/**
 * Runs every program on every peer, interleaved: in each round all peers run a program one after the
 * other, so that what disturbs the machine for a while disturbs them all.
 */
import { describeMachine } from "../report/machine.js";
import { measureProcess, type ProcessCost } from "../report/measure-process.js";
import type { LuaResult, Measurement } from "./lua-result.js";
import type { InstalledPeer } from "./peers.js";
import type { Program } from "./programs.js";

/** How much is run. */
export interface Plan {
  readonly runs: number;
  readonly scale: number;
  /** A run that takes longer is ended and counts as failed. */
  readonly limitSeconds: number;
  /** A peer that took longer for a program runs it no second time. */
  readonly slowSeconds: number;
}

/** Measures; says on standard error what it is at. */
export async function measurePrograms(
  programs: readonly Program[],
  peers: readonly InstalledPeer[],
  plan: Plan,
): Promise<LuaResult> {
  const machine = describeMachine();
  const measurements: Record<string, Record<string, Measurement>> = {};
  for (const { name } of programs) {
    measurements[name] = Object.fromEntries(
      peers.map((peer) => [peer.name, { inside: [], whole: [], wall: [] }]),
    );
  }
  for (let round = 1; round <= plan.runs; round++) {
    for (const program of programs) {
      process.stderr.write(`round ${round} of ${plan.runs}: ${program.name}\n`);
      for (const peer of peers) {
        const measurement = measurements[program.name]?.[peer.name];
        if (measurement === undefined || isDone(measurement, plan)) continue;
        const command = peer.command(program, plan.scale);
        record(measurement, await measureProcess(command, plan.limitSeconds * 1000));
      }
    }
  }
  const versions = Object.fromEntries(peers.map(({ name, version }) => [name, version]));
  const { scale, runs } = plan;
  return { machine, scale, runs, peers: versions, programs: measurements };
}

function isDone({ failure, wall }: Measurement, plan: Plan): boolean {
  return failure !== undefined || (wall[0] ?? 0) > plan.slowSeconds;
}

function record(measurement: Measurement, cost: ProcessCost): void {
  const checksum = /^checksum (.*?)\s*$/m.exec(cost.stdout)?.[1];
  const seconds = /^seconds ([\d.]+)/m.exec(cost.stdout)?.[1];
  if (cost.status !== 0 || checksum === undefined || seconds === undefined) {
    measurement.failure = failureText(cost);
    return;
  }
  if (measurement.checksum !== undefined && measurement.checksum !== checksum) {
    measurement.failure = `checksum changed from '${measurement.checksum}' to '${checksum}'`;
    return;
  }
  measurement.checksum = checksum;
  measurement.inside.push(Number(seconds));
  measurement.wall.push(cost.wallSeconds);
  if (cost.cpuSeconds !== undefined) measurement.whole.push(cost.cpuSeconds);
}

function failureText({ status, stderr, stdout }: ProcessCost): string {
  const said = (stderr.trim() || stdout.trim()).split("\n").slice(0, 3).join(" / ");
  return `${status === undefined ? "ended by the time limit" : `exit status ${status}`}: ${said}`;
}
