/**
 * Random calls of library functions give what PUC Lua gives: results, and errors with their texts.
 * One target for each group of functions.
 */
import type { OracleVersion } from "../../puc-oracle.js";
import { SeededRandom } from "../../seeded-random.js";
import { runHere, runInPuc } from "../../stdlib/compare-with-puc.js";
import type { FuzzTarget, Verdict } from "./fuzz-target.js";
import {
  type CallGenerator,
  callText,
  GENERATORS,
  type LibraryCall,
} from "./random-library-calls.js";

/** How many calls one program makes. */
const CALLS_PER_PROGRAM = 40;

function sourceOf(calls: readonly LibraryCall[]): string {
  return calls.map((call) => `try(function() return id(${callText(call)}) end)`).join("\n");
}

/** What a program printed, without addresses. */
function linesOf(output: string): string[] {
  return output.replace(/(?:function|table): \w+/g, "address").split("\n");
}

/** What PUC says when the memory of its WebAssembly module does not hold what a call asks for. */
const OUT_OF_MEMORY = /memory allocation error|not enough memory/;

/** The first call that differs, or null. */
function failing(calls: readonly LibraryCall[], version: OracleVersion): LibraryCall | null {
  const source = sourceOf(calls);
  const ours = linesOf(runHere(source));
  const theirs = linesOf(runInPuc(source, version));
  const at = theirs.findIndex((line, i) => line !== ours[i] && !OUT_OF_MEMORY.test(line));
  return at < 0 ? null : calls[at]!;
}

/** Leaves out arguments and characters of strings for as long as the call still differs. */
function shrink(call: LibraryCall, version: OracleVersion, beat: () => void): LibraryCall {
  beat();
  const smaller = [
    ...call.args.map((_, i) => call.args.slice(0, i)),
    ...call.args.flatMap((argument, i) =>
      shorterTexts(argument).map((text) => call.args.map((other, j) => (i === j ? text : other))),
    ),
  ];
  for (const args of smaller) {
    const candidate = { callee: call.callee, args };
    if (failing([candidate], version) !== null) return shrink(candidate, version, beat);
  }
  return call;
}

function shorterTexts(argument: string): string[] {
  if (!argument.startsWith('"')) return [];
  const pieces = argument.slice(1, -1).match(/\\\d\d\d|[^]/g) ?? [];
  return pieces.map((_, i) => `"${pieces.filter((__, j) => j !== i).join("")}"`);
}

function callsOf({ call }: CallGenerator, seed: number): LibraryCall[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: CALLS_PER_PROGRAM }, () => call(random));
}

function targetOf(generator: CallGenerator): FuzzTarget {
  const { name, version } = generator;
  return {
    name,
    share: 0.5,
    smokeCount: 25,
    check(seed, beat): Verdict {
      const found = failing(callsOf(generator, seed), version);
      if (found === null) return "same";
      const source = sourceOf([shrink(found, version, beat)]);
      const answers = ["in PUC:", runInPuc(source, version), "here:", runHere(source)];
      return { report: [source, ...answers].join("\n") };
    },
    sourceOf: (seed) => sourceOf(callsOf(generator, seed)),
  };
}

/** Programs of 40 calls, by group of functions. */
export const LIBRARY_CALL_TARGETS: readonly FuzzTarget[] = GENERATORS.map(targetOf);
