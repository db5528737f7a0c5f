/**
 * Looks into our interpreter while it runs one program: a CPU profile with the functions that took
 * the most time, or the count of deoptimisations, which should come to rest after warm-up.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { figure, markdownTable } from "../report/figures.js";
import { PROFILE_VARIABLE } from "./interpreter-profile.js";
import { profilesFolder, runnerPath } from "./peers.js";
import type { Program } from "./programs.js";

/** The part of Chrome's .cpuprofile format that is read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { functionName: string; url: string; lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Writes PROGRAM.cpuprofile and prints where the time went. Returns the exit status. */
export function profileProgram({ name, path }: Program, scale: number): number {
  mkdirSync(profilesFolder, { recursive: true });
  const file = `${name}.cpuprofile`;
  const env = { ...process.env, [PROFILE_VARIABLE]: join(profilesFolder, file) };
  const call = ["--conditions=joined", runnerPath("interpreter"), path, String(scale)];
  const { status } = spawnSync(process.execPath, call, { stdio: "inherit", env });
  if (status !== 0) return status ?? 1;
  const profile = JSON.parse(readFileSync(join(profilesFolder, file), "utf8")) as CpuProfile;
  console.log(`\n${selfTimeTable(profile, 25)}`);
  console.log(`\nWritten to ${relative(process.cwd(), join(profilesFolder, file))}`);
  return 0;
}

function selfTimeTable({ nodes, samples, timeDeltas }: CpuProfile, limit: number): string {
  const places = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const place = url === "" ? "" : ` ${basename(url)}:${lineNumber + 1}`;
      return [id, `${functionName || "(anonymous)"}${place}`];
    }),
  );
  const selfTimes = new Map<string, number>();
  let total = 0;
  samples.forEach((id, index) => {
    const place = places.get(id) ?? "?";
    const time = timeDeltas[index] ?? 0;
    selfTimes.set(place, (selfTimes.get(place) ?? 0) + time);
    total += time;
  });
  const rows = [...selfTimes]
    .sort((a, b) => b[1] - a[1])
    .slice(0, limit)
    .map(([place, time]) => [place, figure(time / 1000), figure((100 * time) / total)]);
  return markdownTable(["function", "self ms", "%"], rows);
}

/** How V8 tells that it leaves optimised code: why, and which code. */
const BAILOUT = /bailout \(.*?reason: (.+?)\): begin.*opt id (\d+)/;

/**
 * Counts the pieces of optimised code that were left, in the first and in the second half of a run's time.
 * One that is left again and again counts once: V8 keeps what it made for a loop that ran, and leaves it
 * at each end of the loop; and many calls of a deep recursion leave the same code.
 */
async function countDeoptimisations(
  { path }: Program,
  scale: number,
): Promise<{ readonly first: number; readonly second: number; readonly reasons: string }> {
  const times: number[] = [];
  const reasons = new Map<string, number>();
  const left = new Set<string>();
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["--trace-deopt", "--conditions=joined", runnerPath("interpreter"), path, String(scale)],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  createInterface(child.stdout).on("line", (line) => {
    const [, reason = "", code = ""] = BAILOUT.exec(line) ?? [];
    if (code === "" || left.has(code)) return;
    left.add(code);
    times.push(performance.now() - started);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  });
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0) throw new Error(`the interpreter failed on ${path}`);
  const half = (performance.now() - started) / 2;
  const first = times.filter((time) => time < half).length;
  const common = [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 2);
  const text = common.map(([reason, count]) => `${reason} (${count})`).join(", ");
  return { first, second: times.length - first, reasons: text };
}

/** Prints for every program how much optimised code V8 left. */
export async function reportDeoptimisations(
  programs: readonly Program[],
  scale: number,
): Promise<void> {
  const rows: string[][] = [];
  for (const program of programs) {
    const { first, second, reasons } = await countDeoptimisations(program, scale);
    rows.push([program.name, String(first), String(second), reasons]);
  }
  console.log(markdownTable(["program", "first half", "second half", "most often"], rows));
}
