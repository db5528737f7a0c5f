/**
 * Measures every server under every workload, interleaved: in each round each server is started
 * afresh, checked, warmed up, loaded, checked again and ended before the next one starts.
 */
import { describeMachine } from "../report/machine.js";
import { measureProcess, type Command } from "../report/measure-process.js";
import { cpuSecondsOf, pinned } from "./cores.js";
import type { HttpResult, ServerFigures, StartFigures } from "./http-result.js";
import type { LoadGenerator } from "./load.js";
import { freePort, startServer } from "./server-process.js";
import { commandLine, programPath, type Server } from "./servers.js";
import { checkAnswer, workloads, type Workload } from "./workloads.js";

/** How much is run. */
export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  /** What is asked; default everything. */
  readonly workloads?: readonly Workload[];
  /** How often a program that does nothing is run. */
  readonly starts: number;
}

/** Measures; says on standard error what it is at. */
export async function measureServers(
  servers: readonly Server[],
  load: LoadGenerator,
  plan: Plan,
): Promise<HttpResult> {
  const machine = describeMachine();
  const result = {
    hello: emptyFigures(servers),
    echo: emptyFigures(servers),
    json: emptyFigures(servers),
  };
  for (let round = 1; round <= plan.rounds; round++) {
    for (const workload of plan.workloads ?? workloads) {
      for (const server of servers) {
        const figures = result[workload.name][server.name];
        if (figures === undefined || figures.failure !== undefined) continue;
        process.stderr.write(
          `round ${round} of ${plan.rounds}: ${workload.name}, ${server.name}, ` +
            `${plan.connections} connections\n`,
        );
        try {
          await measureRound(server, workload, load, plan, figures);
        } catch (error) {
          figures.failure = error instanceof Error ? error.message : String(error);
        }
      }
    }
  }
  const ours = servers.some(({ name }) => name.startsWith("craftos-http"));
  const starts = await measureStarts(plan.starts, ours);
  const { connections, seconds } = plan;
  return { machine, load: load.name, pinned, connections, seconds, workloads: result, starts };
}

function emptyFigures(servers: readonly Server[]): Record<string, ServerFigures> {
  return Object.fromEntries(servers.map(({ name }) => [name, { rounds: [], firstAnswerMs: [] }]));
}

async function measureRound(
  server: Server,
  workload: Workload,
  load: LoadGenerator,
  plan: Plan,
  figures: ServerFigures,
): Promise<void> {
  const port = await freePort();
  const command = server.command(workload, port);
  if (command === undefined) return;
  const running = await startServer(command, workload, port);
  try {
    await checkAnswer(workload, port);
    await load.run(workload, port, { ...plan, seconds: plan.warmUpSeconds });
    const before = cpuSecondsOf(running.pid);
    const round = await load.run(workload, port, plan);
    const after = cpuSecondsOf(running.pid);
    await checkAnswer(workload, port);
    if (round.failed > 0) throw new Error(`${round.failed} requests failed under load`);
    const used = before === undefined || after === undefined ? undefined : after - before;
    figures.rounds.push({ ...round, serverCpuSeconds: used });
    figures.firstAnswerMs.push(running.firstAnswerMs);
  } finally {
    await running.stop();
  }
}

/** How long an empty program takes, beside Node doing nothing. */
async function measureStarts(
  count: number,
  ours: boolean,
): Promise<Readonly<Record<string, StartFigures>>> {
  const commands: Record<string, Command> = { "node -e 0": [process.execPath, "-e", "0"] };
  if (ours) {
    const path = programPath("empty");
    commands["craftos-http run empty.lua"] = [process.execPath, commandLine, "run", path];
  }
  const starts: Record<string, StartFigures> = {};
  for (let run = 0; run < count; run++) {
    for (const [name, command] of Object.entries(commands)) {
      const { status, wallSeconds, cpuSeconds, stderr } = await measureProcess(command, 30_000);
      if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
      const figures = (starts[name] ??= { wallMs: [], cpuMs: [] });
      figures.wallMs.push(wallSeconds * 1000);
      if (cpuSeconds !== undefined) figures.cpuMs.push(cpuSeconds * 1000);
    }
  }
  return starts;
}
