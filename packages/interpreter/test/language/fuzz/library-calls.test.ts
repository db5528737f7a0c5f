/**
 * Random calls of library functions give what PUC Lua gives: results, and errors with their texts.
 * `npm run fuzz` goes on for longer.
 */
import { describe, expect, it } from "vitest";
import type { OracleVersion } from "../../puc-oracle.js";
import { SeededRandom } from "../../seeded-random.js";
import { runHere, runInPuc } from "../../stdlib/compare-with-puc.js";
import { fuzzSeeds, isLongRun } from "./fuzz-budget.js";
import { callText, GENERATORS, type LibraryCall } from "./random-library-calls.js";

/** How many calls one program makes. */
const CALLS_PER_PROGRAM = 40;

function sourceOf(calls: readonly LibraryCall[]): string {
  return calls.map((call) => `try(function() return id(${callText(call)}) end)`).join("\n");
}

/** What a program printed, without addresses. */
function linesOf(output: string): string[] {
  return output.replace(/(?:function|table): \w+/g, "address").split("\n");
}

/** The first call that differs, or null. */
function failing(calls: readonly LibraryCall[], version: OracleVersion): LibraryCall | null {
  const source = sourceOf(calls);
  const ours = linesOf(runHere(source));
  const theirs = linesOf(runInPuc(source, version));
  const at = theirs.findIndex((line, i) => line !== ours[i]);
  return at < 0 ? null : calls[at]!;
}

/** Leaves out arguments and characters of strings for as long as the call still differs. */
function shrink(call: LibraryCall, version: OracleVersion): LibraryCall {
  const smaller = [
    ...call.args.map((_, i) => call.args.slice(0, i)),
    ...call.args.flatMap((argument, i) =>
      shorterTexts(argument).map((text) => call.args.map((other, j) => (i === j ? text : other))),
    ),
  ];
  for (const args of smaller) {
    const candidate = { callee: call.callee, args };
    if (failing([candidate], version) !== null) return shrink(candidate, version);
  }
  return call;
}

function shorterTexts(argument: string): string[] {
  if (!argument.startsWith('"')) return [];
  const pieces = argument.slice(1, -1).match(/\\\d\d\d|[^]/g) ?? [];
  return pieces.map((_, i) => `"${pieces.filter((__, j) => j !== i).join("")}"`);
}

describe("random calls of library functions", () => {
  it.each(GENERATORS)(
    "give what PUC gives: $name",
    { timeout: isLongRun ? 0 : 60_000 },
    async ({ name, version, call }) => {
      for await (const seed of fuzzSeeds(`programs of 40 calls, ${name}`, 25)) {
        const random = new SeededRandom(seed);
        const calls = Array.from({ length: CALLS_PER_PROGRAM }, () => call(random));
        const found = failing(calls, version);
        if (found === null) continue;
        const source = sourceOf([shrink(found, version)]);
        expect(runHere(source), `seed ${seed}: ${source}`).toBe(runInPuc(source, version));
      }
    },
  );
});
