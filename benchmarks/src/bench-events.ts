/**
 * `node scripts/workspace.mjs bench events [OPTIONS]`: the event loop's own speed, what idle
 * computers take, and what recording costs a server.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { eventsReport, type EventsResult } from "./events/events-report.js";
import { type Figures, measureKernel } from "./events/kernel-figures.js";
import { measureRecording } from "./events/recording-cost.js";
import { chooseLoadGenerator } from "./http/load.js";
import { describeMachine } from "./report/machine.js";
import { readResult, updatePage, writeResult } from "./report/results.js";

const usage = `node scripts/workspace.mjs bench events [OPTIONS]

  --quick          one round of one second: for checking, not for figures
  --rounds N       rounds of everything (5)
  --seconds N      how long each round under load is (4)
  --connections N  kept open by the load generator (64)
  --from FILE      render an earlier result instead of measuring
  --update-docs    put the report into docs/performance.md
`;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    seconds: { type: "string" },
    connections: { type: "string", default: "64" },
    from: { type: "string" },
    "update-docs": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function measureIdle(): Figures {
  const script = fileURLToPath(new URL("run-idle-computers.js", import.meta.url));
  const args = ["--expose-gc", script, "1000"];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Figures;
}

async function measure(): Promise<EventsResult> {
  if (options.from !== undefined) return readResult(options.from) as EventsResult;
  const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));
  const seconds = Number(options.seconds ?? (options.quick ? 1 : 4));
  const machine = describeMachine();
  const kernel: Figures[] = [];
  for (let round = 0; round < rounds; round++) {
    kernel.push({ ...measureKernel(options.quick ? 100_000 : 1_000_000), ...measureIdle() });
  }
  const plan = { rounds, seconds, connections: Number(options.connections) };
  const recording = await measureRecording(chooseLoadGenerator(undefined), plan);
  const result = { machine, kernel, recording };
  writeResult(options.quick ? "events-quick" : "events", result, undefined);
  return result;
}

if (options.help) {
  console.log(usage);
} else {
  const report = eventsReport(await measure());
  console.log(`\n${report}`);
  if (options["update-docs"]) updatePage("bench:events", report);
}
