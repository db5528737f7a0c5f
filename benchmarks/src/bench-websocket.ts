/**
 * `npm run bench:websocket -- [OPTIONS]`: WebSocket echo of our command beside raw uWebSockets.js
 * and npm's ws, and what idle WebSockets take. Exit status 1 if a message was lost or wrong.
 */
import { parseArgs } from "node:util";
import { readResult, updatePage, writeResult } from "./report/results.js";
import { measureWebSockets } from "./websocket/measure-websockets.js";
import { webSocketReport } from "./websocket/websocket-report.js";
import { failuresOf, type WebSocketResult } from "./websocket/websocket-result.js";
import { bar, webSocketServers } from "./websocket/websocket-servers.js";

const usage = `npm run bench:websocket -- [OPTIONS]

  --quick              one round of one second, 1,000 idle connections: for checking
  --rounds N           interleaved rounds, a fresh server in each (5)
  --seconds N          how long each round is (5)
  --connections N      kept open by the load (64)
  --idle N             idle connections (10000)
  --only TEXT          servers whose name has this text, and uWebSockets.js
  --json FILE          where the result goes (benchmarks/.cache/results/websocket.json)
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
      idle: { type: "string" },
      only: { type: "string", default: "" },
      json: { type: "string" },
      from: { type: "string" },
      "update-docs": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  }).values;
}

type Options = ReturnType<typeof readOptions>;

async function measure(options: Options): Promise<WebSocketResult> {
  if (options.from !== undefined) return readResult(options.from) as WebSocketResult;
  const servers = webSocketServers.filter(
    ({ name }) => name === bar || name.includes(options.only),
  );
  const { quick } = options;
  const result = await measureWebSockets(servers, {
    rounds: Number(options.rounds ?? (quick ? 1 : 5)),
    seconds: Number(options.seconds ?? (quick ? 1 : 5)),
    warmUpSeconds: quick ? 1 : 2,
    connections: Number(options.connections),
    idleConnections: Number(options.idle ?? (quick ? 1_000 : 10_000)),
  });
  writeResult(quick ? "websocket-quick" : "websocket", result, options.json);
  return result;
}

async function main(options: Options): Promise<number> {
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const result = await measure(options);
  const report = webSocketReport(result);
  console.log(`\n${report}`);
  if (options["update-docs"]) updatePage("bench:websocket", report);
  return failuresOf(result).length === 0 ? 0 : 1;
}

process.exitCode = await main(readOptions());
