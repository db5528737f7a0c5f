/**
 * `npm run bench:http -- [OPTIONS]`: our command under load beside raw uWebSockets.js, node:http and
 * nginx, and how long starting takes. Exit status 1 if an answer was wrong or a request failed.
 */
import { parseArgs } from "node:util";
import { connectionsReport } from "./http/connections-report.js";
import { bar, httpReport } from "./http/http-report.js";
import { type ConnectionsResult, failuresOf, type HttpResult } from "./http/http-result.js";
import { chooseLoadGenerator } from "./http/load.js";
import { measureServers } from "./http/measure-servers.js";
import { installedServers, type Server } from "./http/servers.js";
import { workloads } from "./http/workloads.js";
import { readResult, updatePage, writeResult } from "./report/results.js";

const usage = `npm run bench:http -- [OPTIONS]

  --quick              one round of one second: for checking, not for figures
  --rounds N           interleaved rounds, a fresh server in each (5)
  --seconds N          how long each round is (5)
  --connections N      kept open by the load generator (64); several numbers, as in
                       1,64,1000,10000, compare hello with http.listen and raw uWebSockets.js
                       at each, in three rounds unless told otherwise
  --load NAME          wrk or autocannon; wrk where it is installed
  --only TEXT          servers whose name has this text, and uWebSockets.js
  --json FILE          where the result goes (benchmarks/.cache/results/http.json)
  --from FILE          render an earlier result instead of measuring
  --update-docs        put the report into docs/performance.md
`;

function readOptions() {
  return parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      seconds: { type: "string" },
      connections: { type: "string", default: "64" },
      load: { type: "string" },
      only: { type: "string", default: "" },
      json: { type: "string" },
      from: { type: "string" },
      "update-docs": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  }).values;
}

type Options = ReturnType<typeof readOptions>;

/** Those whose name has a text, and the one that they are compared with. */
function serversNamed(text: string): readonly Server[] {
  return installedServers().filter(({ name }) => name === bar || name.includes(text));
}

/** How long is measured, and how often. */
function timesOf({ quick, rounds, seconds }: Options, roundsUnlessTold: number) {
  return {
    rounds: Number(rounds ?? (quick ? 1 : roundsUnlessTold)),
    seconds: Number(seconds ?? (quick ? 1 : 5)),
    warmUpSeconds: quick ? 1 : 2,
  };
}

async function measure(options: Options): Promise<HttpResult> {
  if (options.from !== undefined) return readResult(options.from) as HttpResult;
  const { quick } = options;
  const load = chooseLoadGenerator(options.load);
  const result = await measureServers(serversNamed(options.only), load, {
    ...timesOf(options, 5),
    connections: Number(options.connections),
    starts: quick ? 3 : 15,
  });
  writeResult(quick ? "http-quick" : "http", result, options.json);
  return result;
}

/** How what a request costs depends on the number of connections. */
async function compareConnections(options: Options, numbers: readonly number[]): Promise<number> {
  const servers = serversNamed(options.only === "" ? "http.listen" : options.only);
  const load = chooseLoadGenerator(options.load);
  const asked = workloads.filter(({ name }) => name === "hello");
  const levels: HttpResult[] = [];
  for (const connections of [...numbers].sort((a, b) => a - b)) {
    const times = timesOf(options, 3);
    const plan = { ...times, connections, starts: 0, workloads: asked };
    levels.push(await measureServers(servers, load, plan));
  }
  const result: ConnectionsResult = { levels };
  writeResult(options.quick ? "http-connections-quick" : "http-connections", result, options.json);
  console.log(`\n${connectionsReport(result)}`);
  return levels.flatMap(failuresOf).length === 0 ? 0 : 1;
}

async function main(options: Options): Promise<number> {
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const connections = options.connections.split(",").map(Number);
  if (!connections.every((count) => Number.isSafeInteger(count) && count >= 1)) {
    console.error(`--connections: whole numbers expected, not '${options.connections}'`);
    return 2;
  }
  if (connections.length > 1) return await compareConnections(options, connections);
  const result = await measure(options);
  const report = httpReport(result);
  console.log(`\n${report}`);
  if (options["update-docs"]) updatePage("bench:http", report);
  return failuresOf(result).length === 0 ? 0 : 1;
}

process.exitCode = await main(readOptions());
