/**
 * Random programs, library calls and sources against PUC Lua for as long as one likes:
 * `npm run fuzz -- [--minutes M | --count N] [--seed S] [--only TARGET]...`. Says what differed, what
 * ended a process and on which seed, and how much was tried; its exit status is 1 when anything was
 * wrong, 2 for a wrong option.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { rootFolder } from "../../scripts/run-process.mjs";
import { bundleWorker } from "./bundle-worker.mjs";
import { FuzzRun } from "./fuzz-run.mjs";
import { WorkerProcesses } from "./worker-process.mjs";

const USAGE = `Random cases against PUC Lua:
  --minutes M      how long to go on, all targets together; 1 if neither this nor --count is given
  --count N        how many cases of each target
  --seed S         the first seed of each target; another every time by default
  --only TARGET    try this target alone; can be repeated
  --workers N      how many processes at a time; 1 by default
  --memory-mib M   the memory at which a process makes way for a fresh one; 700 by default
  --heap-mib M     the heap at which a process dies; 1500 by default
  --silence-s S    how long a case may take, in seconds; 120 by default
`;

function fail(message) {
  process.stderr.write(`${message}\n${USAGE}`);
  process.exit(2);
}

function readOptions() {
  const number = (text, name, least) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= least)) fail(`--${name} must be at least ${least}`);
    return value;
  };
  const option = (fallback) => ({ type: "string", default: fallback });
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        minutes: { type: "string" },
        count: { type: "string" },
        seed: option(String(Math.floor(Math.random() * 2 ** 32))),
        only: { type: "string", multiple: true, default: [] },
        workers: option("1"),
        "memory-mib": option("700"),
        "heap-mib": option("1500"),
        "silence-s": option("120"),
      },
    }));
  } catch (error) {
    fail(error.message);
  }
  const { minutes, count = "Infinity" } = values;
  const minutesDefault = values.count === undefined ? "1" : "Infinity";
  return {
    minutes: number(minutes ?? minutesDefault, "minutes", 0),
    count: number(count, "count", 1),
    seed: number(values.seed, "seed", 0),
    only: values.only,
    workers: number(values.workers, "workers", 1),
    memoryMib: number(values["memory-mib"], "memory-mib", 1),
    heapMib: number(values["heap-mib"], "heap-mib", 1),
    silenceMs: number(values["silence-s"], "silence-s", 0.1) * 1000,
  };
}

function choose(targets, only) {
  for (const name of only) {
    if (targets.some((target) => target.name === name)) continue;
    fail(`there is no target '${name}'; there are ${targets.map((one) => one.name).join(", ")}`);
  }
  return targets.filter(({ name, isCanary }) => (only.length ? only.includes(name) : !isCanary));
}

async function main(options) {
  const say = (line) => process.stdout.write(`${line}\n`);
  const bundle = await bundleWorker();
  const processes = new WorkerProcesses(bundle.file, options);
  let run;
  const interrupt = (signal) => {
    processes.stop();
    bundle.remove();
    say(`interrupted by ${signal}`);
    for (const line of run?.summary() ?? []) say(line);
    process.exit(1);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, interrupt);
  try {
    let targets = [];
    await processes.run(["list"], (message) => ({ targets } = message));
    const chosen = choose(targets, options.only);
    const folder = join(rootFolder, ".cache", "fuzz", "findings");
    say(`seed ${options.seed}: ${chosen.map(({ name }) => name).join(", ")}`);
    run = new FuzzRun(processes, chosen, { ...options, folder }, say);
    await Promise.all(Array.from({ length: options.workers }, () => run.work()));
  } finally {
    processes.stop();
    bundle.remove();
  }
  for (const line of run.summary()) say(line);
  return run.isClean ? 0 : 1;
}

process.exitCode = await main(readOptions());
