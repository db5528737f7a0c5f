/**
 * `npm run bench:lua -- [OPTIONS]`: our interpreter and command against every other Lua that is
 * installed, on the programs of lua/programs. Exit status 1 if a checksum differs or a run fails.
 */
import { parseArgs } from "node:util";
import { readResult, updatePage, writeResult } from "./report/results.js";
import { luaReport } from "./lua/lua-report.js";
import { problemsOf, type LuaResult } from "./lua/lua-result.js";
import { measurePrograms } from "./lua/measure-programs.js";
import { installedPeers, knownPeers } from "./lua/peers.js";
import { profileProgram, reportDeoptimisations } from "./lua/profile-program.js";
import { listPrograms } from "./lua/programs.js";

const usage = `npm run bench:lua -- [OPTIONS]

  --quick              a tenth of the work, one run: for checking, not for figures
  --runs N             interleaved runs of each (3)
  --scale FACTOR       how much work: 1 is about 1.5 s in lua5.1
  --only A,B           programs; name* for all that begin so
  --peers A,B          implementations, by the names in the table
  --craftos-pc PATH    the executable of CraftOS-PC, to be compared too
  --slow SECONDS       a peer that takes longer for a program runs it once (8)
  --limit SECONDS      a run that takes longer has failed (300)
  --json FILE          where the result goes (benchmarks/.cache/results/lua.json)
  --from FILE          render an earlier result instead of measuring
  --update-docs        put the report into docs/performance.md
  --profile PROGRAM    write a CPU profile of our interpreter instead of measuring
  --deopts             count deoptimisations of our interpreter instead of measuring
  --list               name the programs
`;

function readOptions() {
  return parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      runs: { type: "string" },
      scale: { type: "string" },
      only: { type: "string", default: "" },
      peers: { type: "string", default: "" },
      "craftos-pc": { type: "string" },
      slow: { type: "string", default: "8" },
      limit: { type: "string", default: "300" },
      json: { type: "string" },
      from: { type: "string" },
      "update-docs": { type: "boolean", default: false },
      profile: { type: "string" },
      deopts: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  }).values;
}

type Options = ReturnType<typeof readOptions>;

function names(text: string): string[] {
  return text.split(",").filter((name) => name !== "");
}

async function measure(options: Options): Promise<LuaResult> {
  if (options.from !== undefined) return readResult(options.from) as LuaResult;
  const programs = listPrograms(names(options.only));
  const peers = installedPeers(knownPeers(options["craftos-pc"]), names(options.peers));
  const result = await measurePrograms(programs, peers, {
    runs: Number(options.runs ?? (options.quick ? 1 : 3)),
    scale: Number(options.scale ?? (options.quick ? 0.1 : 1)),
    limitSeconds: Number(options.limit),
    slowSeconds: Number(options.slow),
  });
  writeResult(options.quick ? "lua-quick" : "lua", result, options.json);
  return result;
}

async function main(options: Options): Promise<number> {
  const scale = Number(options.scale ?? (options.quick ? 0.1 : 1));
  if (options.help) {
    console.log(usage);
    return 0;
  }
  if (options.list) {
    for (const { name } of listPrograms([])) console.log(name);
    return 0;
  }
  if (options.profile !== undefined) {
    const [program] = listPrograms([options.profile]);
    if (program !== undefined) return profileProgram(program, scale);
    console.error(`There is no program '${options.profile}': see --list.`);
    return 2;
  }
  if (options.deopts) {
    await reportDeoptimisations(listPrograms(names(options.only)), scale);
    return 0;
  }
  const result = await measure(options);
  const report = luaReport(result);
  console.log(`\n${report}`);
  if (options["update-docs"]) updatePage("bench:lua", report);
  return problemsOf(result).length === 0 ? 0 : 1;
}

process.exitCode = await main(readOptions());
