/**
 * Renders a result of `bench:lua`: a summary with geometric means, one table of seconds per measure,
 * and what went wrong. Pure: the same result, the same text.
 */
import { machineLine } from "../report/machine.js";
import { figure, markdownTable } from "../report/figures.js";
import { geometricMean } from "../report/statistics.js";
import { problemsOf, timeOf, type LuaResult, type Measure } from "./lua-result.js";

const bases = ["lua5.1", "luajit"];
const measures: readonly Measure[] = ["inside", "whole"];
const titles: Readonly<Record<Measure, string>> = {
  inside: "Inside: seconds by `os.clock` around the work",
  whole: "Whole: CPU seconds of the process, start-up included",
};

/** The whole report. */
export function luaReport(result: LuaResult): string {
  const programCount = Object.keys(result.programs).length;
  return [
    machineLine(result.machine),
    `${programCount} programs at scale ${result.scale}, medians of ${result.runs} interleaved runs. ${versionLine(result)}`,
    "Geometric means of ratios, smaller is faster:",
    summaryTable(result),
    ...measures.flatMap((measure) => [`${titles[measure]}:`, timeTable(result, measure)]),
    ...problemSection(result),
  ].join("\n\n");
}

function versionLine({ peers }: LuaResult): string {
  const versions = Object.entries(peers).map(([name, version]) => `${name}: ${version}`);
  return `${versions.join("; ")}.`;
}

/** The time of one peer divided by that of another, for every program that both ran. */
function ratios(
  result: LuaResult,
  peer: string,
  base: string,
  measure: Measure,
): readonly (readonly [program: string, ratio: number])[] {
  const found: [string, number][] = [];
  for (const program of Object.keys(result.programs)) {
    const time = timeOf(result, program, peer, measure);
    const reference = timeOf(result, program, base, measure);
    if (time !== undefined && reference !== undefined && time > 0 && reference > 0) {
      found.push([program, time / reference]);
    }
  }
  return found;
}

function meanRatio(result: LuaResult, peer: string, base: string, measure: Measure): string {
  return figure(geometricMean(ratios(result, peer, base, measure).map(([, ratio]) => ratio)));
}

function summaryTable(result: LuaResult): string {
  const present = bases.filter((base) => base in result.peers);
  const columns = measures.flatMap((measure) => present.map((base) => ({ measure, base })));
  const head = ["peer", ...columns.map(({ measure, base }) => `${measure}, ${base} = 1`)];
  const rows = Object.keys(result.peers).map((peer) => [
    peer,
    ...columns.map(({ measure, base }) => meanRatio(result, peer, base, measure)),
    worstCell(result, peer),
  ]);
  return markdownTable([...head, "slowest against lua5.2, inside"], rows);
}

/** The program on which a peer does worst against lua5.2. */
function worstCell(result: LuaResult, peer: string): string {
  const worst = [...ratios(result, peer, "lua5.2", "inside")].sort((a, b) => b[1] - a[1])[0];
  return worst === undefined || peer === "lua5.2" ? "–" : `${worst[0]} ${figure(worst[1])}`;
}

function timeTable(result: LuaResult, measure: Measure): string {
  const peers = Object.keys(result.peers);
  const rows = Object.keys(result.programs).map((program) => [
    program,
    ...peers.map((peer) => figure(timeOf(result, program, peer, measure))),
  ]);
  const means = bases
    .filter((base) => base in result.peers)
    .map((base) => [
      `mean ratio, ${base} = 1`,
      ...peers.map((peer) => meanRatio(result, peer, base, measure)),
    ]);
  return markdownTable(["program", ...peers], [...rows, ...means]);
}

function problemSection(result: LuaResult): readonly string[] {
  const problems = problemsOf(result);
  return problems.length === 0 ? [] : ["Wrong:", problems.map((line) => `- ${line}`).join("\n")];
}
