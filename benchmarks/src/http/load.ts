/**
 * The load: wrk where it is installed, since it costs a tenth of what a generator in JavaScript does
 * and so leaves the server as the narrow place; else autocannon from npm. The report names it.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isInstalled, measureProcess, type Command } from "../report/measure-process.js";
import { benchmarksFolder } from "../report/results.js";
import { onCore } from "./cores.js";
import type { Workload } from "./workloads.js";

const require = createRequire(import.meta.url);

/** What a load generator saw. */
export interface LoadFigures {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests with a wrong status, a broken connection or no answer in time. */
  readonly failed: number;
}

/** How hard and how long. */
export interface LoadPlan {
  readonly connections: number;
  readonly seconds: number;
}

/** A program that makes requests. */
export interface LoadGenerator {
  readonly name: string;
  run(workload: Workload, port: number, plan: LoadPlan): Promise<LoadFigures>;
}

async function outputOf(command: Command, seconds: number): Promise<string> {
  const { status, stdout, stderr } = await measureProcess(
    onCore("load", command),
    (seconds + 30) * 1000,
  );
  if (status !== 0) throw new Error(`${command[0]} failed: ${stderr || stdout}`);
  return stdout;
}

const wrk: LoadGenerator = {
  name: "wrk",
  async run({ path, body, isVaried }, port, { connections, seconds }) {
    const output = await outputOf(
      [
        "wrk",
        "--threads=1",
        `--connections=${connections}`,
        `--duration=${Math.ceil(seconds)}s`,
        "--timeout=10s",
        `--script=${join(benchmarksFolder, "http", "wrk-report.lua")}`,
        `http://127.0.0.1:${port}${path}`,
        "--",
        ...(body === "" ? ["get"] : ["post", body]),
        ...(isVaried === true ? ["varied"] : []),
      ],
      seconds,
    );
    const figures = /^figures (.*)$/m.exec(output)?.[1];
    if (figures === undefined) throw new Error(`wrk printed no figures: ${output}`);
    return JSON.parse(figures) as LoadFigures;
  },
};

/** The part of autocannon's JSON that is used here. */
interface AutocannonResult {
  readonly requests: { readonly total: number };
  readonly duration: number;
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly errors: number;
  readonly timeouts: number;
  readonly non2xx: number;
}

const autocannon: LoadGenerator = {
  name: "autocannon",
  async run({ path, body }, port, { connections, seconds }) {
    const manifest = require.resolve("autocannon/package.json");
    const output = await outputOf(
      [
        process.execPath,
        join(dirname(manifest), "autocannon.js"),
        "--json",
        `--connections=${connections}`,
        `--duration=${Math.ceil(seconds)}`,
        ...(body === "" ? [] : ["--method=POST", `--body=${body}`]),
        `http://127.0.0.1:${port}${path}`,
      ],
      seconds,
    );
    const result = JSON.parse(output) as AutocannonResult;
    return {
      requests: result.requests.total,
      seconds: result.duration,
      p50Ms: result.latency.p50,
      p99Ms: result.latency.p99,
      failed: result.errors + result.timeouts + result.non2xx,
    };
  },
};

/** The generator of that name, or the best there is. */
export function chooseLoadGenerator(name: string | undefined): LoadGenerator {
  if (name !== undefined && name !== "wrk" && name !== "autocannon") {
    throw new Error(`There is no load generator '${name}': say wrk or autocannon.`);
  }
  if (name === "autocannon") return autocannon;
  return name === "wrk" || isInstalled(["wrk", "--version"]) ? wrk : autocannon;
}
