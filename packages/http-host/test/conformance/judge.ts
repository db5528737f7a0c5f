/**
 * Compares what came back with what may come back, and writes the results down for people.
 */
import { markdownTable } from "markdown-table";
import type { Observation } from "./observe.js";
import type { ConformanceCase } from "./read-cases.js";

/** One answer of the engine's own, or none, and the connection closed. */
const REFUSED = /^(?:[45]\d\d )?closed$/;

/** An accepted answer for which closing without one will do. */
const REFUSAL = /^[45]\d\d closed$/;

/** Says whether an engine did what a case asks for. */
export function passes({ accepted }: ConformanceCase, { text }: Observation): boolean {
  if (accepted.includes(text)) return true;
  if (accepted.includes("refused")) return REFUSED.test(text);
  return text === "closed" && accepted.some((one) => REFUSAL.test(one));
}

/** Says whether a program saw a request that was none. */
export function isSmuggled({ targets }: Observation): boolean {
  return targets.some((target) => target.includes("smuggled"));
}

/** What an engine did in one case. */
export interface Result {
  readonly case: ConformanceCase;
  readonly observation: Observation;
  readonly passed: boolean;
}

/** Engine by engine, what it did in every case. */
export type Results = ReadonlyMap<string, readonly Result[]>;

/** Writes the page of results: how many passed, and what every case was. */
export function resultsPage(introduction: string, results: Results): string {
  const engines = [...results.keys()];
  const counts = engines.map((engine) => {
    const all = results.get(engine) ?? [];
    const of = (isCounted: (level: string) => boolean): string => {
      const counted = all.filter((one) => isCounted(one.case.level));
      return `${counted.filter((one) => one.passed).length} of ${counted.length}`;
    };
    return [
      engine,
      of((level) => level !== "should"),
      of((level) => level === "smuggling"),
      of((level) => level === "should"),
      String(all.filter((one) => isSmuggled(one.observation)).length),
    ];
  });
  const heads = ["engine", "must", "of these smuggling", "should", "hidden requests seen"];
  const cases = (results.get(engines[0] ?? "") ?? []).map((one, index) => [
    one.case.id,
    one.case.source,
    one.case.level,
    one.case.title,
    ...engines.map((engine) => describeResult(results.get(engine)?.[index])),
  ]);
  const caseHeads = ["case", "RFC", "level", "what", ...engines];
  return `${introduction}\n${markdownTable([heads, ...counts])}\n\n## Every case\n\n${markdownTable([caseHeads, ...cases])}\n`;
}

function describeResult(result: Result | undefined): string {
  if (result === undefined) return "";
  if (result.passed) return "pass";
  return `\`${result.observation.text}\``;
}
