/**
 * The command line that `bench memory` and `bench loading` share.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchmarksFolder, readResult, updatePage, writeResult } from "../report/results.js";
import { figuresReport, measureFigures, type FiguresResult } from "./measure-figures.js";
import { installedPeers, type Peer } from "./peers.js";

const usage = `
  --runs N             interleaved runs of each (3)
  --peers A,B          implementations, by the names in the table
  --json FILE          where the result goes (benchmarks/.cache/results/NAME.json)
  --from FILE          render an earlier result instead of measuring
  --update-docs        put the report into docs/performance.md
`;

/**
 * Measures lua/NAME.lua on the peers, prints and writes the result.
 *
 * @returns the exit status: 1 if a peer failed
 */
export async function runFiguresCommand(name: string, peers: readonly Peer[]): Promise<number> {
  const { values: options } = parseArgs({
    options: {
      runs: { type: "string", default: "3" },
      peers: { type: "string", default: "" },
      json: { type: "string" },
      from: { type: "string" },
      "update-docs": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (options.help) {
    console.log(usage);
    return 0;
  }
  let result: FiguresResult;
  if (options.from === undefined) {
    const program = { name, path: join(benchmarksFolder, "lua", `${name}.lua`) };
    const wanted = options.peers.split(",").filter((peer) => peer !== "");
    result = await measureFigures(program, installedPeers(peers, wanted), Number(options.runs));
    writeResult(name, result, options.json);
  } else {
    result = readResult(options.from) as FiguresResult;
  }
  const report = figuresReport(result);
  console.log(`\n${report}`);
  if (options["update-docs"]) updatePage(`bench:${name}`, report);
  return result.failures.length === 0 ? 0 : 1;
}
