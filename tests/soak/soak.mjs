/**
 * Half load for as long as one likes: `npm run soak -- --minutes 60 [--engine node] [--clients N]
 * [--seed S]`. Clients ask for everything, check every answer, and leave at random; the server is the
 * command as users run it. Says what was wrong or missing and what became of the server's memory;
 * its exit status is 1 when anything was.
 */
import { spawn } from "node:child_process";
import net from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { chooseExchange, randomNumbers, WrongAnswer } from "./exchanges.mjs";
import { rootFolder } from "../../scripts/run-process.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    engine: { type: "string", default: "auto" },
    clients: { type: "string", default: "64" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const HOST = "127.0.0.1";
const SAMPLE_MS = 5_000;
/** The part of a core that the server is kept at. */
const LOAD = 0.5;

const counts = { answered: 0, left: 0, wrong: 0, missing: 0 };
const problems = [];
let pauseMs = 20;
let isOver = false;

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startServer() {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const command = join(rootFolder, "packages", "cli", "bin", "craftos-http.js");
  const program = join(rootFolder, "tests", "soak", "server.lua");
  const options = ["run", "--ephemeral", "--engine", values.engine, "--metrics-port", metricsPort];
  const child = spawn(process.execPath, [command, ...options, program, port].map(String), {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", (...status) => resolve(status)));
  for (;;) {
    if (child.exitCode !== null) throw new Error("the server did not start");
    const isOpen = await fetch(`http://${HOST}:${port}/hello`).catch(() => undefined);
    if (isOpen?.ok) return { child, ended, at: { host: HOST, port }, metricsPort };
    await wait(100);
  }
}

async function readFigures(metricsPort) {
  const text = await (await fetch(`http://${HOST}:${metricsPort}/metrics`)).text();
  const figure = (name) => Number(new RegExp(`^${name} (\\S+)`, "m").exec(text)?.[1]);
  return {
    atMs: performance.now(),
    cpuSeconds: figure("process_cpu_seconds_total"),
    residentMib: figure("process_resident_memory_bytes") / 2 ** 20,
    heapMib: figure("nodejs_heap_size_used_bytes") / 2 ** 20,
  };
}

async function runClient(at, number) {
  const random = randomNumbers(Number(values.seed) * 1_000 + number);
  for (let index = 0; !isOver; index++) {
    const exchange = chooseExchange(random);
    try {
      await exchange.run(at, `${number}-${index}`, random);
      counts[exchange.name === "leave" ? "left" : "answered"]++;
    } catch (error) {
      counts[error instanceof WrongAnswer ? "wrong" : "missing"]++;
      if (problems.length < 20)
        problems.push(`${exchange.name} ${number}-${index}: ${error.message}`);
    }
    await wait(random() * 2 * pauseMs);
  }
}

/** Takes figures until the time is over, and keeps the server at its load by pauses between requests. */
async function watch({ metricsPort, child }) {
  const endMs = performance.now() + Number(values.minutes) * 60_000;
  const samples = [await readFigures(metricsPort)];
  while (performance.now() < endMs && child.exitCode === null && child.signalCode === null) {
    await wait(SAMPLE_MS);
    const before = samples.at(-1);
    const now = await readFigures(metricsPort);
    const load = ((now.cpuSeconds - before.cpuSeconds) * 1000) / (now.atMs - before.atMs);
    pauseMs = Math.min(1_000, Math.max(1, pauseMs * Math.min(2, Math.max(0.5, load / LOAD))));
    samples.push(now);
    const figures = `${now.residentMib.toFixed(0)} MiB resident, ${now.heapMib.toFixed(0)} MiB heap`;
    const said = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
    console.log(
      `${((now.atMs - samples[0].atMs) / 60_000).toFixed(1)} min: ${said.join(", ")}; ${figures}, ${(load * 100).toFixed(0)} % of a core`,
    );
  }
  return samples;
}

/** The least of a figure in each fifth of the time: what is left when garbage is gone. */
function leastByFifth(samples, figure) {
  return [0, 1, 2, 3, 4].map((fifth) => {
    const from = Math.floor((samples.length * fifth) / 5);
    const to = Math.max(from + 1, Math.floor((samples.length * (fifth + 1)) / 5));
    return Math.min(...samples.slice(from, to).map((sample) => sample[figure])).toFixed(1);
  });
}

console.log(`seed ${values.seed}, ${values.clients} clients, ${values.minutes} minutes`);
const server = await startServer();
const clients = Array.from({ length: Number(values.clients) }, (_, n) => runClient(server.at, n));
const samples = await watch(server);
isOver = true;
await Promise.all(clients);
server.child.kill("SIGTERM");
const [status, signal] = await server.ended;
for (const problem of problems) console.log(problem);
console.log(
  `least resident memory, fifth by fifth: ${leastByFifth(samples, "residentMib").join(", ")} MiB`,
);
console.log(
  `least heap in use, fifth by fifth: ${leastByFifth(samples, "heapMib").join(", ")} MiB`,
);
console.log(
  `${counts.answered} right answers, ${counts.wrong} wrong, ${counts.missing} missing, ${counts.left} clients left; the server ended with ${signal ?? status}`,
);
process.exitCode = counts.wrong + counts.missing > 0 || status !== 0 ? 1 : 0;
